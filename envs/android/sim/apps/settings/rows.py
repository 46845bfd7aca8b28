"""What a settings screen is made of, as data: links, toggles, choices, levels; and how their values are read and kept.

A row's key names where its value is: "global/wifi_on" in the settings provider, "prefs/name" in this app's preferences.
Adding a setting is adding a row to a catalogue: the page, the search index and the words follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from osgenesis.envs.core.vocabulary import SettingWords

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

PACKAGE = "com.android.settings"
LABEL = "Settings"
PREFS = "prefs"

Summary = str | Callable[["Phone"], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a screen.

    Attributes:
        title: What it says.
        summary: The smaller text below: fixed, or read from the phone.
        icon: Material Design icon before the title.
        needs: Keys that must be on ("global/wifi_on"), or off ("!global/auto_time"), for the row to be enabled.
        words: Further words by which search finds the row.
    """

    title: str
    summary: Summary = field(default="", kw_only=True)
    icon: str = field(default="", kw_only=True)
    needs: tuple[str, ...] = field(default=(), kw_only=True)
    words: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Heading(Row):
    """A small heading above a group of rows."""


@dataclass(frozen=True, slots=True)
class Note(Row):
    """A paragraph that explains."""


@dataclass(frozen=True, slots=True)
class Info(Row):
    """A fact; its value is the summary."""


@dataclass(frozen=True, slots=True)
class Link(Row):
    """Opens another screen."""

    screen: str


@dataclass(frozen=True, slots=True)
class Command(Row):
    """Calls a method `(ui, data)` of the app."""

    method: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class Valued(Row):
    """A row that stands for a value. `noun` is how people call it, by default the title."""

    key: str
    noun: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Toggle(Valued):
    """On or off. `main` draws it as the screen's own big switch."""

    on: str = field(default="1", kw_only=True)
    off: str = field(default="0", kw_only=True)
    default: str = field(default="0", kw_only=True)
    main: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Choice(Valued):
    """One of several values; options are (value, label)."""

    options: tuple[tuple[str, str], ...]
    default: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Level(Valued):
    """A whole number on a slider, from `low` to `high`."""

    low: int
    high: int
    default: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Edit(Valued):
    """A text that a dialog asks for."""

    default: str = field(default="", kw_only=True)
    empty: str = field(default="Not set", kw_only=True)
    input_kind: str = field(default="text", kw_only=True)
    required: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name, title, rows, the screen above it, and the intents that open it.

    A `page` names the method that draws it where the rows alone do not say it all; `apps` makes it a list of all
    apps with a switch each, kept under "prefs/<name>.<package>" and on by default as `apps_on` says.
    """

    name: str
    title: str
    rows: tuple[Row, ...] = ()
    parent: str = ""
    actions: tuple[str, ...] = ()
    page: str = "screen"
    apps: str = ""
    apps_on: bool = True


def read(phone: Phone, key: str, default: str = "") -> str:
    """The value behind a key, as text."""
    namespace, _, name = key.partition("/")
    if namespace == PREFS:
        return phone.preferences(PACKAGE).text(name, default)
    value = phone.settings.get(namespace, name)
    return default if value is None else value


def write(phone: Phone, key: str, value: str) -> None:
    """Changes the value behind a key, with what follows from it."""
    namespace, _, name = key.partition("/")
    if namespace == PREFS:
        phone.preferences(PACKAGE).put(name, value)
    else:
        phone.set_setting(namespace, name, value)


def is_on(phone: Phone, row: Toggle) -> bool:
    """Whether a toggle is on."""
    value = read(phone, row.key, row.default)
    return value == row.on or value not in (row.off, "0", "")


def number(phone: Phone, row: Level) -> int:
    """A level's value, within its range."""
    try:
        value = int(float(read(phone, row.key, str(row.default))))
    except (ValueError, OverflowError):
        value = row.default
    return min(max(value, row.low), row.high)


def chosen(phone: Phone, row: Choice) -> int:
    """The position of a choice's value among its options, or -1."""
    value = read(phone, row.key, row.default)
    return next((i for i, (option, _) in enumerate(row.options) if option == value), -1)


def usable(phone: Phone, row: Row) -> bool:
    """Whether what the row needs is given."""
    for need in row.needs:
        off = need.startswith("!")
        if (read(phone, need.removeprefix("!")) in ("", "0")) != off:
            return False
    return True


def summary_of(phone: Phone, row: Row) -> str:
    """The text below the title: the row's own, or its value."""
    if row.summary:
        return row.summary if isinstance(row.summary, str) else row.summary(phone)
    if isinstance(row, Choice):
        index = chosen(phone, row)
        return row.options[index][1] if index >= 0 else ""
    if isinstance(row, Edit):
        return read(phone, row.key, row.default) or row.empty
    return ""


def on_off(
    key: str, on: str = "On", off: str = "Off", *, off_values: tuple[str, ...] = ("0", "")
) -> Callable[[Phone], str]:
    """A summary that says whether a key is on."""
    return lambda phone: off if read(phone, key) in off_values else on


def words_of(row: Row) -> Iterator[SettingWords]:
    """The words for what a row can change."""
    if not isinstance(row, Valued):
        return
    key = f"{PREFS}/{PACKAGE}/{row.key[len(PREFS) + 1 :]}" if row.key.startswith(PREFS + "/") else row.key
    noun = row.noun or lowered(row.title)
    if isinstance(row, Toggle):
        yield SettingWords(key, LABEL, noun, {row.off: "off", row.on: "on"}, "toggle")
    elif isinstance(row, Choice):
        yield SettingWords(key, LABEL, noun, {value: label for value, label in row.options if value}, "choice")
    elif isinstance(row, Level):
        yield SettingWords(
            key, LABEL, noun, {str(row.low): "the lowest level", str(row.high): "the highest level"}, "level"
        )
    else:
        yield SettingWords(key, LABEL, noun, {}, "choice")


def lowered(title: str) -> str:
    """A title as it stands within a sentence: names keep their capitals, a title that is an order is quoted."""
    first = title.split(" ", 1)[0]
    if first in _ORDERS:
        return f'the "{title}" option'
    if first in _NAMES or any(c.isupper() for c in first[1:]):
        return title
    return title[:1].lower() + title[1:]


_ORDERS = frozenset({"Allow", "Always", "Hide", "Keep", "Play", "Require", "Show", "Stay", "Turn", "Use"})
_NAMES = frozenset({"Bluetooth", "Heads", "Android", "Google", "Internet", "Assistant"})
