"""Forum tasks that write: comments, replies, submissions, edits, drafts."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts, WebTask, rows
from osgenesis.envs.webarena.routines import Moves, click, fill, role, select, submit
from osgenesis.envs.webarena.tasks.forum_moves import (
    by_comment,
    changed,
    member,
    open_forum,
    open_post,
    pick_post,
    pick_row,
)
from osgenesis.envs.webarena.tasks.forum_voting import comment_by_one

_REMARKS: Final = (
    "Thank you, this helped me a lot.",
    "I had the same experience last spring.",
    "Could you add a picture, please?",
    "Where can I read more about this?",
    "Great point, I had never thought of it that way.",
    "I will try this at the weekend and report back.",
    "Does this also work in winter?",
    "My grandmother would have loved this.",
)
_QUESTIONS: Final = (
    ("What is your routine for Sunday mornings?", "Mine is a long walk and a late breakfast."),
    ("How do you keep your notes in order?", "I have three notebooks and no system."),
    ("Looking for a beginner's guide", "Something short that I can read in one evening."),
    ("Monthly meet-up on the first Saturday", "We meet at ten o'clock. Bring cake."),
    ("Which mistake taught you the most?", "I will start: I never read the manual."),
    ("Is it worth buying second-hand?", "My budget is 60 dollars."),
)
_PAGES: Final = (
    ("Weather log of the old harbour", "http://harbourcourier.example/weather/log"),
    ("A map of all public benches", "http://citybeat.example/maps/benches"),
    ("Interview with a clockmaker", "http://longform.example/people/clockmaker"),
    ("The history of the paper clip", "http://slowreader.example/things/paper-clip"),
    ("Recipe collection of 1911 scanned", "http://openbench.example/archive/recipes-1911"),
)
_LINES: Final = (
    "EDIT: Thank you all for the answers!",
    "EDIT: Problem solved.",
    "EDIT: This aged well.",
    "EDIT: Pictures will follow tomorrow.",
    "EDIT: I was wrong, see the comments.",
)
_NEW_COMMENT: Final = {("added", "comment"): 1, ("added", "comment_vote"): 1, ("changed", "submission"): 1}
_COMMENT_TABLES: Final = ("forum/comment", "forum/comment_vote", "forum/submission", "forum/notification")
_POST_TABLES: Final = ("forum/submission", "forum/submission_vote", "forum/forum")


class _Writing(WebTask):
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 25


def _new_comment(diff: StateDiff, world: World) -> Row | None:
    """The comment that was added, if that is all that happened; its notification may come with it."""
    happened = {key: count for key, count in changed(diff).items() if key != ("added", "notification")}
    if happened != _NEW_COMMENT:
        return None
    row = dict(rows(diff, "row_added", "forum/comment")[0].after)
    return row if row["author_id"] == member(world) else None


class ForumComment(_Writing):
    """Comment on a submission."""

    name: ClassVar[str] = "ForumComment"
    template: ClassVar[str] = "Comment “{text}” on the submission “{title}” in {forum}."
    touches: ClassVar[tuple[str, ...]] = _COMMENT_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return {**pick_post(world, dice, f"s.author_id <> {member(world)}"), "text": dice.pick(_REMARKS)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = _new_comment(diff, world)
        if row is None or row["parent_id"] is not None:
            return 0.0
        return float(row["submission_id"] == self.facts["post"] and row["body"] == self.facts["text"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from fill(screen, self.facts["text"], contains="Your comment", where=role("textbox"))
        yield from submit(screen, "Post")


class ForumReply(_Writing):
    """Answer somebody's comment."""

    name: ClassVar[str] = "ForumReply"
    template: ClassVar[str] = "Reply “{text}” to the comment by {user} on “{title}”."
    touches: ClassVar[tuple[str, ...]] = _COMMENT_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts, comment = comment_by_one(world, dice)
        text = dice.pick(_REMARKS)
        return {**facts, "user": comment["author"], "comment": comment["id"], "body": comment["body"], "text": text}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = _new_comment(diff, world)
        if row is None:
            return 0.0
        return float(row["parent_id"] == self.facts["comment"] and row["body"] == self.facts["text"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from by_comment(screen, self.facts["body"], lambda e: e.role == "link" and e.text == "Reply")
        yield from fill(screen, self.facts["text"], contains="Your reply", where=role("textbox"))
        yield from submit(screen, "Post")


def _forum(world: World, dice: Dice) -> Row:
    return pick_row(dice, world["forum"].store.query("SELECT * FROM forum ORDER BY id"), "forum")


def _new_post(diff: StateDiff, world: World) -> Row | None:
    """The submission that was added, if that is all that happened."""
    wanted = {("added", "submission"): 1, ("added", "submission_vote"): 1, ("changed", "forum"): 1}
    if changed(diff) != wanted:
        return None
    row = dict(rows(diff, "row_added", "forum/submission")[0].after)
    return row if row["author_id"] == member(world) else None


class ForumSubmitText(_Writing):
    """Submit a text."""

    name: ClassVar[str] = "ForumSubmitText"
    template: ClassVar[str] = "Post to the forum {forum} with the title “{heading}” and the text “{text}”."
    touches: ClassVar[tuple[str, ...]] = _POST_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum = _forum(world, dice)
        heading, text = dice.pick(_QUESTIONS)
        return {"forum": forum["name"], "forum_id": forum["id"], "heading": heading, "text": text}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = _new_post(diff, world)
        if row is None:
            return 0.0
        given = (row["forum_id"], row["title"], row["body"], row["url"])
        return float(given == (self.facts["forum_id"], self.facts["heading"], self.facts["text"], ""))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Submit", where=role("link"))
        yield from fill(screen, self.facts["heading"], resource_id="submission_title")
        yield from fill(screen, self.facts["text"], resource_id="submission_body")
        yield from submit(screen, "Create submission")


class ForumSubmitLink(_Writing):
    """Submit a link, choosing the forum in the form."""

    name: ClassVar[str] = "ForumSubmitLink"
    template: ClassVar[str] = "Submit the link {url} to the forum {forum}, titled “{heading}”."
    touches: ClassVar[tuple[str, ...]] = _POST_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum = _forum(world, dice)
        heading, url = dice.pick(_PAGES)
        return {"forum": forum["name"], "forum_id": forum["id"], "heading": heading, "url": url}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = _new_post(diff, world)
        if row is None:
            return 0.0
        given = (row["forum_id"], row["title"], row["url"])
        return float(given == (self.facts["forum_id"], self.facts["heading"], self.facts["url"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text="Submit", where=role("link"))
        yield from fill(screen, self.facts["url"], resource_id="submission_url")
        yield from fill(screen, self.facts["heading"], resource_id="submission_title")
        yield from select(screen, self.facts["forum"], resource_id="submission_forum")
        yield from submit(screen, "Create submission")


def _own_text(world: World, dice: Dice) -> dict[str, Any]:
    facts = pick_post(world, dice, f"s.author_id = {member(world)} AND s.media = 'text' AND s.body <> ''")
    return {**facts, "old": world["forum"].store.value("SELECT body FROM submission WHERE id = ?", facts["post"])}


class ForumEditPost(_Writing):
    """Add a line to one's own submission."""

    name: ClassVar[str] = "ForumEditPost"
    template: ClassVar[str] = "Edit my submission “{title}”: add a line at the end of its text that says “{line}”."
    touches: ClassVar[tuple[str, ...]] = ("forum/submission",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return {**_own_text(world, dice), "line": dice.pick(_LINES)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = world["forum"].store.get("submission", self.facts["post"])
        if row is None or changed(diff) != {("changed", "submission"): 1}:
            return 0.0
        kept = " ".join(row["body"].split()) == " ".join(f"{self.facts['old']} {self.facts['line']}".split())
        return float(kept and row["body"].split("\n")[-1].strip() == self.facts["line"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text="Edit", where=role("link"))
        yield from fill(screen, f"{self.facts['old']}\n\n{self.facts['line']}", resource_id="submission_body")
        yield from submit(screen, "Edit submission")


class ForumDeletePost(_Writing):
    """Delete one's own submission."""

    name: ClassVar[str] = "ForumDeletePost"
    template: ClassVar[str] = "Delete my submission “{title}”."
    touches: ClassVar[tuple[str, ...]] = ("forum/submission", "forum/submission_vote", "forum/saved", "forum/forum")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return _own_text(world, dice)

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = world["forum"].store.get("submission", self.facts["post"])
        others = [c for c in diff if c.subject == "forum/submission" and c.key != self.facts["post"]]
        forums = changed(diff).get(("changed", "forum"), 0)
        return float((row is None or row["deleted"] == 1) and not others and forums == 1)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text="Delete", where=role("link"))
        yield from submit(screen, "Delete submission")


def _own_comment(world: World, dice: Dice) -> dict[str, Any]:
    found = world["forum"].store.query(
        "SELECT c.* FROM comment c JOIN submission s ON s.id = c.submission_id WHERE c.author_id = ?1 "
        "AND c.deleted = 0 AND s.locked = 0 AND s.comments < 30 "
        "AND (SELECT COUNT(*) FROM comment o WHERE o.submission_id = c.submission_id AND o.author_id = ?1) = 1 "
        "AND (SELECT COUNT(*) FROM comment o WHERE o.submission_id = c.submission_id AND o.body = c.body) = 1 "
        "AND (SELECT COUNT(*) FROM submission o WHERE o.title = s.title) = 1 "
        "AND NOT EXISTS (SELECT 1 FROM comment r WHERE r.parent_id = c.id) ORDER BY c.id",
        member(world),
    )
    row = pick_row(dice, found, "thread with one comment of the member")
    return {**pick_post(world, dice, f"s.id = {row['submission_id']}"), "comment": row["id"], "body": row["body"]}


class ForumEditComment(_Writing):
    """Change one's own comment."""

    name: ClassVar[str] = "ForumEditComment"
    template: ClassVar[str] = "Change my comment on “{title}” so that it says “{text}” and nothing else."
    touches: ClassVar[tuple[str, ...]] = ("forum/comment",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return {**_own_comment(world, dice), "text": dice.pick(_REMARKS)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = world["forum"].store.get("comment", self.facts["comment"])
        alone = changed(diff) == {("changed", "comment"): 1}
        return float(alone and row is not None and row["body"] == self.facts["text"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from by_comment(screen, self.facts["body"], lambda e: e.role == "link" and e.text == "Edit")
        yield from fill(screen, self.facts["text"], resource_id="comment_comment")
        yield from submit(screen, "Save comment")


class ForumDeleteComment(_Writing):
    """Delete one's own comment."""

    name: ClassVar[str] = "ForumDeleteComment"
    template: ClassVar[str] = "Delete my comment on “{title}”."
    touches: ClassVar[tuple[str, ...]] = (
        "forum/comment",
        "forum/comment_vote",
        "forum/submission",
        "forum/notification",
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return _own_comment(world, dice)

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        counts = changed(diff)
        gone = world["forum"].store.get("comment", self.facts["comment"]) is None
        alone = counts.get(("removed", "comment")) == 1 and not any(kind == "added" for kind, _ in counts)
        return float(gone and alone and ("changed", "comment") not in counts)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from by_comment(screen, self.facts["body"], lambda e: e.role == "link" and e.text == "Delete")
        yield from submit(screen, "Delete comment")


class ForumSaveDraft(_Writing):
    """Begin a submission without publishing it."""

    name: ClassVar[str] = "ForumSaveDraft"
    template: ClassVar[str] = (
        "Write a text titled “{heading}” for the forum {forum}, saying “{text}”, but only save it as a draft."
    )
    touches: ClassVar[tuple[str, ...]] = ("forum/draft",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum = _forum(world, dice)
        heading, text = dice.pick(_QUESTIONS)
        return {"forum": forum["name"], "forum_id": forum["id"], "heading": heading, "text": text}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        added = rows(diff, "row_added", "forum/draft")
        if len(diff.changes) != 1 or len(added) != 1:
            return 0.0
        row = added[0].after
        given = (row["forum_id"], row["title"], row["body"])
        return float(given == (self.facts["forum_id"], self.facts["heading"], self.facts["text"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Submit", where=role("link"))
        yield from fill(screen, self.facts["heading"], resource_id="submission_title")
        yield from fill(screen, self.facts["text"], resource_id="submission_body")
        yield from submit(screen, "Save draft")


class ForumPublishDraft(_Writing):
    """Finish a draft."""

    name: ClassVar[str] = "ForumPublishDraft"
    template: ClassVar[str] = "Publish my draft “{heading}” in the forum {forum} as it is."
    touches: ClassVar[tuple[str, ...]] = ("forum/draft", *_POST_TABLES)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum = _forum(world, dice)
        heading, text = dice.pick(_QUESTIONS)
        return {"forum": forum["name"], "forum_id": forum["id"], "heading": heading, "text": text}

    def prepare(self, world: World) -> None:
        """Add what the goal speaks of."""
        world["forum"].store.insert(
            "draft",
            id=700,
            user_id=member(world),
            forum_id=None,
            media="url",
            title=self.facts["heading"],
            url="",
            body=self.facts["text"],
            updated=world.clock.timestamp - 7200,
        )

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        drafts = [c for c in diff if c.subject == "forum/draft"]
        if [(c.kind, c.key) for c in drafts] != [("row_removed", 700)]:
            return 0.0
        added = rows(diff, "row_added", "forum/submission")
        if len(added) != 1 or changed(diff).get(("changed", "submission")):
            return 0.0
        row = added[0].after
        given = (row["forum_id"], row["title"], row["body"])
        return float(given == (self.facts["forum_id"], self.facts["heading"], self.facts["text"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text="Drafts", where=role("link"))
        yield from click(screen, text=self.facts["heading"], where=role("link"))
        yield from select(screen, self.facts["forum"], resource_id="submission_forum")
        yield from submit(screen, "Create submission")
