"""User names as Android prints them: `root`, `media_rw`, `u0_a105`."""

from __future__ import annotations

_NAMES = {
    0: "root",
    1000: "system",
    1001: "radio",
    1023: "media_rw",
    2000: "shell",
    9997: "everybody",
}
_IDS = {name: uid for uid, name in _NAMES.items()}
_FIRST_APP = 10000


def user_name(uid: int) -> str:
    """The name of a user or group id."""
    if uid in _NAMES:
        return _NAMES[uid]
    return f"u0_a{uid - _FIRST_APP}" if uid >= _FIRST_APP else str(uid)


def user_id(name: str) -> int | None:
    """The id of a user or group name; `None` for an unknown name."""
    if name.isdecimal():
        return int(name)
    if name.startswith("u0_a") and name[4:].isdecimal():
        return _FIRST_APP + int(name[4:])
    return _IDS.get(name)
