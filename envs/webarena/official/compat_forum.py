"""What the forum must hold so that the official tasks have their forums, posts, comments and people."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from osgenesis.envs.web.sites.entities import (
    CommentEntity,
    ForumEntities,
    ForumEntity,
    ForumUserEntity,
    SubmissionEntity,
)
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.names import ACCOUNTS, slug_of, texts_of, title_of

__all__ = ["forum_entities"]

_BASE: Final = r"(?:__REDDIT__|http://www\.reddit\.com)"
_FORUM: Final = re.compile(rf"{_BASE}/f/(\w+)(?:/(\d+)/([^\s\"/|,]+))?")
_COMMENT: Final = re.compile(rf"{_BASE}/f/(\w+)/(\d+)/-/comment/(\d+)")
_IMAGE: Final = re.compile(r"[0-9a-f]{64}\.(?:jpg|png|gif)")
_SUBMIT: Final = re.compile(r"(?:/submit/|Re-post .* to )(\w+)")
_EDIT: Final = re.compile(rf"{_BASE}/f/\w+/(\d+)/-/edit")
# Words of a task that say which post of a forum it means.
_PLACES: Final = (("hottest", "front"), ("most commented", "commented"))
# What a post says that recommends a single book, or a shop; who writes the newest posts.
_RECOMMENDATION: Final = "If you read one book this year, I recommend {}, by {}."
_REMINDER: Final = "{} shares what it earns with local book stores, so order there and support them."
_WRITERS: Final = (
    "SlowTrainHome",
    "PaperLantern88",
    "quiet_workbench",
    "MoonOverHarbor",
    "LayersAndMasks",
    "TeaAtNoon",
)
_RANKS: Final = (
    # A piece of the intent's template, the rank it gives, to the targets in their order.
    ("newest post", "newest"),
    ("post ever", "top"),
    ("most active", "commented"),
    ("most recent posts", "newest"),
)


def forum_entities(
    tasks: Iterable[Configuration], verified: Mapping[int, Mapping[str, Any]] | None = None
) -> ForumEntities:
    """The forum's entities of these tasks.

    Args:
        tasks: Configurations with placeholders.
        verified: webarena-verified's records by task number; they know the forums' numbers.
    """
    collected = _Collected()
    ours = [task for task in tasks if "reddit" in task.sites]
    for task in ours:
        collected.read_places(task)
    for task in ours:
        collected.read_task(task)
    collected.read_listings(ours)
    collected.read_books(ours)
    collected.read_counts(ours)
    collected.read_verified(verified or {})
    return collected.entities(_forum_ids(ours, verified or {}))


class _Collected:
    def __init__(self) -> None:
        self.forums: dict[str, str] = {}  # by lower-case name
        self.posts: dict[str, SubmissionEntity] = {}  # by id, or by title where there is none
        self.comments: dict[int, CommentEntity] = {}
        self.users: dict[str, ForumUserEntity] = {}
        self.absent_forums: set[str] = set()
        self.absent_posts: set[tuple[str, str]] = set()
        name, password = ACCOUNTS["reddit"]
        self.users[name] = ForumUserEntity(name, password)

    # ---- what addresses name ----------------------------------------------------------------

    def read_places(self, task: Configuration) -> None:
        """Forums, submissions and comments whose addresses occur in the task."""
        if any("#forum_" in target.locator for target in task.evaluation.targets):
            self.absent_forums.add(str(task.blanks.get("name", "")))
            return
        for text in texts_of(task):
            for found in _COMMENT.finditer(text):
                self.add_comment(task, *found.groups())
            for forum, number, slug in _FORUM.findall(text):
                if number and slug != "-":
                    self.forums[forum.lower()] = forum  # the address of a post has the right case
                    self.posts.setdefault(number, SubmissionEntity(int(number), forum, slug, title_of(slug)))
                else:
                    self.forums.setdefault(forum.lower(), forum)

    def add_comment(self, task: Configuration, forum: str, submission: str, comment: str) -> None:
        """A comment that is to be answered."""
        where = str(task.blanks.get("position_description", ""))
        first = "first" in where
        self.comments[int(comment)] = CommentEntity(
            int(comment), int(submission), first=first, about=None if first else where or None
        )

    # ---- what intents say -------------------------------------------------------------------

    def read_task(self, task: Configuration) -> None:
        """Ranks, authors, texts and pictures that the intent tells of."""
        for key in ("subreddit", "forum"):
            forum = str(task.blanks.get(key, ""))
            if not task.feasible and "exist" in task.evaluation.note:
                self.absent_forums.update([forum] if forum else [])
            elif task.feasible and re.fullmatch(r"\w+", forum):
                self.forums.setdefault(forum.lower(), forum)
        if "created by {{user}}" in task.template:
            self.read_author(task)
        if "Edit my post" in task.template:
            self.read_own_post(task)
        if "image of {{content}}" in task.template:
            self.read_image(task)
        for piece, rank in _RANKS:
            if piece in task.template and task.feasible:
                self.read_ranks(task, rank)

    def read_author(self, task: Configuration) -> None:
        """A user and all that the user has posted in a forum."""
        user = str(task.blanks["user"])
        self.users.setdefault(user, ForumUserEntity(user))
        numbers = list(self.numbers(task))
        for number in numbers:
            self.posts[number] = replace(self.posts[number], author=user)
        if not numbers:
            self.absent_posts.add((user, str(task.blanks["subreddit"])))

    def read_own_post(self, task: Configuration) -> None:
        """A post of the account's own, with the text that it has before it is edited."""
        for target in task.evaluation.targets:
            added = str(task.blanks.get("content", ""))
            body = " ".join(text for text in target.required if text != added)
            called = str(task.blanks.get("post", ""))
            for number in self.numbers(task):
                post = replace(self.posts[number], author=ACCOUNTS["reddit"][0], body=body)
                self.posts[number] = replace(post, title=called) if slug_of(called) == post.slug else post

    def read_image(self, task: Configuration) -> None:
        """A post that shows a picture, on the first page of the forum on which the task starts."""
        start = _FORUM.search(task.start_urls[0])
        for target in task.evaluation.targets:
            for text in target.required:
                if start and _IMAGE.fullmatch(text):
                    title = str(task.blanks["content"])
                    title = title[:1].upper() + title[1:]
                    self.posts.setdefault(
                        text,
                        SubmissionEntity(None, start[1], slug_of(title), title, image=text, front=True),
                    )

    def read_ranks(self, task: Configuration, rank: str) -> None:
        """The order in which a listing shows posts."""
        for place, number in enumerate(self.numbers(task), start=1):
            ranked: dict[str, Any] = {rank: place}
            self.posts[number] = replace(self.posts[number], **ranked)

    def read_listings(self, tasks: Iterable[Configuration]) -> None:
        """Posts that must be among the first ten of a forum, on the places that are left."""
        for task in tasks:
            if "Among the top {{number}} post" not in task.template:
                continue
            for number in self.numbers(task):
                post = self.posts[number]
                taken = {other.top for other in self.posts.values() if other.forum == post.forum}
                if post.top is None:
                    self.posts[number] = replace(post, top=next(n for n in range(1, 99) if n not in taken))

    def read_books(self, tasks: Iterable[Configuration]) -> None:
        """What posts say that recommend a book, or shops: on the places after those that are taken."""
        ours = [task for task in tasks if "Among the top {{number}} post" in task.template]
        said = {task.id: [text for _, texts in task.evaluation.answers for text in texts] for task in ours}
        posts = {number for task in ours for number in self.numbers(task)}
        books = [texts for texts in said.values() if all(any(self.is_about(n, t) for n in posts) for t in texts)]
        for texts in said.values():
            for book, person in itertools.pairwise(texts):
                number = next((n for n in posts if self.is_about(n, book)), None)
                if number is not None and any(book in names for names in books) and [person] not in books:
                    self.posts[number] = replace(self.posts[number], body=_RECOMMENDATION.format(book, person))
        for task in ours:
            if "organizations" in task.intent:
                for number in [n for n, post in self.posts.items() if self.is_about(n, said[task.id][0])]:
                    self.put_on_top(number, _REMINDER.format(said[task.id][0]))

    def is_about(self, number: str, text: str) -> bool:
        """Whether a post's title holds a text."""
        return not text.startswith("http") and slug_of(text).removeprefix("a-") in self.posts[number].slug

    def put_on_top(self, number: str, body: str) -> None:
        """Among the best of its forum, on the next place that is free."""
        post = self.posts[number]
        taken = {other.top for other in self.posts.values() if other.forum == post.forum}
        top = post.top or next(n for n in range(1, 99) if n not in taken)
        self.posts[number] = replace(post, top=top, body=body)

    def read_counts(self, tasks: Iterable[Configuration]) -> None:
        """The author of a forum's newest post, and how many of the author's comments are voted down."""
        writers = iter(_WRITERS)
        for task in tasks:
            if "more downvotes than upvotes" not in task.template:
                continue
            forum, count = str(task.blanks["forum"]), next(t for _, ts in task.evaluation.answers for t in ts)
            newest = [n for n, post in self.posts.items() if post.forum == forum and post.newest == 1]
            if not newest:
                title = f"A question to everybody in {forum}"
                newest = [title]
                self.posts[title] = SubmissionEntity(None, forum, slug_of(title), title, newest=1)
            post = self.posts[newest[0]]
            name = post.author or next(writers)
            self.posts[newest[0]] = replace(post, author=name)
            self.users[name] = replace(self.users.get(name, ForumUserEntity(name)), downvoted=int(count))

    def read_verified(self, verified: Mapping[int, Mapping[str, Any]]) -> None:
        """Titles of posts that are edited; posts from whose pages something is sent."""
        for record in verified.values():
            if record["intent"].startswith("Re-post") and "reddit" in record["sites"]:
                for forum in _SUBMIT.findall(record["intent"]):
                    self.forums.setdefault(forum.lower(), forum)
            for rule in record.get("eval", ()):
                expected = rule.get("expected") or {}
                edited = _EDIT.fullmatch(str(expected.get("url", "")))
                title = str((expected.get("post_data") or {}).get("submission[title]", ""))
                if edited and title and edited[1] in self.posts:
                    self.posts[edited[1]] = replace(self.posts[edited[1]], title=title)
                sender = _FORUM.fullmatch(str((expected.get("headers") or {}).get("referer", "")))
                if sender and sender[2] and sender[2] not in self.posts:
                    self.add_sender(str(record["intent"]), *sender.groups())

    def add_sender(self, intent: str, forum: str, number: str, slug: str) -> None:
        """A post on the place that the task's words give it."""
        rank = next((rank for words, rank in _PLACES if words in intent), None)
        if rank is not None:
            ranked: dict[str, Any] = {rank: True if rank == "front" else 1}
            self.posts[number] = SubmissionEntity(int(number), forum, slug, title_of(slug), **ranked)

    def numbers(self, task: Configuration) -> Iterator[str]:
        """Numbers of the submissions whose addresses the task names, in order."""
        seen = set()
        for text in texts_of(task, start=False):
            for _, number, slug in _FORUM.findall(text):
                if number in self.posts and slug != "-" and number not in seen:
                    seen.add(number)
                    yield number

    def entities(self, ids: Mapping[str, int]) -> ForumEntities:
        """All that was found, in an order that depends on nothing but what it is."""
        names = {lower: name for lower, name in self.forums.items() if name not in self.absent_forums}
        posts = [replace(post, forum=names.get(post.forum.lower(), post.forum)) for post in self.posts.values()]
        return ForumEntities(
            users=tuple(self.users[name] for name in sorted(self.users)),
            forums=tuple(ForumEntity(names[key], id=ids.get(key)) for key in sorted(names)),
            submissions=tuple(sorted(posts, key=lambda post: (post.forum, post.id or 0, post.slug))),
            comments=tuple(self.comments[key] for key in sorted(self.comments)),
            absent_forums=tuple(sorted(self.absent_forums - {""})),
            absent_submissions=tuple(sorted(self.absent_posts)),
        )


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else [str(value)]


def _forum_ids(tasks: Iterable[Configuration], verified: Mapping[int, Mapping[str, Any]]) -> dict[str, int]:
    """Forums' numbers by lower-case name: where a task has one forum, and its form one number; the surest first."""
    votes: Counter[tuple[int, str]] = Counter()
    for task in tasks:
        original = {name.lower() for name, _, _ in _FORUM.findall(task.evaluation.url)}
        for rule in verified.get(task.id, {}).get("eval", ()):
            expected = rule.get("expected") or {}
            number = (expected.get("post_data") or {}).get("submission[forum]")
            # A reworded task may name another forum than the original: the form's address tells.
            said = " ".join([*_texts(expected.get("url")), str(verified[task.id].get("intent"))])
            named = {name.lower() for name in _SUBMIT.findall(said)}
            for places, weight in ((named, 3), (original, 1)):
                if len(places) == 1 and isinstance(number, str) and number.isdigit():
                    votes[int(number), next(iter(places))] += weight
    found: dict[str, int] = {}
    for (number, name), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if name not in found and number not in found.values():
            found[name] = number
    return found
