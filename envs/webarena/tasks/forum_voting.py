"""Forum tasks that vote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import Moves, click, role
from osgenesis.envs.webarena.tasks.forum_moves import (
    button,
    by_comment,
    changed,
    click_near,
    find_post,
    member,
    open_forum,
    open_post,
    pick_post,
    pick_row,
    ranked,
)

_VOTE: Final = ("forum/submission_vote", "forum/submission")
_FREE: Final = "s.author_id <> {me} AND NOT voted"


def _votes(world: World, table: str = "submission") -> dict[int, int]:
    rows = world["forum"].store.query(
        f"SELECT {table}_id AS subject, choice FROM {table}_vote WHERE user_id = ?", member(world)
    )
    return {row["subject"]: row["choice"] for row in rows}


def _voted(world: World, diff: StateDiff, subjects: Iterable[int], choice: int, table: str = "submission") -> bool:
    """Whether exactly these subjects got this vote, and nothing else happened."""
    subjects = list(subjects)
    wanted = {("added", f"{table}_vote"): len(subjects), ("changed", table): len(subjects)}
    votes = _votes(world, table)
    return changed(diff) == wanted and all(votes.get(subject) == choice for subject in subjects)


class ForumUpvotePost(WebTask):
    """Vote for a submission."""

    name: ClassVar[str] = "ForumUpvotePost"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 15
    template: ClassVar[str] = "Upvote the submission “{title}” in the forum {forum}."
    touches: ClassVar[tuple[str, ...]] = _VOTE

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return pick_post(world, dice, _FREE.format(me=member(world)))

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(_voted(world, diff, [self.facts["post"]], 1))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, label="Upvote", where=role("button"))


class ForumDownvotePost(WebTask):
    """Vote against a submission."""

    name: ClassVar[str] = "ForumDownvotePost"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 15
    template: ClassVar[str] = "I do not like “{title}” by {author}. Downvote it."
    touches: ClassVar[tuple[str, ...]] = _VOTE

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return pick_post(world, dice, _FREE.format(me=member(world)))

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(_voted(world, diff, [self.facts["post"]], -1))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from find_post(screen, self.facts["title"])
        yield from click_near(screen, self.facts["title"], button("Downvote"))


class ForumUpvoteNewest(WebTask):
    """Vote for the latest submission of a forum."""

    name: ClassVar[str] = "ForumUpvoteNewest"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 15
    template: ClassVar[str] = "Upvote the newest submission in the forum {forum}."
    touches: ClassVar[tuple[str, ...]] = _VOTE

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        newest = "NOT EXISTS (SELECT 1 FROM submission o WHERE o.forum_id = s.forum_id AND o.created > s.created)"
        return pick_post(world, dice, f"{_FREE.format(me=member(world))} AND {newest}")

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(_voted(world, diff, [self.facts["post"]], 1))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="New", where=role("link"))
        yield from click_near(screen, self.facts["title"], button("Upvote"))


class ForumVoteAllByUser(WebTask):
    """Vote on everything that a user submitted to a forum."""

    name: ClassVar[str] = "ForumVoteAllByUser"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 40
    template: ClassVar[str] = "{verb} all submissions by {author} in the forum {forum}."
    touches: ClassVar[tuple[str, ...]] = _VOTE

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        store = world["forum"].store
        pairs = store.query(
            "SELECT s.author_id, s.forum_id, u.name AS author, f.name AS forum, COUNT(*) AS n FROM submission s "
            "JOIN user u ON u.id = s.author_id JOIN forum f ON f.id = s.forum_id "
            "WHERE s.deleted = 0 AND s.author_id <> ?1 AND f.submissions <= 40 AND NOT EXISTS "
            "(SELECT 1 FROM submission o JOIN submission_vote v ON v.submission_id = o.id AND v.user_id = ?1 "
            "WHERE o.author_id = s.author_id AND o.forum_id = s.forum_id) "
            "GROUP BY s.author_id, s.forum_id HAVING n BETWEEN 2 AND 4 ORDER BY s.author_id, s.forum_id",
            member(world),
        )
        pair = pick_row(dice, pairs, "user with several submissions to a forum")
        posts = ranked(store, pair["forum_id"], "s.created DESC, s.id DESC", f"s.author_id = {pair['author_id']}")
        choice = dice.pick((1, -1))
        return {
            "author": pair["author"],
            "forum": pair["forum"],
            "verb": "Upvote" if choice == 1 else "Downvote",
            "choice": choice,
            "posts": [row["id"] for row in posts],
            "titles": [row["title"] for row in posts],
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(_voted(world, diff, self.facts["posts"], self.facts["choice"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        for title in self.facts["titles"]:
            yield from find_post(screen, title)
            yield from click_near(screen, title, button(self.facts["verb"]))


class ForumDownvoteTop(WebTask):
    """Vote against the best submissions of a forum."""

    name: ClassVar[str] = "ForumDownvoteTop"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 20
    template: ClassVar[str] = (
        "Downvote the {count} submissions with the highest scores of all time in the forum {forum}."
    )
    touches: ClassVar[tuple[str, ...]] = _VOTE

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        store, votes = world["forum"].store, _votes(world)
        count = dice.between(2, 3)
        found = []
        for forum in store.query("SELECT * FROM forum ORDER BY id"):
            best = ranked(store, forum["id"], "s.score DESC, s.id DESC")
            clear = len(best) > count and best[count - 1]["score"] > best[count]["score"] + 2 * count
            if clear and not any(row["id"] in votes for row in best[:count]):
                found.append({"forum": forum["name"], "best": best[:count]})
        chosen = pick_row(dice, found, "forum with clear favourites")
        return {
            "forum": chosen["forum"],
            "count": count,
            "posts": [row["id"] for row in chosen["best"]],
            "titles": [row["title"] for row in chosen["best"]],
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(_voted(world, diff, self.facts["posts"], -1))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Top", where=role("link"))
        for title in self.facts["titles"]:
            yield from click_near(screen, title, button("Downvote"))


class ForumRetractVote(WebTask):
    """Take a vote back."""

    name: ClassVar[str] = "ForumRetractVote"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 15
    template: ClassVar[str] = "Take back my {kind} on “{title}”, so that I have not voted on it."
    touches: ClassVar[tuple[str, ...]] = _VOTE

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, f"voted AND s.author_id <> {member(world)}")
        choice = _votes(world)[facts["post"]]
        return {**facts, "kind": "upvote" if choice == 1 else "downvote"}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        gone = self.facts["post"] not in _votes(world)
        return float(gone and changed(diff) == {("removed", "submission_vote"): 1, ("changed", "submission"): 1})

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, label=f"Retract {self.facts['kind']}", where=role("button"))


class ForumVoteOnComment(WebTask):
    """Vote on somebody's comment in a thread."""

    name: ClassVar[str] = "ForumVoteOnComment"
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 25
    template: ClassVar[str] = "{verb} the comment by {user} on “{title}”."
    touches: ClassVar[tuple[str, ...]] = ("forum/comment_vote", "forum/comment")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts, comment = comment_by_one(world, dice)
        verb = dice.pick(("Upvote", "Downvote"))
        return {
            **facts,
            "comment": comment["id"],
            "body": comment["body"],
            "user": comment["author"],
            "verb": verb,
            "choice": 1 if verb == "Upvote" else -1,
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(_voted(world, diff, [self.facts["comment"]], self.facts["choice"], "comment"))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from by_comment(screen, self.facts["body"], button(self.facts["verb"]), above=True)


def comment_by_one(world: World, dice: Dice) -> tuple[dict[str, Any], dict[str, Any]]:
    """A submission and a comment on it whose author, not the member, wrote no other there, in words of its own."""
    me = member(world)
    rows = world["forum"].store.query(
        "SELECT c.*, u.name AS author FROM comment c JOIN user u ON u.id = c.author_id "
        "JOIN submission s ON s.id = c.submission_id WHERE c.author_id <> ?1 AND c.deleted = 0 AND s.comments < 25 "
        "AND s.locked = 0 AND (SELECT COUNT(*) FROM comment o WHERE o.submission_id = c.submission_id "
        "AND (o.author_id = c.author_id OR o.body = c.body)) = 1 "
        "AND NOT EXISTS (SELECT 1 FROM comment_vote v WHERE v.comment_id = c.id AND v.user_id = ?1) "
        "AND (SELECT COUNT(*) FROM submission o WHERE o.title = s.title) = 1 "
        "AND instr(s.body, c.body) = 0 ORDER BY c.id",
        me,
    )
    comment = pick_row(dice, rows, "comment by somebody who wrote one")
    return pick_post(world, dice, f"s.id = {comment['submission_id']}"), comment
