"""Voting: one vote per user and subject; the counts on the subject always equal what was cast."""

from __future__ import annotations

from typing import Final, NamedTuple

from osgenesis.envs.web.sites.forum.ranking import controversy, hot
from osgenesis.envs.web.sites.store import Row, Store

__all__ = ["CHOICES", "COMMENTS", "SUBMISSIONS", "Kind", "cast"]

CHOICES: Final = (-1, 0, 1)


class Kind(NamedTuple):
    """What is voted on: the table of subjects, the table of votes, and the column that joins them."""

    table: str
    votes: str
    column: str


SUBMISSIONS: Final = Kind("submission", "submission_vote", "submission_id")
COMMENTS: Final = Kind("comment", "comment_vote", "comment_id")


def cast(store: Store, kind: Kind, subject: Row, user_id: int, choice: int, time: int) -> int:
    """Set a user's vote on a submission or comment to 1, -1 or 0 (none); the new score.

    Raises:
        ValueError: The choice is none of these.
    """
    if choice not in CHOICES:
        raise ValueError(f"a vote is 1, -1 or 0, got {choice!r}")
    row = store.one(f"SELECT * FROM {kind.votes} WHERE {kind.column} = ? AND user_id = ?", subject["id"], user_id)
    before = row["choice"] if row else 0
    if choice == before:
        return int(subject["score"])
    if row is None:
        store.insert(kind.votes, **{kind.column: subject["id"]}, user_id=user_id, choice=choice, created=time)
    elif choice == 0:
        store.delete(kind.votes, row["id"])
    else:
        store.update(kind.votes, row["id"], choice=choice, created=time)
    up = subject["upvotes"] + (choice == 1) - (before == 1)
    down = subject["downvotes"] + (choice == -1) - (before == -1)
    changes: Row = {"upvotes": up, "downvotes": down, "score": up - down}
    if kind is SUBMISSIONS:
        changes["controversy"] = controversy(up, down)
        changes["hot"] = hot(subject["created"], up - down, subject["comments"])
    store.update(kind.table, subject["id"], **changes)
    return int(up - down)
