"""Voting arithmetic, and the wire of votes and subscriptions."""

import functools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from osgenesis.envs.web.sites.forum.ranking import controversy, hot, slug_of
from osgenesis.envs.web.sites.forum.votes import COMMENTS, SUBMISSIONS, cast
from osgenesis.envs.web.sites.world import World


@functools.cache
def shared_world() -> World:
    return World(sites=("forum",))


@pytest.fixture
def world() -> Iterator[World]:
    shared_world().rollback()
    yield shared_world()
    shared_world().rollback()


@pytest.fixture
def member(world: World) -> Client:
    client = world.client("forum")
    client.post("/login", data={"_username": "MarvelsGrantMan136", "_password": "test1234"})
    return client


def fresh_post(world: World) -> int:
    row = world["forum"].store.one(
        "SELECT id FROM submission WHERE author_id <> 1 AND locked = 0 "
        "AND id NOT IN (SELECT submission_id FROM submission_vote)"
    )
    assert row is not None
    return int(row["id"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from((-1, 0, 1)), st.booleans()), max_size=30))
def test_scores_always_equal_the_votes(votes: list[tuple[int, int, bool]]) -> None:
    shared_world().rollback()
    store = shared_world()["forum"].store
    kinds = {True: SUBMISSIONS, False: COMMENTS}
    keys = {kind.table: store.value(f"SELECT MAX(id) FROM {kind.table}") for kind in kinds.values()}
    start = {table: store.get(table, key) for table, key in keys.items()}
    had = {
        kind.table: {
            row["user_id"]: row["choice"]
            for row in store.query(f"SELECT * FROM {kind.votes} WHERE {kind.column} = ?", keys[kind.table])
        }
        for kind in kinds.values()
    }
    now: dict[str, dict[int, int]] = {table: dict(votes) for table, votes in had.items()}
    for user, choice, on_submission in votes:
        kind = kinds[on_submission]
        subject = store.get(kind.table, keys[kind.table])
        assert subject is not None
        score = cast(store, kind, subject, user, choice, 0)
        now[kind.table][user] = choice
        row = store.get(kind.table, keys[kind.table])
        assert row is not None
        assert score == row["score"] == row["upvotes"] - row["downvotes"]
    for kind in kinds.values():
        row, first = store.get(kind.table, keys[kind.table]), start[kind.table]
        assert row is not None
        assert first is not None
        for side, column in ((1, "upvotes"), (-1, "downvotes")):
            gained = sum(c == side for c in now[kind.table].values()) - sum(c == side for c in had[kind.table].values())
            assert row[column] == first[column] + gained
        stored = store.query(f"SELECT user_id, choice FROM {kind.votes} WHERE {kind.column} = ?", keys[kind.table])
        assert {r["user_id"]: r["choice"] for r in stored} == {u: c for u, c in now[kind.table].items() if c}


def test_a_vote_is_one_of_three(world: World) -> None:
    subject = world["forum"].store.get("submission", fresh_post(world))
    assert subject is not None
    with pytest.raises(ValueError, match="got 2"):
        cast(world["forum"].store, SUBMISSIONS, subject, 1, 2, 0)


def test_the_json_vote(world: World, member: Client) -> None:
    key = fresh_post(world)
    before = world["forum"].store.value("SELECT score FROM submission WHERE id = ?", key)
    for choice, score in ((1, before + 1), (-1, before - 1), (0, before)):
        answer = member.post(f"/sv/{key}.json", data={"choice": str(choice)})
        assert answer.status_code == 200
        assert answer.json == {"netScore": score, "userChoice": choice}


def test_the_class_tells_the_vote(world: World, member: Client) -> None:
    key = fresh_post(world)
    path = member.get(f"/{key}").headers["Location"]
    classes = {1: "vote vote--user-upvoted", -1: "vote vote--user-downvoted", 0: "vote"}
    for choice, name in classes.items():
        answer = member.post(
            f"/sv/{key}", data={"choice": str(choice)}, headers={"Referer": f"http://forum.test{path}"}
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, path)
        page = member.get(path).text
        assert f'<div class="submission__vote"><form class="{name}" action="/sv/{key}"' in page


def test_comments_are_voted_on_too(world: World, member: Client) -> None:
    row = world["forum"].store.one(
        "SELECT * FROM comment WHERE author_id <> 1 AND id NOT IN (SELECT comment_id FROM comment_vote)"
    )
    assert row is not None
    answer = member.post(f"/cv/{row['id']}.json", data={"choice": "-1"})
    assert answer.json == {"netScore": row["score"] - 1, "userChoice": -1}


@pytest.mark.parametrize("choice", ["2", "", "up", "1 OR 1=1", "-1.0", "\u0661"])
def test_bad_choices_are_refused(world: World, member: Client, choice: str) -> None:
    assert member.post(f"/sv/{fresh_post(world)}.json", data={"choice": choice}).status_code == 400
    assert member.post("/sv/999999999.json", data={"choice": "1"}).status_code == 404
    assert {table for table, *_ in world["forum"].delta()} == {"session"}


def test_visitors_cannot_vote(world: World) -> None:
    visitor = world.client("forum")
    key = fresh_post(world)
    assert visitor.post(f"/sv/{key}.json", data={"choice": "1"}).status_code == 401
    assert visitor.post(f"/sv/{key}", data={"choice": "1"}).headers["Location"].startswith("/login")
    assert world["forum"].delta() == ()


def test_subscribing_by_interface_and_by_form(world: World, member: Client) -> None:
    store = world["forum"].store
    forum = store.one("SELECT * FROM forum WHERE id NOT IN (SELECT forum_id FROM subscription WHERE user_id = 1)")
    assert forum is not None
    name, before = forum["name"], forum["subscribers"]
    answer = member.post(f"/f/{name}/subscribe.json")
    assert (answer.status_code, answer.json) == (200, {"subscribed": True, "subscribers": before + 1})
    assert member.post(f"/f/{name}/subscribe.json").json == {"subscribed": True, "subscribers": before + 1}
    answer = member.post(f"/f/{name}/unsubscribe.json")
    assert answer.json == {"subscribed": False, "subscribers": before}
    assert member.post(f"/f/{name}/subscribe").status_code == 302
    assert f'action="/f/{name}/unsubscribe"' in member.get(f"/f/{name}").text


@given(st.integers(0, 2**40), st.integers(-5000, 5000), st.integers(0, 300))
def test_better_liked_is_hotter(created: int, score: int, comments: int) -> None:
    assert hot(created, score + 1, comments) >= hot(created, score, comments)
    assert hot(created + 1, score, comments) > hot(created, score, comments)


@given(st.integers(0, 500), st.integers(0, 500))
def test_balance_is_what_divides(up: int, down: int) -> None:
    assert controversy(up, down) == controversy(down, up) >= 0
    assert controversy(up + down, 0) == 0


@given(st.text(max_size=200))
def test_slugs_are_addresses(title: str) -> None:
    slug = slug_of(title)
    assert 1 <= len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
