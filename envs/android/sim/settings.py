"""`Settings`: the three namespaces of Android's settings provider, as text."""

from __future__ import annotations

from collections.abc import Mapping

from osgenesis.envs.android.sim.default_settings import DEFAULTS
from osgenesis.envs.core.errors import BackendError, UnknownNameError

NAMESPACES = ("global", "secure", "system")

SettingsState = Mapping[str, Mapping[str, str]]


class Settings:
    """Keys and values per namespace; values are text, a missing key is `None`.

    `freeze` hands out the live mappings and marks them shared; the next write copies first.
    """

    def __init__(self, values: SettingsState = DEFAULTS) -> None:
        self._values: dict[str, dict[str, str]] = {ns: dict(values[ns]) for ns in NAMESPACES}
        self._shared: set[str] = set()
        self.version = 0  # grows with every change

    def get(self, namespace: str, key: str, default: str | None = None) -> str | None:
        """The value of a key, or `default`."""
        return self._space(namespace).get(key, default)

    def integer(self, namespace: str, key: str, default: int = 0) -> int:
        """The value of a key as a whole number; `default` when missing or not a number."""
        value = self._space(namespace).get(key)
        try:
            return default if value is None else int(float(value))
        except (ValueError, OverflowError):
            return default

    def flag(self, namespace: str, key: str, default: bool = False) -> bool:
        """Whether a toggle is on: any value but `0` and the empty text."""
        value = self._space(namespace).get(key)
        return default if value is None else value not in ("0", "", "false", "null")

    def put(self, namespace: str, key: str, value: str | int | float | bool) -> None:
        """Set a key; numbers and truth values are stored as text (`1`, `0`)."""
        if isinstance(value, bool):
            value = int(value)
        if not key:
            raise BackendError(f"a setting in {namespace!r} needs a key; got an empty one")
        self._writable(namespace)[key] = str(value)

    def delete(self, namespace: str, key: str) -> bool:
        """Delete a key; says whether it was there."""
        if key not in self._space(namespace):
            return False
        del self._writable(namespace)[key]
        return True

    def reset(self, namespace: str) -> None:
        """Set a namespace back to what a new phone has."""
        self._space(namespace)
        self._values[namespace] = dict(DEFAULTS[namespace])
        self._shared.discard(namespace)
        self.version += 1

    def items(self, namespace: str) -> list[tuple[str, str]]:
        """Keys and values of a namespace, sorted by key."""
        return sorted(self._space(namespace).items())

    def flat(self) -> dict[str, str]:
        """Everything as `{"global/wifi_on": "1", ...}`, in a fixed order."""
        return {f"{ns}/{key}": value for ns in NAMESPACES for key, value in self.items(ns)}

    def freeze(self) -> SettingsState:
        """The whole state; treat as immutable."""
        self._shared.update(NAMESPACES)
        return dict(self._values)

    def thaw(self, frozen: SettingsState) -> None:
        """Go back to what `freeze` returned."""
        # Shared from here on: only `_writable` changes a mapping, and it copies a shared one first.
        self._values = {ns: _as_dict(frozen[ns]) for ns in NAMESPACES}
        self._shared.update(NAMESPACES)
        self.version += 1

    def _space(self, namespace: str) -> dict[str, str]:
        try:
            return self._values[namespace]
        except KeyError:
            raise UnknownNameError("settings namespace", namespace, NAMESPACES) from None

    def _writable(self, namespace: str) -> dict[str, str]:
        space = self._space(namespace)
        if namespace in self._shared:
            space = self._values[namespace] = dict(space)
            self._shared.discard(namespace)
        self.version += 1
        return space


def _as_dict(values: Mapping[str, str]) -> dict[str, str]:
    return values if isinstance(values, dict) else dict(values)
