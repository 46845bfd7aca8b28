"""What the forum's tasks share: ways to places by clicks, parts of a list's row, questions to the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.routines import Moves, click, fill, role, scroll_to

__all__ = [
    "button",
    "by_comment",
    "changed",
    "click_near",
    "find_post",
    "member",
    "near",
    "open_forum",
    "open_listed",
    "open_post",
    "pick_post",
    "pick_row",
    "ranked",
]

POSTS: Final = """
SELECT s.*, f.name AS forum, u.name AS author,
  EXISTS (SELECT 1 FROM submission_vote v WHERE v.submission_id = s.id AND v.user_id = {me}) AS voted,
  EXISTS (SELECT 1 FROM saved k WHERE k.submission_id = s.id AND k.user_id = {me}) AS kept
FROM submission s JOIN forum f ON f.id = s.forum_id JOIN user u ON u.id = s.author_id
WHERE s.deleted = 0 AND s.locked = 0
"""
_COMMENTS: Final = re.compile(r"(No|[\d,]+) comments?")


def member(world: World) -> int:
    """Id of the user who does the tasks."""
    account = world["forum"].site.account
    return int(world["forum"].store.value("SELECT id FROM user WHERE name = ?", account.username if account else ""))


def pick_row(dice: Dice, rows: list[Row], what: str) -> Row:
    """One of the rows.

    Raises:
        TaskError: There is none; the world is too small for the task.
    """
    if not rows:
        raise TaskError(f"this world's forum has no {what}")
    return dice.pick(rows)


def pick_post(world: World, dice: Dice, where: str, what: str = "such submission") -> dict[str, Any]:
    """Facts of a submission with a title of its own that satisfies an SQL condition on `s`, `f` and `u`."""
    store = world["forum"].store
    unique = "(SELECT COUNT(*) FROM submission o WHERE o.title = s.title) = 1"
    rows = store.query(f"{POSTS.format(me=member(world))} AND {unique} AND ({where}) ORDER BY s.id")
    row = pick_row(dice, rows, what)
    return {
        "post": row["id"],
        "title": row["title"],
        "forum": row["forum"],
        "author": row["author"],
        "path": f"/f/{row['forum']}/{row['id']}/{row['slug']}",
    }


def ranked(store: Store, forum: int, order: str, where: str = "1") -> list[Row]:
    """Submissions of a forum in an order."""
    return store.query(
        f"SELECT s.*, f.name AS forum FROM submission s JOIN forum f ON f.id = s.forum_id "
        f"WHERE s.forum_id = ? AND s.deleted = 0 AND {where} ORDER BY {order}",
        forum,
    )


def changed(diff: StateDiff) -> Mapping[tuple[str, str], int]:
    """How many rows of which table were added, removed or changed."""
    return Counter((change.kind.removeprefix("row_"), change.subject.removeprefix("forum/")) for change in diff)


# ---- moves -----------------------------------------------------------------------------------------


def open_forum(screen: Screen, name: str) -> Moves:
    """Find a forum in the list of forums and open it."""
    yield from click(screen, text="Forums", where=role("link"))
    yield from fill(screen, name, hint="Find forums by name or topic", press_enter=True)
    yield from click(screen, text=name, where=role("link"))


def find_post(screen: Screen, title: str) -> Moves:
    """Search for a submission; ends with its title on the screen."""
    yield from fill(screen, title, hint="Search submissions", press_enter=True)
    yield from scroll_to(screen, text=title, where=role("link"))


def open_post(screen: Screen, title: str) -> Moves:
    """Search for a submission and open its page with the comments."""
    yield from find_post(screen, title)
    yield from open_listed(screen, title)


def open_listed(screen: Screen, title: str) -> Moves:
    """Open the comments of a submission that is listed on this page."""
    yield from scroll_to(screen, text=title, where=role("link"))
    yield from click_near(screen, title, lambda e: e.role == "link" and bool(_COMMENTS.fullmatch(e.text)))


def near(screen: Screen, title: str, what: Callable[[Element], bool]) -> Element | None:
    """The element of a kind in the row of a list that holds a title."""
    row = screen.find(text=title, where=role("link", "heading"))
    if row is None:
        return None
    found = [e for e in screen.elements if what(e) and -12 <= e.top - row.top <= 66]
    return min(found, key=lambda e: abs(e.top - row.top), default=None)


def click_near(screen: Screen, title: str, what: Callable[[Element], bool]) -> Moves:
    """Click something in the row of a title, scrolling a little where the row is cut off."""
    yield from scroll_to(screen, text=title, where=role("link", "heading"))
    for direction in ("down", "up"):
        element = near(screen, title, what)
        if element is not None:
            yield screen.tap(element)
            return
        yield screen.scroll(direction)
    raise TaskError(f"nothing that fits in the row of {title!r}")


def button(label: str) -> Callable[[Element], bool]:
    """A condition: the element is a button with this label."""
    return lambda element: element.role == "button" and element.label == label


def by_comment(screen: Screen, body: str, what: Callable[[Element], bool], above: bool = False) -> Moves:
    """Click what belongs to the comment with this text: the first one that fits below it, or the last one above."""
    first_line = body.split("\n")[0]
    yield from scroll_to(screen, text=first_line)
    for direction in ("down", "up"):
        text = screen.find(text=first_line)
        found = [] if text is None else [e for e in screen.elements if what(e)]
        if text is not None and above:
            found = [e for e in found if e.top <= text.bottom][-1:]
        elif text is not None:
            found = [e for e in found if e.top >= text.bottom - 2][:1]
        if found:
            yield screen.tap(found[0])
            return
        yield screen.scroll(direction)
    raise TaskError(f"nothing that fits at the comment {first_line!r}")
