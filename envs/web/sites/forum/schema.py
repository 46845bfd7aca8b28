"""The forum's tables. Counts and ranks are kept in columns, so that every list is one indexed query."""

from __future__ import annotations

from typing import Final

__all__ = ["SCHEMA"]

SCHEMA: Final = """
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    biography TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE forum (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    sidebar TEXT NOT NULL,
    tags TEXT NOT NULL DEFAULT '',
    featured INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    subscribers INTEGER NOT NULL DEFAULT 0,
    submissions INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE moderator (
    id INTEGER PRIMARY KEY,
    forum_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (forum_id, user_id)
);
CREATE INDEX moderator_user ON moderator (user_id);

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (user_id, forum_id)
);

CREATE TABLE hidden_forum (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    forum_id INTEGER NOT NULL,
    UNIQUE (user_id, forum_id)
);

CREATE TABLE blocked_user (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    blocked_id INTEGER NOT NULL,
    UNIQUE (user_id, blocked_id)
);

CREATE TABLE submission (
    id INTEGER PRIMARY KEY,
    forum_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    media TEXT NOT NULL,
    url TEXT NOT NULL DEFAULT '',
    image TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL,
    edited INTEGER,
    upvotes INTEGER NOT NULL DEFAULT 0,
    downvotes INTEGER NOT NULL DEFAULT 0,
    score INTEGER NOT NULL DEFAULT 0,
    hot INTEGER NOT NULL DEFAULT 0,
    controversy INTEGER NOT NULL DEFAULT 0,
    comments INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    locked INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    -- Long columns last: what is counted and sorted by is read without them.
    body TEXT NOT NULL DEFAULT '',
    snapshot TEXT NOT NULL DEFAULT ''
);
CREATE INDEX submission_author ON submission (author_id, created);
CREATE INDEX submission_image ON submission (image) WHERE image <> '';
CREATE INDEX submission_title ON submission (title);
CREATE INDEX submission_hot ON submission (hot);
CREATE INDEX submission_new ON submission (created);
CREATE INDEX submission_active ON submission (active);
CREATE INDEX submission_score ON submission (score);
CREATE INDEX submission_comments ON submission (comments);
CREATE INDEX submission_controversy ON submission (controversy);
CREATE INDEX submission_forum_hot ON submission (forum_id, pinned, hot);
CREATE INDEX submission_forum_new ON submission (forum_id, created);
CREATE INDEX submission_forum_score ON submission (forum_id, score);

CREATE TABLE submission_vote (
    id INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    choice INTEGER NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (user_id, submission_id)
);
CREATE INDEX submission_vote_subject ON submission_vote (submission_id);

CREATE TABLE comment (
    id INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL,
    parent_id INTEGER,
    author_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    created INTEGER NOT NULL,
    edited INTEGER,
    upvotes INTEGER NOT NULL DEFAULT 0,
    downvotes INTEGER NOT NULL DEFAULT 0,
    score INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX comment_submission ON comment (submission_id);
CREATE INDEX comment_parent ON comment (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_author ON comment (author_id, created);

CREATE TABLE comment_vote (
    id INTEGER PRIMARY KEY,
    comment_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    choice INTEGER NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (user_id, comment_id)
);
CREATE INDEX comment_vote_subject ON comment_vote (comment_id);

CREATE TABLE saved (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (user_id, submission_id)
);

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    forum_id INTEGER,
    media TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    updated INTEGER NOT NULL
);
CREATE INDEX draft_user ON draft (user_id);

CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    thread_id INTEGER NOT NULL,
    sender_id INTEGER NOT NULL,
    recipient_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    created INTEGER NOT NULL
);
CREATE INDEX message_thread ON message (thread_id);
CREATE INDEX message_sender ON message (sender_id);
CREATE INDEX message_recipient ON message (recipient_id);

CREATE TABLE notification (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX notification_user ON notification (user_id, created);

CREATE TABLE picture (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    mime TEXT NOT NULL,
    data BLOB NOT NULL
);
"""
