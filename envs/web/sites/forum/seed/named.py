"""Makes users, forums, submissions and comments exist that are asked for by name or number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.entities import CommentEntity, ForumEntities, ForumEntity, SubmissionEntity
from osgenesis.envs.web.sites.forum.seed.grammar import Voice
from osgenesis.envs.web.sites.forum.seed.lexicon import Theme, themes

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.forum.seed.population import Draft

__all__ = ["add_named"]

_Posts: TypeAlias = list[tuple[SubmissionEntity, dict[str, Any]]]
_DAY: Final = 86_400
_BUSY: Final = 6  # comments that an unranked submission may have where some are ranked by their number
# Part of a forum's name -> the theme that its invented submissions are about.
_ABOUT: Final = {
    "book": "books",
    "diy": "DIY",
    "space": "space",
    "garden": "gardening",
    "plant": "gardening",
    "earth": "EarthViews",
    "pic": "pics",
    "meme": "mildlyodd",
    "movie": "movies",
    "gam": "boardgames",
    "console": "boardgames",
    "music": "music",
    "history": "history",
    "science": "askscience",
    "explain": "askscience",
    "headphone": "headphones",
    "gadget": "keyboards",
    "tech": "linuxhelp",
    "learning": "linuxhelp",
    "singular": "linuxhelp",
    "futur": "space",
    "relationship": "relationship_advice",
    "run": "running",
    "sport": "running",
    "coffee": "coffee",
    "money": "personalfinance",
    "bets": "personalfinance",
}


def add_named(dice: Dice, draft: Draft, entities: ForumEntities, now: int) -> None:
    """Add what is named to the draft, and take out what must not be."""
    _users(draft, entities, now)
    _remove_forums(draft, entities.absent_forums)
    for entity in entities.forums:
        _forum(dice, draft, entity, now)
    ids = {forum["name"].lower(): forum["id"] for forum in draft.forums}
    posts = [
        (entity, _submission(dice, draft, entity, ids[entity.forum.lower()], now)) for entity in entities.submissions
    ]
    _rank_by_time(draft, posts, now)
    _rank_by_votes(draft, posts)
    for _, row in posts:
        _discussion(dice, draft, row, now)
    _rank_by_comments(dice, draft, posts, now)
    for comment in entities.comments:
        _comment(dice, draft, comment, now)
    _remove_submissions(dice, draft, entities.absent_submissions)
    for user in entities.users:
        if user.downvoted is not None:
            _count_downvoted(dice, draft, _user(draft, user.name), user.downvoted)


def _users(draft: Draft, entities: ForumEntities, now: int) -> None:
    from osgenesis.envs.web.sites.forum.seed.population import user_row

    names = [(user.name, user.password or "") for user in entities.users]
    names += [(s.author, "") for s in entities.submissions if s.author]
    names += [(c.author, "") for c in entities.comments if c.author]
    by_name = {user["name"].lower(): user for user in draft.users}
    for name, password in names:
        draft.named_users.add(name.lower())
        row = by_name.get(name.lower())
        if row is None:
            row = user_row(len(draft.users) + 1, name, now - 900 * _DAY)
            draft.users.append(row)
            by_name[name.lower()] = row
        row["password"] = password or row["password"]


def _user(draft: Draft, name: str) -> int:
    return next(int(user["id"]) for user in draft.users if user["name"].lower() == name.lower())


def _remove_forums(draft: Draft, names: Iterable[str]) -> None:
    unwanted = {name.lower() for name in names}
    gone = {forum["id"] for forum in draft.forums if forum["name"].lower() in unwanted}
    draft.forums[:] = [forum for forum in draft.forums if forum["id"] not in gone]
    lost = {row["id"] for row in draft.submissions if row["forum_id"] in gone}
    draft.submissions[:] = [row for row in draft.submissions if row["id"] not in lost]
    draft.comments[:] = [row for row in draft.comments if row["submission_id"] not in lost]


def _theme_of(dice: Dice, name: str) -> Theme:
    by_name = {theme.name: theme for theme in themes()}
    key = next((theme for part, theme in _ABOUT.items() if part in name.lower()), None)
    return by_name[key] if key is not None else dice.pick([by_name["advice"], by_name["pics"], by_name["Harbourtown"]])


def _forum(dice: Dice, draft: Draft, entity: ForumEntity, now: int) -> None:
    from osgenesis.envs.web.sites.forum.seed.population import forum_row, sidebar

    row = next((forum for forum in draft.forums if forum["name"].lower() == entity.name.lower()), None)
    if row is None:
        theme = _theme_of(dice, entity.name)
        title = f"{entity.name}: talk and pictures"
        theme = replace(theme, name=entity.name, title=title, description=f"Everything about {entity.name}.")
        key = max(forum["id"] for forum in draft.forums) + 1
        created, subscribers = now - dice.between(800, 2000) * _DAY, dice.between(900, 60_000)
        row = forum_row(key, theme, created, subscribers, int(dice.chance(0.4)), sidebar(dice, theme))
        draft.forums.append(row)
        draft.themes[key] = theme
        _fill(dice, draft, row, now)
    row["name"] = entity.name
    row["title"] = entity.title or row["title"]
    row["description"] = entity.description or row["description"]
    if entity.id is not None and entity.id != row["id"]:
        other = next((forum for forum in draft.forums if forum["id"] == entity.id), None)
        if other is not None:
            _renumber(draft, other, max(forum["id"] for forum in draft.forums) + 1)
        _renumber(draft, row, entity.id)
    draft.named_forums.add(row["id"])


def _fill(dice: Dice, draft: Draft, forum: dict[str, Any], now: int) -> None:
    """A few invented submissions, so that no forum is empty."""
    from osgenesis.envs.web.sites.forum.seed.population import author, submission_row, thread

    taken = {row["title"].lower() for row in draft.submissions}
    for _ in range(dice.between(5, 9)):
        voice = Voice(dice, draft.themes[forum["id"]])
        kind, title = voice.title()
        if title.lower() in taken:
            continue
        taken.add(title.lower())
        row = submission_row(dice, voice, kind, title, now - 5 * _DAY - int(500 * _DAY * dice.unit() ** 2))
        row.update(id=max(row["id"] for row in draft.submissions) + 1, forum_id=forum["id"])
        row["author_id"] = author(dice, draft)
        draft.submissions.append(row)
        draft.kinds[row["id"]] = kind
        _number(draft, thread(dice, draft, row, dice.below(5), now))


def _renumber(draft: Draft, forum: dict[str, Any], key: int) -> None:
    old = forum["id"]
    forum["id"] = key
    draft.themes[key] = draft.themes.pop(old)
    if old in draft.named_forums:
        draft.named_forums = draft.named_forums - {old} | {key}
    for row in draft.submissions:
        if row["forum_id"] == old:
            row["forum_id"] = key


def _submission(dice: Dice, draft: Draft, entity: SubmissionEntity, forum: int, now: int) -> dict[str, Any]:
    from osgenesis.envs.web.sites.forum.seed.population import author, mentioned, submission_row

    key = max(row["id"] for row in draft.submissions) + 1 if entity.id is None else entity.id
    _make_room(draft, key)
    voice = Voice(dice, draft.themes[forum])
    voice.said, voice.kind = mentioned(voice.theme, entity.title), "question"
    created = now - dice.between(20, 400) * _DAY - dice.below(_DAY)
    row = submission_row(dice, voice, "question", entity.title, created)
    writer = author(dice, draft) if entity.author is None else _user(draft, entity.author)
    row.update(id=key, forum_id=forum, author_id=writer, slug=entity.slug, pinned=0, locked=0)
    if entity.body is not None:
        row["body"] = entity.body
    if entity.image is not None:
        row.update(media="image", image=entity.image, body=entity.body or "")
    draft.submissions.append(row)
    if entity.front:
        row.update(created=now - 6 * _DAY + dice.below(_DAY), edited=None, upvotes=3000 + dice.below(900))
    draft.kinds[key] = "question" if entity.image is None else "shots"
    draft.named.add(key)
    return row


def _make_room(draft: Draft, key: int) -> None:
    """Give an invented submission that has this number another one."""
    row = next((row for row in draft.submissions if row["id"] == key), None)
    if row is None:
        return
    free = max(row["id"] for row in draft.submissions) + 1
    row["id"] = free
    draft.kinds[free] = draft.kinds.pop(key)
    for comment in draft.comments:
        if comment["submission_id"] == key:
            comment["submission_id"] = free


# ---- ranks -----------------------------------------------------------------------------------------


def _ranked(posts: _Posts, rank: str) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    """Forum -> its submissions that have a rank, first ones first."""
    found: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for entity, row in posts:
        place = getattr(entity, rank)
        if place is not None:
            found.setdefault(row["forum_id"], []).append((place, row))
    return {forum: sorted(pairs, key=lambda pair: pair[0]) for forum, pairs in found.items()}


def _others(draft: Draft, forum: int, pairs: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    ranked = {row["id"] for _, row in pairs}
    return [row for row in draft.submissions if row["forum_id"] == forum and row["id"] not in ranked]


def _rank_by_time(draft: Draft, posts: _Posts, now: int) -> None:
    for forum, pairs in _ranked(posts, "newest").items():
        late = {row["id"] for row in _others(draft, forum, pairs) if row["created"] > now - 4 * _DAY}
        for row in draft.submissions:
            if row["id"] in late:
                row["created"] -= 5 * _DAY
                row["edited"] = None
        for comment in draft.comments:
            if comment["submission_id"] in late:
                comment["created"] -= 5 * _DAY
                comment["edited"] = None
        for place, row in pairs:
            row["created"] = now - 3 * _DAY // 2 - place * 1900
            row["edited"] = None


def _rank_by_votes(draft: Draft, posts: _Posts) -> None:
    for forum, pairs in _ranked(posts, "top").items():
        best = max((row["upvotes"] - row["downvotes"] for row in _others(draft, forum, pairs)), default=0)
        lowest = pairs[-1][0]
        for place, row in pairs:
            row["upvotes"] = row["downvotes"] + max(best, 50) + (lowest - place + 1) * 137


def _rank_by_comments(dice: Dice, draft: Draft, posts: _Posts, now: int) -> None:
    from osgenesis.envs.web.sites.forum.seed.population import thread

    for forum, pairs in _ranked(posts, "commented").items():
        quiet = {row["id"] for row in _others(draft, forum, pairs)}
        kept: dict[int, int] = {}
        comments = []
        for comment in sorted(draft.comments, key=lambda row: (row["created"], row["id"])):
            key = comment["submission_id"]
            # What is answered is older than its answers, so the oldest ones are whole threads.
            kept[key] = kept.get(key, 0) + 1
            if key not in quiet or kept[key] <= _BUSY:
                comments.append(comment)
        loud = {row["id"] for _, row in pairs}
        draft.comments[:] = [comment for comment in comments if comment["submission_id"] not in loud]
        lowest = pairs[-1][0]
        for place, row in pairs:
            _number(draft, thread(dice, draft, row, _BUSY + 2 + lowest - place, now))


# ---- comments --------------------------------------------------------------------------------------


def _discussion(dice: Dice, draft: Draft, row: dict[str, Any], now: int) -> None:
    from osgenesis.envs.web.sites.forum.seed.population import thread

    _number(draft, thread(dice, draft, row, dice.between(2, _BUSY - 1), now))


def _number(draft: Draft, rows: list[dict[str, Any]]) -> None:
    """Add comments with numbers after all others."""
    first = max((row["id"] for row in draft.comments), default=0) + 1
    number = {row["id"]: key for key, row in enumerate(rows, first)}
    for row in rows:
        row["id"] = number[row["id"]]
        row["parent_id"] = None if row["parent_id"] is None else number[row["parent_id"]]
    draft.comments.extend(rows)


def _comment(dice: Dice, draft: Draft, entity: CommentEntity, now: int) -> None:
    """One of the comments on the submission takes the number; the oldest one if it is to be the first."""
    subject = next(row for row in draft.submissions if row["id"] == entity.submission)
    own = sorted(
        (row for row in draft.comments if row["submission_id"] == entity.submission and row["id"] not in draft.named),
        key=lambda row: (row["created"], row["id"]),
    )
    if not own:
        _discussion(dice, draft, subject, now)
        own = [row for row in draft.comments if row["submission_id"] == entity.submission]
    row = own[0] if entity.first else own[-1]
    _set_number(draft, row, entity.id)
    draft.named.add(entity.id)
    if entity.body is not None:
        row["body"] = entity.body
    elif entity.about is not None:
        row["body"] = f"Speaking as {entity.about}: {row['body']}"
    if entity.author is not None:
        row["author_id"] = _user(draft, entity.author)
    if entity.first:
        # The first one also in the order of votes.
        row["upvotes"] = row["downvotes"] + 1 + max(other["score"] for other in [*own, row])
        row["score"] = row["upvotes"] - row["downvotes"]


def _count_downvoted(dice: Dice, draft: Draft, user: int, count: int) -> None:
    """Let a user have written a few comments, of which this many have more votes down than up."""
    own = [row for row in draft.comments if row["author_id"] == user]
    named = {row["id"] for row in draft.users if row["name"].lower() in draft.named_users}
    others = [row for row in draft.comments if row["author_id"] not in named and row["id"] not in draft.named]
    for row in dice.sample(others, max(0, count + 3 - len(own))):
        row["author_id"] = user
        own.append(row)
    for number, row in enumerate(sorted(own, key=lambda row: (row["created"], row["id"]))):
        row["upvotes"], row["downvotes"] = (2, 4 + number) if number < count else (3 + number, number % 2)
        row["score"] = row["upvotes"] - row["downvotes"]


def _set_number(draft: Draft, row: dict[str, Any], key: int) -> None:
    free = max(comment["id"] for comment in draft.comments) + 1
    if row["id"] == key:
        return
    for other in draft.comments:
        if other["id"] == key:
            other["id"] = free
        if other["parent_id"] == key:
            other["parent_id"] = free
    old = row["id"]
    for other in draft.comments:
        if other["parent_id"] == old:
            other["parent_id"] = key
    row["id"] = key


def _remove_submissions(dice: Dice, draft: Draft, pairs: Iterable[tuple[str, str]]) -> None:
    """Give submissions to others where a user must have none."""
    from osgenesis.envs.web.sites.forum.seed.population import author

    forums = {forum["name"].lower(): forum["id"] for forum in draft.forums}
    users = {user["name"].lower(): user["id"] for user in draft.users}
    for name, forum in pairs:
        for row in draft.submissions:
            if row["forum_id"] == forums.get(forum.lower()) and row["author_id"] == users.get(name.lower(), 0):
                writer = row["author_id"]
                while writer == row["author_id"]:
                    writer = author(dice, draft)
                row["author_id"] = writer
