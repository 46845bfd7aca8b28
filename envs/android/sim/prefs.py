"""`Preferences`: an app's `shared_prefs` XML file, read and written where Android keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from xml.etree import ElementTree

from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.xml_text import attribute, element_text

Value = str | int | float | bool | frozenset[str]

_INT_LIMIT = 2**31
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n"


class Preferences:
    """Typed values by key. Nothing is kept here: each call reads or writes the file.

    Texts, whole numbers, floats, truth values and sets of texts are told apart, as on Android.
    """

    def __init__(self, files: FileSystem, package: str, name: str = "") -> None:
        self._files = files
        self.path = f"/data/data/{package}/shared_prefs/{name or package + '_preferences'}.xml"

    def all(self) -> Mapping[str, Value]:
        """Every key and value."""
        data = self._files.stored(self.path)
        return _parse(data) if data else _EMPTY

    def get(self, key: str, default: Value | None = None) -> Value | None:
        """The value of a key, or `default`."""
        return self.all().get(key, default)

    def text(self, key: str, default: str = "") -> str:
        """A text; `default` when the key is missing or holds something else."""
        value = self.all().get(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int = 0) -> int:
        """A whole number; `default` when the key is missing or holds something else."""
        value = self.all().get(key, default)
        return int(value) if isinstance(value, int | float) else default

    def flag(self, key: str, default: bool = False) -> bool:
        """A truth value; `default` when the key is missing or holds something else."""
        value = self.all().get(key, default)
        return value if isinstance(value, bool) else default

    def put(self, key: str, value: Value | Iterable[str]) -> None:
        """Set a key."""
        self.update({key: value})

    def update(self, values: Mapping[str, Value | Iterable[str]]) -> None:
        """Set several keys with one write."""
        plain: dict[str, Value] = {
            key: value if isinstance(value, str | int | float) else frozenset(value) for key, value in values.items()
        }
        self._write({**self.all(), **plain})

    def remove(self, key: str) -> None:
        """Remove a key; a missing one is fine."""
        values = dict(self.all())
        if values.pop(key, None) is not None:
            self._write(values)

    def clear(self) -> None:
        """Remove all keys."""
        self._write({})

    def _write(self, values: Mapping[str, Value]) -> None:
        self._files.write(self.path, _text(values), parents=True)


_EMPTY: Mapping[str, Value] = MappingProxyType({})


@lru_cache(maxsize=512)
def _parse(data: bytes) -> Mapping[str, Value]:
    """The values of a file. A broken file counts as empty, as on Android."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError):
        return _EMPTY
    values: dict[str, Value] = {}
    for element in root:
        name, text = element.get("name", ""), element.get("value", "")
        try:
            if element.tag == "string":
                values[name] = element.text or ""
            elif element.tag in ("int", "long"):
                values[name] = int(text)
            elif element.tag == "float":
                values[name] = float(text)
            elif element.tag == "boolean":
                values[name] = text == "true"
            elif element.tag == "set":
                values[name] = frozenset(item.text or "" for item in element)
        except ValueError:
            continue
    return MappingProxyType(values)


def _text(values: Mapping[str, Value]) -> str:
    return _HEAD + "".join(_entry(key, values[key]) for key in sorted(values)) + "</map>\n"


def _entry(key: str, value: Value) -> str:
    name = attribute(_FORBIDDEN.sub("", key))
    if isinstance(value, str):
        return f"    <string name={name}>{_escaped(value)}</string>\n"
    if isinstance(value, frozenset):
        items = "".join(f"        <string>{_escaped(item)}</string>\n" for item in sorted(value))
        return f"    <set name={name}>\n{items}    </set>\n"
    if isinstance(value, bool):
        tag, text = "boolean", str(value).lower()
    elif isinstance(value, int):
        tag, text = ("int" if -_INT_LIMIT <= value < _INT_LIMIT else "long"), str(value)
    else:
        tag, text = "float", repr(value)
    return f"    <{tag} name={name} value={attribute(text)} />\n"


def _escaped(text: str) -> str:
    return element_text(_FORBIDDEN.sub("", text)).replace("\r", "&#13;")
