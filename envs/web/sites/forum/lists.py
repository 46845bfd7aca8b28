"""Lists of submissions and comments: orders, time windows, pages, and what the reader has to do with each entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = [
    "COMMENT_ORDERS",
    "ORDERS",
    "PER_PAGE",
    "SELECT_SUBMISSIONS",
    "WINDOWS",
    "Listing",
    "comments_of",
    "list_submissions",
    "mark_submissions",
    "submission",
    "threaded",
]

PER_PAGE: Final = 25
ORDERS: Final[Mapping[str, str]] = {
    "hot": "s.hot DESC, s.id DESC",
    "new": "s.created DESC, s.id DESC",
    "active": "s.active DESC, s.id DESC",
    "top": "s.score DESC, s.id DESC",
    "controversial": "s.controversy DESC, s.id DESC",
    "most_commented": "s.comments DESC, s.id DESC",
}
# Name in the address -> (label, seconds); the orders below take one.
WINDOWS: Final[Mapping[str, tuple[str, int | None]]] = {
    "all": ("All time", None),
    "year": ("Past year", 365 * 86_400),
    "month": ("Past month", 30 * 86_400),
    "week": ("Past week", 7 * 86_400),
    "day": ("Past 24 hours", 86_400),
}
WINDOWED: Final = ("top", "controversial", "most_commented")
COMMENT_ORDERS: Final[Mapping[str, str]] = {
    "top": "c.score DESC, c.id",
    "new": "c.created DESC, c.id DESC",
    "old": "c.created, c.id",
}

SELECT_SUBMISSIONS: Final = """
SELECT s.*, f.name AS forum, f.title AS forum_title, u.name AS author
FROM submission s JOIN forum f ON f.id = s.forum_id JOIN user u ON u.id = s.author_id
"""
_COMMENTS: Final = """
SELECT c.*, u.name AS author, s.title AS subject, s.slug, s.author_id AS subject_author, f.name AS forum
FROM comment c JOIN user u ON u.id = c.author_id JOIN submission s ON s.id = c.submission_id
JOIN forum f ON f.id = s.forum_id
"""


class Listing(NamedTuple):
    """One page of a list of submissions.

    Attributes:
        rows: The submissions.
        paging: Which part they are.
        order: Name of the order.
        window: Name of the time window.
        base: Address of the list without its order.
    """

    rows: list[Row]
    paging: Paging
    order: str
    window: str
    base: str


def list_submissions(
    visit: Visit,
    base: str,
    where: str = "1",
    values: Iterable[Any] = (),
    order: str = "hot",
    pinned_first: bool = False,
) -> Listing:
    """A page of submissions that satisfy an SQL condition on `s` and `f`.

    The condition is written by the views, never by visitors; what visitors give are `values`.
    """
    window = visit.args.get("t", "all") if order in WINDOWED else "all"
    window = window if window in WINDOWS else "all"
    values = list(values)
    condition = f"s.deleted = 0 AND ({where})"
    if visit.user is not None:
        condition += " AND NOT EXISTS (SELECT 1 FROM blocked_user b WHERE b.user_id = ? AND b.blocked_id = s.author_id)"
        values.append(visit.user["id"])
    span = WINDOWS[window][1]
    if span is not None:
        condition += " AND s.created >= ?"
        values.append(visit.timestamp - span)
    total = visit.store.value(f"SELECT COUNT(*) FROM submission s WHERE {condition}", *values)
    paging = Paging(visit.page_number(), PER_PAGE, total)
    first = "s.pinned DESC, " if pinned_first and order == "hot" else ""
    rows = visit.store.query(
        f"{SELECT_SUBMISSIONS} WHERE {condition} ORDER BY {first}{ORDERS[order]} LIMIT ? OFFSET ?",
        *values,
        PER_PAGE,
        paging.offset,
    )
    return Listing(mark_submissions(visit, rows), paging, order, window, base)


def submission(store: Store, key: int) -> Row | None:
    """A submission with the names of its forum and author."""
    return store.one(f"{SELECT_SUBMISSIONS} WHERE s.id = ?", key)


def mark_submissions(visit: Visit, rows: list[Row]) -> list[Row]:
    """Note on each what the reader voted (`choice`) and whether it is saved (`kept`)."""
    choices, kept = _own(visit, "submission_vote", rows), set[int]()
    if visit.user is not None and rows:
        marks = ", ".join("?" * len(rows))
        found = visit.store.query(
            f"SELECT submission_id FROM saved WHERE user_id = ? AND submission_id IN ({marks})",
            visit.user["id"],
            *(row["id"] for row in rows),
        )
        kept = {row["submission_id"] for row in found}
    for row in rows:
        row["choice"] = choices.get(row["id"], 0)
        row["kept"] = row["id"] in kept
        row["path"] = f"/f/{row['forum']}/{row['id']}/{row['slug']}"
    return rows


def _own(visit: Visit, table: str, rows: list[Row]) -> dict[int, int]:
    if visit.user is None or not rows:
        return {}
    column = table.removesuffix("_vote") + "_id"
    marks = ", ".join("?" * len(rows))
    found = visit.store.query(
        f"SELECT {column} AS subject, choice FROM {table} WHERE user_id = ? AND {column} IN ({marks})",
        visit.user["id"],
        *(row["id"] for row in rows),
    )
    return {row["subject"]: row["choice"] for row in found}


def comments_of(
    visit: Visit, where: str, *values: Any, order: str = "old", limit: int = 1000, offset: int = 0
) -> list[Row]:
    """Comments that satisfy an SQL condition on `c`, with their authors and subjects."""
    rows = visit.store.query(
        f"{_COMMENTS} WHERE {where} ORDER BY {COMMENT_ORDERS[order]} LIMIT ? OFFSET ?", *values, limit, offset
    )
    choices = _own(visit, "comment_vote", rows)
    for row in rows:
        row["choice"] = choices.get(row["id"], 0)
        row["path"] = f"/f/{row['forum']}/{row['submission_id']}/-/comment/{row['id']}"
        row["replies"] = []
    return rows


def threaded(rows: list[Row], root: int | None = None) -> list[Row]:
    """Comments as trees: each row's `replies` holds those that answer it, in the order given."""
    by_id = {row["id"]: row for row in rows}
    tops = []
    for row in rows:
        parent = by_id.get(row["parent_id"])
        if parent is None or row["id"] == root:
            tops.append(row)
        else:
            parent["replies"].append(row)
    return tops if root is None else [row for row in tops if row["id"] == root]
