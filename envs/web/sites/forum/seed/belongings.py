"""What belongs to people: subscriptions, moderators, the member's own votes, messages, saved submissions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from osgenesis.envs.web.sites.dice import Dice

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.forum.seed.population import Draft

__all__ = ["belongings"]

_HOUR: Final = 3600
_DAY: Final = 86_400
_LETTERS: Final = (
    (
        "The bookshelf plans",
        (
            (0, "Hi! You wrote that you had the plans of that bookshelf. Would you share the measurements?"),
            (1, "Sure. It is 180 by 80 by 30 cm, and the boards are 18 mm thick. Pre-drill near the ends."),
            (0, "Perfect, thank you. I will send you a picture when it stands."),
        ),
    ),
    (
        "Meet-up next month",
        ((0, "Some of us meet on the first Saturday of the month. There will be cake. Do you want to come along?"),),
    ),
)


def belongings(dice: Dice, draft: Draft, now: int) -> dict[str, list[dict[str, Any]]]:
    """Rows by table. Gives the member some submissions and comments of the draft."""
    member = draft.member
    _give_member(dice, draft, member)
    moderators = _moderators(dice, draft, member)
    tables: dict[str, list[dict[str, Any]]] = {
        "moderator": _numbered(moderators),
        "subscription": _numbered(_subscriptions(dice, draft, member, now)),
        "submission_vote": _numbered(_votes(dice, draft, member, draft.submissions, "submission_id", now)),
        "comment_vote": _numbered(_votes(dice, draft, member, draft.comments, "comment_id", now)),
        "saved": _numbered(_saved(dice, draft, member, now)),
        "draft": [
            {
                "id": 1,
                "user_id": member,
                "forum_id": draft.forums[0]["id"],
                "media": "url",
                "title": "Which short novel should I read on a long train journey?",
                "url": "",
                "body": "Eight hours by train, no internet, and ",
                "updated": now - 3 * _DAY,
            }
        ],
    }
    tables["message"] = _messages(dice, draft, member, now)
    tables["notification"] = _numbered(_notifications(draft, member, tables["message"], now))
    return tables


def _numbered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": key, **row} for key, row in enumerate(rows, 1)]


def _give_member(dice: Dice, draft: Draft, member: int) -> None:
    """The member has written a dozen texts and some thirty comments."""
    texts = [
        row
        for row in draft.submissions
        if row["media"] == "text" and not row["pinned"] and row["body"] and row["forum_id"] not in draft.named_forums
    ]
    for row in dice.sample(texts, 12):
        row["author_id"], row["locked"] = member, 0
    own = {row["id"] for row in draft.submissions if row["author_id"] == member}
    others = [
        row
        for row in draft.comments
        if row["submission_id"] not in own and row["submission_id"] not in draft.named and row["id"] not in draft.named
    ]
    answered = {row["parent_id"] for row in draft.comments}
    for row in dice.sample(others, 40):
        # Nobody answers themselves.
        parent = next((c for c in draft.comments if c["id"] == row["parent_id"]), None)
        if parent is None or parent["author_id"] != member:
            row["author_id"] = member
    if not any(row["author_id"] == member and row["id"] not in answered for row in draft.comments):
        free = [row for row in others if row["id"] not in answered]
        dice.pick(free)["author_id"] = member


def _moderators(dice: Dice, draft: Draft, member: int) -> list[dict[str, Any]]:
    rows = []
    free = [forum["id"] for forum in draft.forums if forum["id"] not in draft.named_forums]
    own = [free[rank] for rank in (3, 8) if rank < len(free)]
    for forum in draft.forums:
        team = [user["id"] for user in dice.sample(draft.users[1:80], dice.between(1, 3))]
        if forum["id"] in own:
            team.insert(0, member)
        rows += [{"forum_id": forum["id"], "user_id": user, "created": forum["created"]} for user in team]
    return rows


def _subscriptions(dice: Dice, draft: Draft, member: int, now: int) -> list[dict[str, Any]]:
    rows = []
    free = [forum for forum in draft.forums if forum["id"] not in draft.named_forums]
    for forum in [free[rank] for rank in (1, 3, 5, 7, 8) if rank < len(free)]:
        rows.append({"user_id": member, "forum_id": forum["id"], "created": now - dice.between(30, 600) * _DAY})
    return rows


def _votes(
    dice: Dice, draft: Draft, member: int, subjects: list[dict[str, Any]], column: str, now: int
) -> list[dict[str, Any]]:
    """The member's own votes; each subject's counts already include some, so they only name who cast one."""
    rows = []
    own = [row for row in subjects if row["author_id"] == member]
    others = [row for row in subjects if row["author_id"] != member and row["id"] not in draft.named]
    for row in own:
        row["upvotes"] = max(1, row["upvotes"])
        row["score"] = row["upvotes"] - row["downvotes"]
        rows.append({column: row["id"], "user_id": member, "choice": 1, "created": row["created"]})
    for row in dice.sample(others, 24):
        choice = -1 if row["downvotes"] > 0 and dice.chance(0.25) else 1
        if choice == 1 and row["upvotes"] == 0:
            continue
        created = min(now - 60, row["created"] + _HOUR)
        rows.append({column: row["id"], "user_id": member, "choice": choice, "created": created})
    return rows


def _saved(dice: Dice, draft: Draft, member: int, now: int) -> list[dict[str, Any]]:
    others = [row for row in draft.submissions if row["author_id"] != member and row["id"] not in draft.named]
    return [
        {"user_id": member, "submission_id": row["id"], "created": now - i * _DAY - _HOUR}
        for i, row in enumerate(dice.sample(others, 4))
    ]


def _messages(dice: Dice, draft: Draft, member: int, now: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    friends = dice.sample(draft.users[1:60], len(_LETTERS))
    for thread, ((title, letters), friend) in enumerate(zip(_LETTERS, friends, strict=True), 1):
        pair = (friend["id"], member)
        for i, (side, body) in enumerate(letters):
            rows.append(
                {
                    "id": len(rows) + 1,
                    "thread_id": thread,
                    "sender_id": pair[side],
                    "recipient_id": pair[1 - side],
                    "title": title,
                    "body": body,
                    "created": now - (12 - 6 * thread) * _DAY - (5 - i) * _HOUR,
                }
            )
    return rows


def _notifications(draft: Draft, member: int, messages: list[dict[str, Any]], now: int) -> list[dict[str, Any]]:
    own_posts = {row["id"] for row in draft.submissions if row["author_id"] == member}
    own_comments = {row["id"] for row in draft.comments if row["author_id"] == member}
    rows = [
        {"user_id": member, "kind": "reply", "subject_id": row["id"], "created": row["created"]}
        for row in draft.comments
        if row["author_id"] != member
        and (row["parent_id"] in own_comments or (row["parent_id"] is None and row["submission_id"] in own_posts))
    ]
    rows += [
        {"user_id": member, "kind": "message", "subject_id": row["id"], "created": row["created"]}
        for row in messages
        if row["recipient_id"] == member
    ]
    rows.sort(key=lambda row: (row["created"], row["subject_id"]))
    fresh = max(0, len(rows) - 4)
    return [{**row, "seen": int(i < fresh)} for i, row in enumerate(rows)]
