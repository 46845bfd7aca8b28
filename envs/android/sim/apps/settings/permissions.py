"""Permission groups as people see them, over the permissions that packages hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.packages import Package

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

_P = "android.permission."


class Group(NamedTuple):
    """A group of permissions that are given and taken together."""

    title: str
    icon: str
    permissions: tuple[str, ...]


GROUPS = (
    Group("Calendar", "calendar", (_P + "READ_CALENDAR", _P + "WRITE_CALENDAR")),
    Group("Call logs", "phone-log", (_P + "READ_CALL_LOG", _P + "WRITE_CALL_LOG")),
    Group("Camera", "camera-outline", (_P + "CAMERA",)),
    Group("Contacts", "account-box-outline", (_P + "READ_CONTACTS", _P + "WRITE_CONTACTS")),
    Group(
        "Files and media",
        "folder-outline",
        (_P + "READ_EXTERNAL_STORAGE", _P + "WRITE_EXTERNAL_STORAGE", _P + "MANAGE_EXTERNAL_STORAGE"),
    ),
    Group("Location", "map-marker-outline", (_P + "ACCESS_FINE_LOCATION", _P + "ACCESS_COARSE_LOCATION")),
    Group("Microphone", "microphone-outline", (_P + "RECORD_AUDIO",)),
    Group("Music and audio", "music-note", (_P + "READ_MEDIA_AUDIO",)),
    Group("Notifications", "bell-outline", (_P + "POST_NOTIFICATIONS",)),
    Group("Phone", "phone-outline", (_P + "CALL_PHONE", _P + "READ_PHONE_STATE")),
    Group("Photos and videos", "image-outline", (_P + "READ_MEDIA_IMAGES", _P + "READ_MEDIA_VIDEO")),
    Group("SMS", "message-text-outline", (_P + "READ_SMS", _P + "SEND_SMS", _P + "RECEIVE_SMS")),
)
BY_TITLE = {group.title: group for group in GROUPS}


def requested(package: Package) -> list[Group]:
    """Groups of which an app asks for something."""
    return [group for group in GROUPS if any(p in package.permissions for p in group.permissions)]


def allowed(phone: Phone, package: str, group: Group) -> bool:
    """Whether an app holds something of a group."""
    held = phone.packages.granted(package)
    return any(permission in held for permission in group.permissions)


def allow(phone: Phone, package: str, group: Group, yes: bool) -> None:
    """Gives an app what it asks for of a group, or takes it away."""
    known = phone.packages.get(package)
    if known is None:
        return
    for permission in group.permissions:
        if permission in known.permissions:
            (phone.packages.grant if yes else phone.packages.revoke)(package, permission)


def holders(phone: Phone, group: Group) -> list[Package]:
    """Apps that ask for something of a group, by label."""
    wanted = [p for p in phone.packages.all() if any(name in p.permissions for name in group.permissions)]
    return sorted(wanted, key=lambda p: p.label.lower())
