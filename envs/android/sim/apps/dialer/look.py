"""What the dialer's pages share: names, times, faces, keypads."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.telephony import (
    CALL_IN,
    CALL_MISSED,
    CALL_OUT,
    CALL_REJECTED,
    DIALER_PACKAGE,
    LoggedCall,
)
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import HEADLINE, LABEL, Color, dp
from osgenesis.envs.android.sim.ui.widgets import AVATAR_COLORS, avatar, icon, text

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

ID = f"{DIALER_PACKAGE}:id/"
KEYS = (
    ("1", "", "one"), ("2", "ABC", "two"), ("3", "DEF", "three"), ("4", "GHI", "four"), ("5", "JKL", "five"),
    ("6", "MNO", "six"), ("7", "PQRS", "seven"), ("8", "TUV", "eight"), ("9", "WXYZ", "nine"), ("*", "", "star"),
    ("0", "+", "zero"), ("#", "", "pound"),
)  # fmt: skip
_DIGIT_OF = {letter: digit for digit, letters, _ in KEYS for letter in letters.lower() if letter.isalpha()}
CALL_WORDS = {
    CALL_IN: ("call-received", "Incoming call"), CALL_OUT: ("call-made", "Outgoing call"),
    CALL_MISSED: ("call-missed", "Missed call"), CALL_REJECTED: ("call-missed", "Declined call"),
}  # fmt: skip


class Recent(NamedTuple):
    """Calls with one number in a row, as one line of the list."""

    number: str
    title: str
    calls: tuple[LoggedCall, ...]


def recents(phone: Phone) -> list[Recent]:
    """The call log, newest first, calls in a row with one number put together."""
    calls = phone.telephony.calls()
    return [
        Recent(number, (same := tuple(group))[0].title, same) for number, group in groupby(calls, lambda c: c.number)
    ]


def t9(word: str) -> str:
    """The keys that spell a word: "ada" is 232."""
    return "".join(_DIGIT_OF.get(c, c if c.isdecimal() else "") for c in word.lower())


def fitting(phone: Phone, digits: str) -> list[tuple[str, str]]:
    """(name, number) of the contacts that typed keys stand for: by a word of the name, or by the number."""
    wanted = "".join(c for c in digits if c.isdecimal())
    if not wanted:
        return []
    found = []
    for person in phone.contacts.all():
        named = any(t9(word).startswith(wanted) for word in person.display_name.split())
        for number, _ in person.phones:
            if named or wanted in "".join(c for c in number if c.isdecimal()):
                found.append((person.display_name, number))
    return found


def clock(phone: Phone, ms: int) -> str:
    """The time of day: 15:34 or 3:34 PM."""
    moment = phone.local_time(ms)
    return f"{moment:%H:%M}" if phone.is_24_hour else f"{moment.hour % 12 or 12}:{moment:%M %p}"


def day_word(ui: Page, ms: int) -> str:
    """Today, Yesterday or Older."""
    days = (ui.now().date() - ui.phone.local_time(ms).date()).days
    return "Today" if days <= 0 else "Yesterday" if days == 1 else "Older"


def when(ui: Page, ms: int) -> str:
    """The time of a recent call, the day of an older one."""
    moment = ui.phone.local_time(ms)
    return f"{moment:%b} {moment.day}" if day_word(ui, ms) == "Older" else clock(ui.phone, ms)


def date_and_time(ui: Page, ms: int) -> str:
    """Today, 15:04, or Oct 11, 15:04."""
    moment, day = ui.phone.local_time(ms), day_word(ui, ms)
    date = f"{moment:%b} {moment.day}" if day == "Older" else day
    return f"{date}, {clock(ui.phone, ms)}"


def duration(seconds: int) -> str:
    """1:05 or 1:02:03."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def face(ui: Page, title: str, size: float = 44) -> Node:
    """A person's initial, or a figure where only the number is known."""
    if any(c.isalpha() for c in title):
        return avatar(ui, title, size)
    color = AVATAR_COLORS[sum(map(ord, title)) % len(AVATAR_COLORS)]
    figure = icon(ui, "account", size * 0.6, color=(255, 255, 255), gravity="cc")
    return Node(kind="box", width=dp(size), height=dp(size), radius=dp(size / 2), bg=color, children=(figure,))


def keypad(ui: Page, on_key: Callable[[str], None], ink: Color, *, on_zero: Callable[[], None] | None = None) -> Node:
    """The twelve keys."""

    def key(digit: str, letters: str, name: str) -> Node:
        labels = [text(ui, digit, HEADLINE, color=ink, cls="")]
        labels.append(text(ui, letters or " ", LABEL, color=ink, cls=""))
        return Node(
            kind="column", grow=1, height=dp(64), cross="center", align="center", cls="android.widget.FrameLayout",
            text=digit, desc=f"{digit},{letters}" if letters else digit, rid=ID + name, children=labels,
            on_tap=lambda: on_key(digit), on_long=on_zero if digit == "0" else None,
        )  # fmt: skip

    cells = [key(*entry) for entry in KEYS]
    rows = [Node(kind="row", children=cells[i : i + 3]) for i in range(0, 12, 3)]
    return Node(kind="column", children=rows, pad=(dp(28), 0, dp(28), 0))
