"""How people speak of what the forum's tables hold."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary

__all__ = ["VOCABULARY"]

_APP: Final = "Lantern"
_HIDDEN: Final = FieldWords("", kind="hidden")
_CHOICE: Final = FieldWords("vote", {"1": "up", "-1": "down"})
_COUNTS: Final = ("upvotes", "downvotes", "score")


def _hide(*names: str) -> dict[str, FieldWords]:
    return dict.fromkeys(names, _HIDDEN)


VOCABULARY: Final = Vocabulary.of(
    TableWords(
        "forum/user",
        _APP,
        "user",
        "name",
        {
            "name": FieldWords("user name"),
            "biography": FieldWords("biography"),
            "email": FieldWords("e-mail address"),
            "deleted": FieldWords("deletion", kind="flag"),
            **_hide("password", "created"),
        },
        volatile=("id", "created"),
    ),
    TableWords(
        "forum/forum",
        _APP,
        "forum",
        "name",
        {
            "name": FieldWords("name"),
            "title": FieldWords("title"),
            "description": FieldWords("description"),
            "sidebar": FieldWords("sidebar text"),
            "tags": FieldWords("tags"),
            **_hide("featured", "created", "subscribers", "submissions"),
        },
        volatile=("id", "created", "subscribers", "submissions"),
    ),
    TableWords(
        "forum/submission",
        _APP,
        "submission",
        "title",
        {
            "title": FieldWords("title"),
            "forum_id": FieldWords("forum"),
            "author_id": FieldWords("author"),
            "url": FieldWords("link"),
            "body": FieldWords("text"),
            "media": FieldWords("kind"),
            "locked": FieldWords("lock", kind="flag"),
            "pinned": FieldWords("pin", kind="flag"),
            "deleted": FieldWords("deletion", kind="flag"),
            **_hide(
                "slug", "snapshot", "image", "created", "edited", "hot", "controversy", "comments", "active", *_COUNTS
            ),
        },
        volatile=("id", "created", "edited", "hot", "controversy", "comments", "active", *_COUNTS),
    ),
    TableWords(
        "forum/comment",
        _APP,
        "comment",
        "body",
        {
            "body": FieldWords("text"),
            "submission_id": FieldWords("submission"),
            "parent_id": FieldWords("comment that it answers"),
            "author_id": FieldWords("author"),
            "deleted": FieldWords("deletion", kind="flag"),
            **_hide("created", "edited", *_COUNTS),
        },
        volatile=("id", "created", "edited", *_COUNTS),
    ),
    TableWords(
        "forum/submission_vote",
        _APP,
        "vote on a submission",
        "submission_id",
        {
            "choice": _CHOICE,
            "submission_id": FieldWords("submission"),
            "user_id": FieldWords("user"),
            **_hide("created"),
        },
        volatile=("id", "created"),
    ),
    TableWords(
        "forum/comment_vote",
        _APP,
        "vote on a comment",
        "comment_id",
        {"choice": _CHOICE, "comment_id": FieldWords("comment"), "user_id": FieldWords("user"), **_hide("created")},
        volatile=("id", "created"),
    ),
    TableWords(
        "forum/subscription",
        _APP,
        "subscription",
        "forum_id",
        {"forum_id": FieldWords("forum"), "user_id": FieldWords("user"), **_hide("created")},
        volatile=("id", "created"),
    ),
    TableWords(
        "forum/moderator",
        _APP,
        "moderator",
        "user_id",
        {"forum_id": FieldWords("forum"), "user_id": FieldWords("user"), **_hide("created")},
        volatile=("id", "created"),
    ),
    TableWords(
        "forum/hidden_forum",
        _APP,
        "hidden forum",
        "forum_id",
        {"forum_id": FieldWords("forum"), "user_id": FieldWords("user")},
        volatile=("id",),
    ),
    TableWords(
        "forum/blocked_user",
        _APP,
        "blocked user",
        "blocked_id",
        {"blocked_id": FieldWords("user who is blocked"), "user_id": FieldWords("user")},
        volatile=("id",),
    ),
    TableWords(
        "forum/saved",
        _APP,
        "saved submission",
        "submission_id",
        {"submission_id": FieldWords("submission"), "user_id": FieldWords("user"), **_hide("created")},
        volatile=("id", "created"),
    ),
    TableWords(
        "forum/draft",
        _APP,
        "draft",
        "title",
        {
            "title": FieldWords("title"),
            "body": FieldWords("text"),
            "url": FieldWords("link"),
            "forum_id": FieldWords("forum"),
            "media": FieldWords("kind"),
            **_hide("user_id", "updated"),
        },
        volatile=("id", "updated"),
    ),
    TableWords(
        "forum/message",
        _APP,
        "message",
        "title",
        {
            "title": FieldWords("subject"),
            "body": FieldWords("text"),
            "recipient_id": FieldWords("recipient"),
            "sender_id": FieldWords("sender"),
            **_hide("thread_id", "created"),
        },
        volatile=("id", "thread_id", "created"),
    ),
    TableWords(
        "forum/notification",
        _APP,
        "notification",
        "kind",
        {"seen": FieldWords("reading", kind="flag"), **_hide("user_id", "kind", "subject_id", "created")},
        volatile=("id", "subject_id", "created"),
    ),
)
