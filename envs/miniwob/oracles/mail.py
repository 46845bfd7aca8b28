"""The inbox: find a message; mark, delete, answer or forward it."""

from __future__ import annotations

import re
from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, match, quoted

__all__ = ["ORACLES"]

# Who is to get a message, in the ways the pages ask for it.
_RECIPIENT: Final = re.compile(
    r"\bto (?:be sent to |be forwarded to )?([A-Z]\w+)|\b(?:Send|Give|Forward) ([A-Z]\w+) the\b"
    r"|^([A-Z]\w+) (?:wants the|is waiting)|sent to ([A-Z]\w+)"
)


def _message(screen: Screen, sender: str) -> Element | None:
    """The row of a sender in the list."""
    return screen.find(where=lambda e: e.label == sender or e.label.startswith(f"{sender} "))


def _to_message(screen: Screen, sender: str) -> Moves:
    """Scroll until the whole row of a sender shows."""
    while (row := _message(screen, sender)) is None or row.top + 25 > screen.size[1] - 12:
        yield Action("scroll", direction="down", x=60, y=140)


def _open(screen: Screen, sender: str) -> Moves:
    yield from _to_message(screen, sender)
    row = screen.need(where=lambda e: e.label == sender or e.label.startswith(f"{sender} "))
    yield screen.tap_xy(row.left + 20, row.top + 6)


def _sign(x: int, sender: str, screen: Screen) -> Moves:
    """The star and the bin are at the right of the row; they bear no names."""
    yield from _to_message(screen, sender)
    row = screen.need(where=lambda e: e.label == sender or e.label.startswith(f"{sender} "))
    yield screen.tap_xy(x, row.top + 13)


def _button(screen: Screen, label: str, x: int) -> Moves:
    """Answer or forward: at the end of the message, which may have to be scrolled to."""
    while (found := screen.find(contains=label, where=lambda e: e.top + 20 < screen.size[1])) is None:
        yield Action("scroll", direction="down", x=60, y=120)
    if found.label == label:
        yield screen.tap(found)
    else:  # both in one
        yield screen.tap_xy(x, found.top + 13)


def _reply(sender: str, text: str, screen: Screen) -> Moves:
    yield from _open(screen, sender)
    yield from _button(screen, "Reply", 51)
    yield screen.type(text, screen.need(class_name="textarea"))
    yield screen.tap(screen.need(resource_id="send-reply"))


def _forward(sender: str, recipient: str, screen: Screen) -> Moves:
    yield from _open(screen, sender)
    yield from _button(screen, "Forward", 108)
    yield screen.type(recipient, screen.need(class_name="input", where=lambda e: e.editable))
    yield screen.tap(screen.need(resource_id="send-forward"))


def _inbox(goal: str, screen: Screen) -> Moves:
    sender = match(r"email by (\w+)", goal)[0]
    if "star icon" in goal:
        yield from _sign(124, sender, screen)
    elif "trash icon" in goal:
        yield from _sign(137, sender, screen)
    elif "forward" in goal:
        yield from _forward(sender, match(r"to (\w+)\.$", goal)[0], screen)
    else:
        yield from _reply(sender, quoted(goal)[0], screen)


def _forward_in_words(goal: str, screen: Screen) -> Moves:
    found = _RECIPIENT.search(goal)
    if found is None:
        raise TaskError(f"The oracle found no recipient in {goal!r}.")
    recipient = next(group for group in found.groups() if group)
    rest = goal[: found.start()] + goal[found.end() :]
    named, wanting = match(r"(?:by|from|email|mail|information|message) ([A-Z]\w+)|^([A-Z]\w+) wants", rest)
    yield from _forward(named or wanting, recipient, screen)


ORACLES: Final[dict[str, Oracle]] = {
    "email-inbox": _inbox,
    "email-inbox-delete": _inbox,
    "email-inbox-forward": _inbox,
    "email-inbox-important": _inbox,
    "email-inbox-noscroll": _inbox,
    "email-inbox-reply": _inbox,
    "email-inbox-star-reply": _inbox,
    "email-inbox-forward-nl": _forward_in_words,
}
