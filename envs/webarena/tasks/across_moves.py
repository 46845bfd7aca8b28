"""What tasks across two sites share: a tab for each site, and moves on the forum."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import WebBackend, WebTask
from osgenesis.envs.webarena.routines import Moves, click, fill, role, select
from osgenesis.envs.webarena.tasks.forum_moves import member, open_forum, open_post
from osgenesis.envs.webarena.tasks.shop_moves import products

COMMENT_TABLES: Final = ("forum/comment", "forum/comment_vote", "forum/submission", "forum/notification")
SUBMISSION_TABLES: Final = ("forum/submission", "forum/submission_vote", "forum/forum")
LOOKED_UP: Final = ("shop/search_term",)


class AcrossTask(WebTask):
    """A tab for each site, the first in front."""

    max_steps: ClassVar[int] = 30

    def initialize(self, backend: WebBackend) -> None:
        """Open the sites."""
        super().initialize(backend)
        backend.open(*(f"{backend.world.origins[site]}/" for site in self.sites))


def tab(number: int) -> Action:
    """Go to another tab, counted from 0."""
    return Action("focus_tab", tab=number)


def dollars(cents: int) -> str:
    """An amount as the shop writes it."""
    return f"${cents / 100:,.2f}"


def any_product(world: World, dice: Dice) -> dict[str, Any]:
    """Some product of the shop.

    Raises:
        TaskError: It sells none.
    """
    found = products(world)
    if not found:
        raise TaskError("this world's shop has no product to ask about")
    return dice.pick(found)


def comment_on(world: World, diff: StateDiff, post: int) -> str | None:
    """Text of the one comment that was added, if the user added it to that submission itself."""
    changes = [change for change in diff if change.subject == "forum/comment"]
    if len(changes) != 1 or changes[0].kind != "row_added":
        return None
    row = changes[0].after
    right = (row["submission_id"], row["parent_id"], row["author_id"]) == (post, None, member(world))
    others = [c for c in diff if c.subject == "forum/submission" and c.key != post]
    return str(row["body"]) if right and not others else None


def post_comment(screen: Screen, title: str, text: str) -> Moves:
    """Comment on a submission, from any page of the forum."""
    yield from open_post(screen, title)
    yield from fill(screen, text, label="Your comment", where=role("textbox"))
    yield from click(screen, text="Post", where=role("button"))


def submission(world: World, diff: StateDiff, forum: str) -> dict[str, Any] | None:
    """The one submission that was added, if the user added it to that forum."""
    changes = [change for change in diff if change.subject == "forum/submission"]
    if len(changes) != 1 or changes[0].kind != "row_added":
        return None
    row = dict(changes[0].after)
    wanted = world["forum"].store.value("SELECT id FROM forum WHERE name = ?", forum)
    return row if (row["forum_id"], row["author_id"]) == (wanted, member(world)) else None


def submit(screen: Screen, forum: str, **fields: str) -> Moves:
    """Submit to a forum, from any page of the forum; `fields` by their labels."""
    yield from open_forum(screen, forum)
    yield from click(screen, text="Submit", where=role("link"))
    for label, text in fields.items():
        yield from fill(screen, text, label=label, where=role("textbox"))
    yield from select(screen, forum, label="Forum", where=role("combobox"))
    yield from click(screen, text="Create submission", where=role("button"))


# ---- from the encyclopedia -------------------------------------------------------------------------
