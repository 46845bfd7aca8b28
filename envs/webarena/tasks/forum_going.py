"""Forum tasks that are done when the right page is in front."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import Moves, click, role
from osgenesis.envs.webarena.tasks.forum_moves import by_comment, open_forum, open_post, pick_post, pick_row

_ORDERS: Final = {
    "new": ("New", "from the newest to the oldest"),
    "top": ("Top", "by their score"),
    "active": ("Active", "by latest activity"),
    "controversial": ("Controversial", "by how controversial they are"),
    "most_commented": ("Most commented", "by their number of comments"),
}
_WINDOWS: Final = {"year": "Past year", "month": "Past month", "week": "Past week"}


class _Going(WebTask):
    """The address in front is judged; nothing may change."""

    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 25

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(page.is_at("forum", self.facts["goal_path"]))


def _forum(world: World, dice: Dice) -> str:
    return str(pick_row(dice, world["forum"].store.query("SELECT name FROM forum ORDER BY id"), "forum")["name"])


class ForumOpenSorted(_Going):
    """Choose an order."""

    name: ClassVar[str] = "ForumOpenSorted"
    template: ClassVar[str] = "Show the submissions of the forum {forum} sorted {how}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum, order = _forum(world, dice), dice.pick(list(_ORDERS))
        label, how = _ORDERS[order]
        return {"forum": forum, "how": how, "label": label, "goal_path": f"/f/{forum}/{order}"}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text=self.facts["label"], where=role("link"))


class ForumOpenTopOf(_Going):
    """Choose an order and a time."""

    name: ClassVar[str] = "ForumOpenTopOf"
    template: ClassVar[str] = "Show the top submissions of the {window} in the forum {forum}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum, window = _forum(world, dice), dice.pick(list(_WINDOWS))
        return {
            "forum": forum,
            "window": _WINDOWS[window].lower(),
            "label": _WINDOWS[window],
            "t": window,
            "goal_path": f"/f/{forum}/top",
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(page.is_at("forum", self.facts["goal_path"]) and page.query.get("t") == self.facts["t"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Top", where=role("link"))
        yield from click(screen, text=self.facts["label"], where=role("link"))


class ForumOpenCommentsOfAuthor(_Going):
    """From a submission to its author's comments."""

    name: ClassVar[str] = "ForumOpenCommentsOfAuthor"
    template: ClassVar[str] = "Open the list of all comments by the user who submitted “{title}”."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.score > -5")
        return {**facts, "goal_path": f"/user/{facts['author']}/comments"}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text=self.facts["author"], where=role("link"))
        yield from click(screen, text="Comments", where=role("link"))


class ForumOpenPermalink(_Going):
    """Open a comment's own page."""

    name: ClassVar[str] = "ForumOpenPermalink"
    template: ClassVar[str] = "Open the page of its own (the permalink) of the oldest comment on “{title}”."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.comments BETWEEN 3 AND 20")
        row = world["forum"].store.one(
            "SELECT * FROM comment WHERE submission_id = ? AND deleted = 0 ORDER BY created, id", facts["post"]
        )
        comment = pick_row(dice, [row] if row else [], "comment")
        path = f"/f/{facts['forum']}/{facts['post']}/-/comment/{comment['id']}"
        return {**facts, "body": comment["body"], "goal_path": path}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text="Old", where=role("link"))
        yield from by_comment(screen, self.facts["body"], lambda e: e.role == "link" and e.text == "Permalink")


class ForumOpenNewest(_Going):
    """Open the latest submission of a forum."""

    name: ClassVar[str] = "ForumOpenNewest"
    template: ClassVar[str] = "Open the discussion of the newest submission in the forum {forum}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        store = world["forum"].store
        forum = pick_row(dice, store.query("SELECT * FROM forum WHERE submissions > 0 ORDER BY id"), "forum")
        row = store.one(
            "SELECT * FROM submission WHERE forum_id = ? AND deleted = 0 ORDER BY created DESC, id DESC", forum["id"]
        )
        newest = pick_row(dice, [row] if row else [], "submission")
        path = f"/f/{forum['name']}/{newest['id']}/{newest['slug']}"
        return {"forum": forum["name"], "title": newest["title"], "post": newest["id"], "goal_path": path}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        start = f"/f/{self.facts['forum']}/{self.facts['post']}"
        there = page.route == start or (page.route.startswith(f"{start}/") and not page.route.endswith("/page"))
        return float(page.site == "forum" and there)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        from osgenesis.envs.webarena.tasks.forum_moves import open_listed

        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="New", where=role("link"))
        yield from open_listed(screen, self.facts["title"])


class ForumSearchComments(_Going):
    """Search in comments."""

    name: ClassVar[str] = "ForumSearchComments"
    template: ClassVar[str] = "Search the comments of the whole site for “{words}”."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        words = dice.pick(
            ("sandwich", "handwriting", "trust issues", "family dinner", "beginners", "wallpaper", "calendar")
        )
        return {"words": words, "goal_path": "/search"}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        query = page.query
        asked = " ".join(query.get("q", "").split()).casefold() == self.facts["words"]
        return float(page.is_at("forum", "/search") and asked and query.get("kind") == "comments")

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        from osgenesis.envs.webarena.routines import fill

        yield from fill(screen, self.facts["words"], hint="Search submissions", press_enter=True)
        yield from click(screen, text="Comments", where=role("link"))
