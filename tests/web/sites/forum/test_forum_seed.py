"""What the forum is filled with: the same everywhere, enough of it, consistent; and what is asked for by name."""

import hashlib
import os
import subprocess
import sys

import pytest

from osgenesis.envs.web.sites.entities import (
    CommentEntity,
    ForumEntities,
    ForumEntity,
    ForumUserEntity,
    SubmissionEntity,
)
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.seeds import image_of
from osgenesis.envs.web.sites.store import Store
from osgenesis.envs.web.sites.world import World

PROGRAM = """
import sqlite3
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.seeds import Seeding
connection = sqlite3.connect(":memory:")
connection.executescript(site.full_schema)
site.seed(Seeding(connection, Dice("forum", 5, "small"), 5, "small"))
import hashlib
print(hashlib.sha256("\\n".join(connection.iterdump()).encode()).hexdigest())
"""


def store_of(size: str, seed: int = 0) -> Store:
    return Store(image_of(site, size, seed))


def test_the_same_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for salt in ("1", "77")
    }
    assert len(digests) == 1


def test_other_seeds_give_other_contents() -> None:
    digests = {hashlib.sha256(image_of(site, "small", seed).data).hexdigest() for seed in (0, 1)}
    assert len(digests) == 2


@pytest.mark.parametrize(("size", "forums", "posts", "comments"), [("small", 14, 200, 800), ("full", 50, 2000, 10_000)])
def test_sizes(size: str, forums: int, posts: int, comments: int) -> None:
    store = store_of(size)
    for table, least in (("forum", forums), ("submission", posts), ("comment", comments)):
        assert store.value(f"SELECT COUNT(*) FROM {table}") >= least
    store.close()


@pytest.mark.parametrize("size", ["small", "full"])
def test_counts_follow_from_the_rows(size: str) -> None:
    store = store_of(size)
    wrong = {
        "comments": "SELECT id FROM submission s WHERE comments <> "
        "(SELECT COUNT(*) FROM comment c WHERE c.submission_id = s.id)",
        "submissions": "SELECT id FROM forum f WHERE submissions <> "
        "(SELECT COUNT(*) FROM submission s WHERE s.forum_id = f.id)",
        "scores": "SELECT id FROM submission WHERE score <> upvotes - downvotes OR upvotes < 0 OR downvotes < 0",
        "comment scores": "SELECT id FROM comment WHERE score <> upvotes - downvotes",
        "votes up": "SELECT id FROM submission s WHERE upvotes < "
        "(SELECT COUNT(*) FROM submission_vote v WHERE v.submission_id = s.id AND v.choice = 1)",
        "votes down": "SELECT id FROM submission s WHERE downvotes < "
        "(SELECT COUNT(*) FROM submission_vote v WHERE v.submission_id = s.id AND v.choice = -1)",
        "activity": "SELECT id FROM submission s WHERE active <> MAX(created, "
        "COALESCE((SELECT MAX(created) FROM comment c WHERE c.submission_id = s.id), 0))",
        "threads": "SELECT c.id FROM comment c LEFT JOIN comment p ON p.id = c.parent_id WHERE c.parent_id IS NOT NULL "
        "AND (p.id IS NULL OR p.submission_id <> c.submission_id OR p.created > c.created)",
        "order": "SELECT c.id FROM comment c JOIN submission s ON s.id = c.submission_id WHERE c.created < s.created",
        "future": "SELECT id FROM comment WHERE created > 1686562200 UNION "
        "SELECT id FROM submission WHERE created > 1686562200",
        "authors": "SELECT id FROM submission WHERE author_id NOT IN (SELECT id FROM user)",
        "slots": "SELECT id FROM submission WHERE title LIKE '%{%' OR body LIKE '%{%' OR snapshot LIKE '%{%'",
        "comment slots": "SELECT id FROM comment WHERE body LIKE '%{%'",
        "titles": "SELECT id FROM submission GROUP BY lower(title) HAVING COUNT(*) > 1",
    }
    for what, sql in wrong.items():
        assert store.query(sql) == [], what
    store.close()


def test_the_member_has_something_of_everything() -> None:
    store = store_of("small")
    for table in ("subscription", "submission_vote", "comment_vote", "saved", "draft", "notification", "moderator"):
        assert store.value(f"SELECT COUNT(*) FROM {table} WHERE user_id = 1") > 0, table
    for table in ("submission", "comment"):
        assert store.value(f"SELECT COUNT(*) FROM {table} WHERE author_id = 1") > 5, table
    store.close()


NAMED = ForumEntities(
    users=(ForumUserEntity("SomebodyElse", "secret99"),),
    forums=(ForumEntity("Books", id=10037), ForumEntity("brandnew", description="As new as can be")),
    submissions=(
        SubmissionEntity(7, "Books", "a-slug-of-its-own", "A title of its own", newest=1, top=2),
        SubmissionEntity(20_005, "Books", "second", "Second", author="SomebodyElse", newest=2, top=1, body="Here."),
        SubmissionEntity(None, "brandnew", "third", "Third", image="a" * 64 + ".jpg", front=True, commented=1),
    ),
    comments=(
        CommentEntity(300_001, 7, first=True, body="The very first"),
        CommentEntity(999, 20_005, about="a witness"),
    ),
    absent_forums=("Cats", "cooking"),
    absent_submissions=(("mara_amari", "books"),),
)


@pytest.mark.parametrize("size", ["small", "full"])
def test_what_is_named_exists(size: str) -> None:
    world = World(sites=("forum",), size=size, entities={"forum": NAMED})
    store, visitor = world["forum"].store, world.client("forum")
    assert store.one("SELECT * FROM forum WHERE name = 'books'")["id"] == 10037  # type: ignore[index]
    assert "As new as can be" in visitor.get("/f/brandnew").text
    assert visitor.get("/f/cats").status_code == visitor.get("/f/cooking").status_code == 404
    assert "A title of its own" in visitor.get("/f/Books/7/a-slug-of-its-own").text
    newest = store.query("SELECT id FROM submission WHERE forum_id = 10037 ORDER BY created DESC LIMIT 2")
    best = store.query("SELECT id FROM submission WHERE forum_id = 10037 ORDER BY score DESC LIMIT 2")
    assert [row["id"] for row in newest] == [7, 20_005]
    assert [row["id"] for row in best] == [20_005, 7]
    first = store.one("SELECT * FROM comment WHERE submission_id = 7 ORDER BY created")
    assert first is not None
    assert (first["id"], first["body"]) == (300_001, "The very first")
    assert "a witness" in store.get("comment", 999)["body"]  # type: ignore[index]
    picture = store.one("SELECT * FROM submission WHERE slug = 'third'")
    assert picture is not None
    assert visitor.get(f"/submission_images/{picture['image']}").status_code == 200
    assert "/third" in visitor.get("/f/brandnew").text
    most = store.one("SELECT * FROM submission WHERE forum_id = ? ORDER BY comments DESC", picture["forum_id"])
    assert most == picture
    named = "SELECT COUNT(*) FROM submission_vote WHERE user_id = 1 AND submission_id IN (7, 20005)"
    assert store.value(named) == 0
    assert visitor.post("/login", data={"_username": "somebodyelse", "_password": "secret99"}).status_code == 302
    world.close()


def test_full_pages_are_fast() -> None:
    """Far above what it takes, so that a missing index shows and a busy machine does not."""
    world = World(sites=("forum",), size="full")
    store = world["forum"].store
    for order in ("hot", "created", "active", "score", "comments"):
        plan = store.query(
            f"EXPLAIN QUERY PLAN SELECT * FROM submission s WHERE s.deleted = 0 ORDER BY s.{order} DESC LIMIT 25"
        )
        assert any("USING INDEX" in row["detail"] for row in plan), order
    world.close()
