"""Forum tasks about forums and people: subscriptions, forums' texts, moderators, biographies, messages."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts, WebTask, rows
from osgenesis.envs.webarena.routines import Moves, click, fill, role, submit
from osgenesis.envs.webarena.tasks.forum_moves import (
    button,
    changed,
    click_near,
    find_post,
    member,
    open_forum,
    open_post,
    pick_post,
    pick_row,
)

_MINE: Final = "EXISTS (SELECT 1 FROM {table} x WHERE x.forum_id = f.id AND x.user_id = {me})"
_BIOGRAPHIES: Final = (
    "I am a robot who likes tea.",
    "Reader, gardener, terrible cook.",
    "Here for the cats.",
    "Ask me about old maps.",
    "On holiday until the first of July.",
    "Collects umbrellas that others leave on trains.",
)
_FORUMS: Final = (
    ("nightwalks", "Night walks", "Walks after dark and what you see on them", "Routes, pictures, safety"),
    ("tinyhouses", "Tiny houses", "Living on twenty square metres", "Plans, heating, neighbours"),
    ("oldradios", "Old radios", "Tubes, dials and static", "Repairs, schematics, finds"),
    ("breadheads", "Bread heads", "For people who plan their week around dough", "Recipes, ovens, failures"),
    ("postcards_only", "Postcards only", "Sending and keeping postcards", "Swaps, stamps, handwriting"),
    ("rainlovers", "Rain lovers", "Everything is better when it rains", "Sounds, coats, puddles"),
)
_NOTES: Final = (
    "Please search before you post.",
    "The next meet-up is on July 1.",
    "New here? Introduce yourself in the weekly thread.",
    "Pictures only on Fridays.",
    "No spoilers in titles.",
)
_LETTERS: Final = (
    ("Your last post", "I enjoyed it very much. Thank you for writing it."),
    ("A question", "Would you mind if I quoted you in our club's newsletter?"),
    ("Meeting on Saturday", "Are you coming to the meeting at ten o'clock?"),
    ("Spare parts", "I have the part that you were looking for. It is yours for the postage."),
)


class _Keeping(WebTask):
    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 20


def _forum(world: World, dice: Dice, where: str, what: str) -> Row:
    rows_ = world["forum"].store.query(f"SELECT f.* FROM forum f WHERE {where} ORDER BY f.id")
    return pick_row(dice, rows_, what)


class ForumSubscribe(_Keeping):
    """Subscribe to a forum."""

    name: ClassVar[str] = "ForumSubscribe"
    template: ClassVar[str] = "Subscribe to the forum {forum}."
    touches: ClassVar[tuple[str, ...]] = ("forum/subscription", "forum/forum")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        where = f"NOT {_MINE.format(table='subscription', me=member(world))}"
        forum = _forum(world, dice, where, "forum without a subscription")
        return {"forum": forum["name"], "forum_id": forum["id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        added = rows(diff, "row_added", "forum/subscription")
        if changed(diff) != {("added", "subscription"): 1, ("changed", "forum"): 1}:
            return 0.0
        return float(added[0].after["forum_id"] == self.facts["forum_id"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from submit(screen, "Subscribe")


class ForumUnsubscribe(_Keeping):
    """End a subscription."""

    name: ClassVar[str] = "ForumUnsubscribe"
    template: ClassVar[str] = "I have lost interest in the forum {forum}. Unsubscribe from it."
    touches: ClassVar[tuple[str, ...]] = ("forum/subscription", "forum/forum")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        where = _MINE.format(table="subscription", me=member(world))
        forum = _forum(world, dice, where, "forum with a subscription")
        return {"forum": forum["name"], "forum_id": forum["id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        removed = rows(diff, "row_removed", "forum/subscription")
        if changed(diff) != {("removed", "subscription"): 1, ("changed", "forum"): 1}:
            return 0.0
        return float(removed[0].before["forum_id"] == self.facts["forum_id"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text=self.facts["forum"], where=lambda e: e.role == "link" and e.left > 880)
        yield from submit(screen, "Unsubscribe")


class ForumCreate(_Keeping):
    """Make a forum."""

    name: ClassVar[str] = "ForumCreate"
    template: ClassVar[str] = (
        "Create a forum named {new} with the title “{heading}”, the description “{description}” "
        "and the sidebar text “{sidebar}”."
    )
    touches: ClassVar[tuple[str, ...]] = ("forum/forum", "forum/moderator", "forum/subscription")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        taken = {row["name"] for row in world["forum"].store.query("SELECT name FROM forum")}
        new, heading, description, sidebar = pick_new(dice, taken)
        return {"new": new, "heading": heading, "description": description, "sidebar": sidebar}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        added = rows(diff, "row_added", "forum/forum")
        wanted = {("added", "forum"): 1, ("added", "moderator"): 1, ("added", "subscription"): 1}
        if changed(diff) != wanted:
            return 0.0
        row = added[0].after
        given = (row["name"], row["title"], row["description"], row["sidebar"])
        names = ("new", "heading", "description", "sidebar")
        return float(given == tuple(self.facts[name] for name in names))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text="Create forum", where=role("link"))
        fields = {"name": "new", "title": "heading", "description": "description", "sidebar": "sidebar"}
        for field, fact in fields.items():
            yield from fill(screen, self.facts[fact], resource_id=f"forum_{field}")
        yield from submit(screen, "Create forum")


def pick_new(dice: Dice, taken: set[str]) -> tuple[str, str, str, str]:
    """A forum that does not exist yet: name, title, description, sidebar."""
    return dice.pick([forum for forum in _FORUMS if forum[0] not in taken])


class ForumBiography(_Keeping):
    """Write who one is."""

    name: ClassVar[str] = "ForumBiography"
    template: ClassVar[str] = "Change my biography to “{text}”"
    touches: ClassVar[tuple[str, ...]] = ("forum/user",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return {"text": dice.pick(_BIOGRAPHIES), "me": world["forum"].store.get("user", member(world))["name"]}  # type: ignore[index]

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = world["forum"].store.get("user", member(world)) or {}
        return float(changed(diff) == {("changed", "user"): 1} and row.get("biography") == self.facts["text"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text=self.facts["me"], where=role("link"))
        yield from click(screen, text="Edit biography", where=role("link"))
        yield from fill(screen, self.facts["text"], resource_id="user_biography_biography")
        yield from submit(screen, "Save")


class ForumEditSidebar(_Keeping):
    """Change the rules of a forum that one moderates."""

    name: ClassVar[str] = "ForumEditSidebar"
    template: ClassVar[str] = "Replace the sidebar text of the forum {forum}, which I moderate, with “{text}”"
    touches: ClassVar[tuple[str, ...]] = ("forum/forum",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        where = _MINE.format(table="moderator", me=member(world))
        forum = _forum(world, dice, where, "forum that the member moderates")
        return {"forum": forum["name"], "forum_id": forum["id"], "text": dice.pick(_NOTES)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        if changed(diff) != {("changed", "forum"): 1}:
            return 0.0
        change = diff.changes[0]
        differing = {name for name in change.after if change.after[name] != change.before[name]}
        return float(
            change.key == self.facts["forum_id"]
            and differing == {"sidebar"}
            and change.after["sidebar"] == self.facts["text"]
        )

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Edit forum", where=role("link"))
        yield from fill(screen, self.facts["text"], resource_id="forum_sidebar")
        yield from submit(screen, "Save changes")


class ForumAddModerator(_Keeping):
    """Let somebody else moderate."""

    name: ClassVar[str] = "ForumAddModerator"
    template: ClassVar[str] = "Make {user} a moderator of the forum {forum}."
    touches: ClassVar[tuple[str, ...]] = ("forum/moderator",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forum = _forum(
            world, dice, _MINE.format(table="moderator", me=member(world)), "forum that the member moderates"
        )
        users = world["forum"].store.query(
            "SELECT * FROM user u WHERE deleted = 0 AND id < 60 AND NOT EXISTS "
            "(SELECT 1 FROM moderator m WHERE m.user_id = u.id AND m.forum_id = ?) ORDER BY id",
            forum["id"],
        )
        user = pick_row(dice, users, "user who could moderate")
        return {"forum": forum["name"], "forum_id": forum["id"], "user": user["name"], "user_id": user["id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        if changed(diff) != {("added", "moderator"): 1}:
            return 0.0
        row = diff.changes[0].after
        return float((row["forum_id"], row["user_id"]) == (self.facts["forum_id"], self.facts["user_id"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text=f"Moderators of {self.facts['forum']}", where=role("link"))
        yield from fill(screen, self.facts["user"], resource_id="moderator_user")
        yield from submit(screen, "Add moderator")


class ForumSavePost(_Keeping):
    """Keep a submission."""

    name: ClassVar[str] = "ForumSavePost"
    template: ClassVar[str] = "Save the submission “{title}” so that I can read it later."
    touches: ClassVar[tuple[str, ...]] = ("forum/saved",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return pick_post(world, dice, "NOT kept")

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        if changed(diff) != {("added", "saved"): 1}:
            return 0.0
        return float(diff.changes[0].after["submission_id"] == self.facts["post"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from find_post(screen, self.facts["title"])
        yield from click_near(screen, self.facts["title"], button("Save"))


class ForumUnsavePost(_Keeping):
    """Take a submission off the list of saved ones."""

    name: ClassVar[str] = "ForumUnsavePost"
    template: ClassVar[str] = "Remove “{title}” from my saved submissions."
    touches: ClassVar[tuple[str, ...]] = ("forum/saved",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return pick_post(world, dice, "kept")

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        if changed(diff) != {("removed", "saved"): 1}:
            return 0.0
        return float(diff.changes[0].before["submission_id"] == self.facts["post"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text="Saved", where=role("link"))
        yield from click_near(screen, self.facts["title"], button("Unsave"))


class ForumMessage(_Keeping):
    """Write to somebody."""

    name: ClassVar[str] = "ForumMessage"
    template: ClassVar[str] = (
        "Send the author of “{title}” a private message with the subject “{subject}” and the text “{text}”"
    )
    touches: ClassVar[tuple[str, ...]] = ("forum/message", "forum/notification")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, f"s.author_id <> {member(world)}")
        subject, text = dice.pick(_LETTERS)
        return {**facts, "subject": subject, "text": text}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        if changed(diff) != {("added", "message"): 1, ("added", "notification"): 1}:
            return 0.0
        row = rows(diff, "row_added", "forum/message")[0].after
        to = world["forum"].store.value("SELECT author_id FROM submission WHERE id = ?", self.facts["post"])
        given = (row["recipient_id"], row["title"], row["body"])
        return float(given == (to, self.facts["subject"], self.facts["text"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text=self.facts["author"], where=role("link"))
        yield from click(screen, text="Send message", where=role("link"))
        yield from fill(screen, self.facts["subject"], resource_id="message_title")
        yield from fill(screen, self.facts["text"], resource_id="message_body")
        yield from submit(screen, "Send message")


class ForumBlockAuthor(_Keeping):
    """Block somebody."""

    name: ClassVar[str] = "ForumBlockAuthor"
    template: ClassVar[str] = "Block the user who submitted “{title}”."
    touches: ClassVar[tuple[str, ...]] = ("forum/blocked_user",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return pick_post(world, dice, f"s.author_id <> {member(world)}")

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        if changed(diff) != {("added", "blocked_user"): 1}:
            return 0.0
        author = world["forum"].store.value("SELECT author_id FROM submission WHERE id = ?", self.facts["post"])
        return float(diff.changes[0].after["blocked_id"] == author)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text=self.facts["author"], where=role("link"))
        yield from submit(screen, "Block user")


class ForumLockThread(_Keeping):
    """Close a thread in a forum that one moderates."""

    name: ClassVar[str] = "ForumLockThread"
    template: ClassVar[str] = "As a moderator of {forum}, lock the submission “{title}”."
    touches: ClassVar[tuple[str, ...]] = ("forum/submission",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return pick_post(world, dice, _MINE.format(table="moderator", me=member(world)))

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        row = world["forum"].store.get("submission", self.facts["post"]) or {}
        return float(changed(diff) == {("changed", "submission"): 1} and row.get("locked") == 1)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from submit(screen, "Lock")


class ForumReadInbox(_Keeping):
    """Mark one notification, or all, as read."""

    name: ClassVar[str] = "ForumReadInbox"
    template: ClassVar[str] = "Mark {what} in my inbox as read."
    touches: ClassVar[tuple[str, ...]] = ("forum/notification",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        unseen = world["forum"].store.query(
            "SELECT * FROM notification WHERE user_id = ? AND seen = 0 ORDER BY created DESC, id DESC", member(world)
        )
        pick_row(dice, unseen, "unread notification")
        every = dice.chance(0.5)
        chosen = unseen if every else unseen[:1]
        what = "all notifications" if every else "only the newest notification"
        return {"what": what, "every": every, "notes": sorted(row["id"] for row in chosen)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(sorted(change.key for change in diff) == self.facts["notes"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, contains="Inbox", where=role("link"))
        yield from submit(screen, "Mark all as read" if self.facts["every"] else "Mark as read")
