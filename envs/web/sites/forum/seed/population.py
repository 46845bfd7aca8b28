"""Fills the forum: people, forums, submissions, comments and votes over two years."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.forum.ranking import controversy, hot, slug_of
from osgenesis.envs.web.sites.forum.seed.grammar import Voice
from osgenesis.envs.web.sites.forum.seed.lexicon import Theme, phrases, themes
from osgenesis.envs.web.sites.seeds import Seeding

__all__ = ["MEMBER", "Draft", "populate"]

MEMBER: Final = LOG_INS["forum"].account
_DAY: Final = 86_400
_SPAN: Final = 730 * _DAY
_FIRST_FORUM: Final = 10_001
_FIRST_SUBMISSION: Final = 20_001
_FIRST_COMMENT: Final = 300_001


class _Size(NamedTuple):
    forums: int
    users: int
    submissions: int
    comments: int


_SIZES: Final = {"small": _Size(14, 160, 210, 950), "full": _Size(60, 1600, 2400, 12_000)}


@dataclass
class Draft:
    """The rows to be, before they are written."""

    users: list[dict[str, Any]]
    forums: list[dict[str, Any]]
    themes: dict[int, Theme]
    submissions: list[dict[str, Any]]
    kinds: dict[int, str]
    comments: list[dict[str, Any]]
    # Numbers of forums and submissions that were asked for by name: the member has nothing to do with them yet.
    named_forums: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    named_users: set[str] = field(default_factory=set)

    @property
    def member(self) -> int:
        """Id of the user by whom tasks are done."""
        return next(int(user["id"]) for user in self.users if user["name"] == MEMBER[0])


def populate(seeding: Seeding) -> None:
    """Fill an empty forum."""
    from osgenesis.envs.web.sites.forum.seed.belongings import belongings
    from osgenesis.envs.web.sites.forum.seed.named import add_named

    size = _SIZES[seeding.size]
    now = int(seeding.now.timestamp())
    users = _users(Dice(seeding.seed, "forum", "users"), size.users, now)
    forums, of_forum = _forums(Dice(seeding.seed, "forum", "forums"), size.forums, now)
    draft = Draft(users, forums, of_forum, [], {}, [])
    _submissions(Dice(seeding.seed, "forum", "submissions"), draft, size.submissions, now)
    _comments(Dice(seeding.seed, "forum", "comments"), draft, size.comments, now)
    if seeding.entities is not None:
        add_named(Dice(seeding.seed, "forum", "named"), draft, seeding.entities, now)
    settle(draft)
    for table, rows in belongings(Dice(seeding.seed, "forum", "belongings"), draft, now).items():
        seeding.insert(table, rows)
    for table, rows in (
        ("user", draft.users),
        ("forum", draft.forums),
        ("submission", draft.submissions),
        ("comment", draft.comments),
    ):
        seeding.insert(table, rows)


# ---- people and forums -----------------------------------------------------------------------------


def _users(dice: Dice, count: int, now: int) -> list[dict[str, Any]]:
    names = [MEMBER[0]]
    taken = {MEMBER[0].lower()}
    while len(names) < count:
        name = user_name(dice)
        if name.lower() not in taken and len(name) <= 25:
            taken.add(name.lower())
            names.append(name)
    rows = []
    for key, name in enumerate(names, 1):
        voice = Voice(dice, dice.pick(themes()))
        biography = voice.biography() if dice.chance(0.45) else ""
        created = now - _SPAN - dice.between(30, 900) * _DAY + dice.below(_DAY)
        rows.append(user_row(key, name, created, biography, MEMBER[1] if name == MEMBER[0] else ""))
    rows[0]["biography"] = "Collects comics, fixes bikes, asks too many questions."
    return rows


def user_row(key: int, name: str, created: int, biography: str = "", password: str = "") -> dict[str, Any]:
    """A row of the table of users."""
    email = f"{name.lower()}@mail.example" if password else ""
    return {"id": key, "name": name, "password": password, "email": email, "biography": biography, "created": created}


def user_name(dice: Dice) -> str:
    """The sort of name that people choose."""
    adjective, noun = dice.pick(phrases("people", "adjectives")), dice.pick(phrases("people", "nouns"))
    first, last = dice.pick(phrases("people", "first")), dice.pick(phrases("people", "last"))
    number = str(dice.pick((7, 11, 42, 77, 88, 99, 101, 303, 404, 1984, 1991, 2000, dice.between(2, 999))))
    return dice.pick(
        (
            f"{adjective}_{noun}",
            f"{adjective.capitalize()}{noun.capitalize()}{number}",
            f"{noun}{number}",
            f"{first}{last}".replace(" ", ""),
            f"{first.lower()}_{last.lower()}",
            f"{first.lower()}{number}",
            f"the_{adjective}_{noun}",
            f"{noun.capitalize()}_of_{last}",
            f"not_a_{noun}",
        )
    )


def _forums(dice: Dice, count: int, now: int) -> tuple[list[dict[str, Any]], dict[int, Theme]]:
    rows, of_forum = [], {}
    for rank, theme in enumerate(themes()[:count]):
        key = _FIRST_FORUM + rank
        of_forum[key] = theme
        scale = 90_000 * (0.35 + dice.unit()) / (1 + rank * 0.3)
        rows.append(
            forum_row(
                key,
                theme,
                created=now - _SPAN - dice.between(10, 1200) * _DAY,
                subscribers=int(scale) + dice.between(80, 900),
                featured=int(rank < 10 or dice.chance(0.3)),
                sidebar=sidebar(dice, theme),
            )
        )
    return rows, of_forum


def forum_row(key: int, theme: Theme, created: int, subscribers: int, featured: int, sidebar: str) -> dict[str, Any]:
    """A row of the table of forums."""
    return {
        "id": key,
        "name": theme.name,
        "title": theme.title,
        "description": theme.description,
        "sidebar": sidebar,
        "tags": theme.tags,
        "featured": featured,
        "created": created,
        "subscribers": subscribers,
        "submissions": 0,
    }


def sidebar(dice: Dice, theme: Theme) -> str:
    """The rules of a forum."""
    voice = Voice(dice, theme)
    rules = [
        "Be kind. Argue with the point, not with the person.",
        voice.fill("Questions about {topics} go to the monthly thread."),
        "No advertising, also not for your own shop.",
        "Use a title that says what the submission is about.",
        "A picture needs a sentence of context.",
        "Say where a picture comes from.",
        "Search before you ask; old threads are full of good answers.",
    ]
    chosen = dice.sample(rules, dice.between(3, 4))
    lines = "\n".join(f"{i}. {rule}" for i, rule in enumerate(chosen, 1))
    return f"**Rules**\n\n{lines}"


# ---- submissions and comments ----------------------------------------------------------------------


def _submissions(dice: Dice, draft: Draft, count: int, now: int) -> None:
    weights = [1 / (1 + 0.035 * rank) for rank in range(len(draft.forums))]
    taken: set[str] = set()
    rows = []
    for i in range(count):
        # Every forum gets its share before chance decides.
        forum = draft.forums[i % len(draft.forums)] if i < count // 3 else dice.weighted(draft.forums, weights)
        theme = draft.themes[forum["id"]]
        voice = Voice(dice, theme)
        kind, title = voice.title()
        while title.lower() in taken:
            voice = Voice(dice, theme)
            kind, title = voice.title()
        taken.add(title.lower())
        created = now - 600 - int(_SPAN * dice.unit() ** 2.4)
        row = submission_row(dice, voice, kind, title, created)
        row.update(forum_id=forum["id"], author_id=author(dice, draft))
        _ripen(row, now, 36 * 3600)
        rows.append((row, kind))
    rows.sort(key=lambda pair: pair[0]["created"])
    for key, (row, kind) in enumerate(rows, _FIRST_SUBMISSION):
        row["id"] = key
        draft.submissions.append(row)
        draft.kinds[key] = kind


def author(dice: Dice, draft: Draft) -> int:
    """Somebody: few people write much, many write little. Not the member, whose things are counted out."""
    while True:
        user = draft.users[int(len(draft.users) * dice.unit() ** 2.2)]
        if not user["password"] and user["name"].lower() not in draft.named_users:
            return int(user["id"])


def submission_row(dice: Dice, voice: Voice, kind: str, title: str, created: int) -> dict[str, Any]:
    """A row of the table of submissions, without its forum, author and number."""
    media = {"news": "url", "shots": "image"}.get(kind, "text")
    slug = slug_of(title)
    url = copy = image = ""
    body = voice.body(kind)
    if media == "url":
        year, month = divmod(created // 2_629_800, 12)
        url = f"http://{dice.pick(phrases('people', 'domains'))}/{1970 + year}/{month + 1:02d}/{slug}"
        copy = voice.page(1970 + year)
    elif media == "image":
        image = picture_name(f"{title}:{created}")
    quality = dice.unit()
    reach = 2 + int(2600 * dice.unit() ** 5) + dice.below(40)
    if quality < 0.06:
        up, down = dice.below(12), 8 + dice.below(30)
    elif quality < 0.16:
        up = reach // 2 + dice.below(9)
        down = int(up * (0.7 + 0.4 * dice.unit()))
    else:
        up, down = reach + 1, int(reach * dice.unit() ** 2 * 0.25)
    return {
        "id": 0,
        "forum_id": 0,
        "author_id": 0,
        "title": title,
        "slug": slug,
        "media": media,
        "url": url,
        "image": image,
        "body": body,
        "snapshot": copy,
        "created": created,
        "edited": created + dice.between(300, 40_000) if media == "text" and dice.chance(0.06) else None,
        "upvotes": up,
        "downvotes": down,
        "score": up - down,
        "hot": 0,
        "controversy": 0,
        "comments": 0,
        "active": created,
        "pinned": int(kind == "weekly" and dice.chance(0.3)),
        "locked": int(dice.chance(0.012)),
    }


def _ripen(row: dict[str, Any], now: int, span: int) -> None:
    """Votes take time: what is younger than `span` seconds has only some of those that it will get."""
    share = min(1.0, ((now - row["created"]) / span) ** 0.6)
    row["upvotes"], row["downvotes"] = int(row["upvotes"] * share), int(row["downvotes"] * share)
    row["score"] = row["upvotes"] - row["downvotes"]


def picture_name(text: str) -> str:
    """The file name of a generated picture."""
    return hashlib.blake2b(text.encode(), digest_size=20, person=b"picture").hexdigest() + ".svg"


def _comments(dice: Dice, draft: Draft, count: int, now: int) -> None:
    weights = [(s["upvotes"] + s["downvotes"] + 12) ** 0.62 for s in draft.submissions]
    counts: dict[int, int] = {}
    ids = [s["id"] for s in draft.submissions]
    total = sum(weights)
    for key, weight in zip(ids, weights, strict=True):
        share = count * weight / total
        counts[key] = min(90, int(share * (0.3 + 1.4 * dice.unit()) + dice.unit()))
    rows = []
    for subject in draft.submissions:
        rows += thread(dice, draft, subject, counts[subject["id"]], now)
    rows.sort(key=lambda row: (row["created"], row["id"]))
    number = {row["id"]: key for key, row in enumerate(rows, _FIRST_COMMENT)}
    for row in rows:
        row["id"] = number[row["id"]]
        row["parent_id"] = None if row["parent_id"] is None else number[row["parent_id"]]
    draft.comments.extend(rows)


_PLACES: Final = 1_000_000  # more than any thread has comments: gives each a number of its own


def thread(dice: Dice, draft: Draft, subject: dict[str, Any], count: int, now: int) -> list[dict[str, Any]]:
    """Comments on a submission, oldest first; their numbers and parents are provisional."""
    theme = draft.themes[subject["forum_id"]]
    kind = draft.kinds[subject["id"]]
    voice = Voice(dice, theme)
    voice.said, voice.kind = mentioned(theme, subject["title"]), kind
    rows: list[dict[str, Any]] = []
    said: set[str] = set()
    time = subject["created"]
    room = max(1, now - 120 - time)
    steps = sorted(int(min(room, 20 * _DAY) * dice.unit() ** 3) for _ in range(count))
    for i, step in enumerate(steps):
        parent = rows[int(len(rows) * dice.unit() ** 0.7)] if rows and dice.chance(0.55) else None
        body = voice.comment("reply" if parent else kind)
        for _ in range(4):
            if body not in said:
                break
            body = voice.comment("reply" if parent else kind)
        said.add(body)
        writer = subject["author_id"] if parent is not None and dice.chance(0.2) else author(dice, draft)
        if parent is not None and writer == parent["author_id"]:
            writer = author(dice, draft)
        row = comment_row(
            dice, subject["id"] * _PLACES + i, subject["id"], parent, writer, body, time + max(step, 60 + i)
        )
        _ripen(row, now, 12 * 3600)
        rows.append(row)
    return rows


def comment_row(
    dice: Dice, key: int, subject: int, parent: dict[str, Any] | None, writer: int, body: str, created: int
) -> dict[str, Any]:
    """A row of the table of comments."""
    up = 1 + int(160 * dice.unit() ** 6) + dice.below(8)
    down = dice.between(3, 24) if dice.chance(0.1) else dice.below(3) if dice.chance(0.4) else 0
    return {
        "id": key,
        "submission_id": subject,
        "parent_id": None if parent is None else parent["id"],
        "author_id": writer,
        "body": body,
        "created": created,
        "edited": created + 900 if dice.chance(0.03) else None,
        "upvotes": up,
        "downvotes": down,
        "score": up - down,
    }


def mentioned(theme: Theme, title: str) -> dict[str, str]:
    """Which of a theme's phrases a title holds: what comments on it refer to."""
    lower = title.lower()
    slots = {
        "topics": "topics",
        "item": "items",
        "act": "acts",
        "problem": "problems",
        "name": "names",
        "opinion": "opinions",
    }
    return {slot: word for slot, key in slots.items() for word in theme.words[key] if word.lower() in lower}


def settle(draft: Draft) -> None:
    """Make counts, ranks and times of activity follow from the rows."""
    counts: dict[int, int] = {}
    active: dict[int, int] = {}
    for comment in draft.comments:
        key = comment["submission_id"]
        counts[key] = counts.get(key, 0) + 1
        active[key] = max(active.get(key, 0), comment["created"])
    per_forum: dict[int, int] = {}
    for row in draft.submissions:
        row["comments"] = counts.get(row["id"], 0)
        row["active"] = max(row["created"], active.get(row["id"], 0))
        row["score"] = row["upvotes"] - row["downvotes"]
        row["hot"] = hot(row["created"], row["score"], row["comments"])
        row["controversy"] = controversy(row["upvotes"], row["downvotes"])
        per_forum[row["forum_id"]] = per_forum.get(row["forum_id"], 0) + 1
    for forum in draft.forums:
        forum["submissions"] = per_forum.get(forum["id"], 0)
