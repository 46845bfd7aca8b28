"""Every page of the forum answers, for visitors and members; links inside the site lead somewhere."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from werkzeug.test import Client

from osgenesis.envs.web.sites.world import World

MEMBER = "MarvelsGrantMan136"
ORDERS = ("hot", "new", "active", "top", "controversial", "most_commented")


@pytest.fixture
def world() -> Iterator[World]:
    made = World(sites=("forum",))
    yield made
    made.close()


@pytest.fixture
def visitor(world: World) -> Client:
    return world.client("forum")


@pytest.fixture
def member(world: World) -> Client:
    client = world.client("forum")
    answer = client.post("/login", data={"_username": MEMBER, "_password": "test1234", "_target": "/"})
    assert answer.status_code == 302
    return client


def post_of(world: World, where: str = "1") -> dict[str, Any]:
    row = world["forum"].store.one(
        f"SELECT s.*, f.name AS forum FROM submission s JOIN forum f ON f.id = s.forum_id WHERE {where} ORDER BY s.id"
    )
    assert row is not None
    return {**row, "path": f"/f/{row['forum']}/{row['id']}/{row['slug']}"}


def test_pages_for_everybody(world: World, visitor: Client) -> None:
    post = post_of(world, "s.comments > 2")
    comment = world["forum"].store.value("SELECT id FROM comment WHERE submission_id = ?", post["id"])
    paths = ["/", "/login", "/registration", "/forums", "/forums?q=book&sort=name", "/featured", "/all", "/search"]
    paths += ["/search?q=the", "/search?q=the&kind=comments", "/search?q=a&kind=forums", f"/user/{MEMBER}"]
    paths += [f"/user/{MEMBER}/submissions", f"/user/{MEMBER}/comments", "/f/books", "/f/BOOKS", "/f/books/moderators"]
    paths += [f"/{scope}/{order}" for scope in ("all", "featured", "f/books") for order in ORDERS]
    paths += [f"/f/books/{order}?t={t}" for order in ORDERS for t in ("day", "week", "month", "year", "all", "x")]
    paths += [post["path"], f"/f/{post['forum']}/{post['id']}", f"/f/{post['forum']}/{post['id']}/"]
    paths += [f"/f/{post['forum']}/{post['id']}/-/comment/{comment}", f"{post['path']}/comment/{comment}"]
    for path in paths:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert answer.text.count(">Log in<") == (2 if path == "/login" else 1), path


def test_pages_for_members(world: World, member: Client) -> None:
    own = post_of(world, "s.author_id = 1")
    forum = world["forum"].store.value(
        "SELECT f.name FROM forum f JOIN moderator m ON m.forum_id = f.id WHERE m.user_id = 1"
    )
    comment = world["forum"].store.one("SELECT * FROM comment WHERE author_id = 1")
    assert comment is not None
    about = post_of(world, f"s.id = {comment['submission_id']}")
    there = f"/f/{about['forum']}/{about['id']}/-/comment/{comment['id']}"
    paths = ["/subscribed", "/moderated", "/subscribed/top", "/saved", "/drafts", "/inbox", "/messages", "/submit"]
    paths += ["/messages/thread/1", "/create_forum", f"/f/{forum}/edit", f"/f/{forum}/moderators", "/submit/books"]
    paths += [f"{own['path']}/edit", f"{own['path']}/delete", f"{there}/edit", f"{there}/delete", "/submit?draft=1"]
    paths += [f"/user/{MEMBER}/{page}" for page in ("account", "edit_biography", "delete_account")]
    paths += [f"/user/{world['forum'].store.get('user', 2)['name']}/compose_message"]  # type: ignore[index]
    for path in paths:
        assert member.get(path).status_code == 200, path


def test_what_members_may_visitors_are_asked_to_log_in_for(visitor: Client) -> None:
    for path in ("/submit", "/inbox", "/saved", "/create_forum", "/subscribed", f"/user/{MEMBER}/account"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/login"), path


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/f/nosuchforum", "/f/books/1/x", "/user/nobody_at_all", "/f/books/abc", "/submission_images/x.svg"],
)
def test_unknown_places_are_a_page_with_status_404(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_others_things_are_forbidden(world: World, member: Client) -> None:
    foreign = post_of(
        world, "s.author_id <> 1 AND s.forum_id NOT IN (SELECT forum_id FROM moderator WHERE user_id = 1)"
    )
    for act in ("edit", "delete"):
        assert member.get(f"{foreign['path']}/{act}").status_code == 403
        assert member.post(f"{foreign['path']}/{act}", data={"submission[title]": "x"}).status_code == 403
    other = world["forum"].store.get("user", 2)
    assert other is not None
    assert member.get(f"/user/{other['name']}/account").status_code == 403
    assert member.post(f"{foreign['path']}/lock").status_code == 403
    assert member.get(f"/f/{foreign['forum']}/edit").status_code == 403


def test_log_in_as_the_harness_does(world: World, visitor: Client) -> None:
    front = visitor.get("/").text
    assert len(re.findall(r"<a [^>]*>[^<]*Log in[^<]*</a>", front)) == 1
    page = visitor.get("/login").text
    assert len(re.findall(r"<label[^>]*>[^<]*Username", page)) == 1
    assert len(re.findall(r"<label[^>]*>[^<]*Password", page)) == 1
    assert (
        len(
            re.findall(
                r"assword",
                re.sub(
                    r"name=\"[^\"]*\"|id=\"[^\"]*\"|for=\"[^\"]*\"|type=\"[^\"]*\"|autocomplete=\"[^\"]*\"", "", page
                ),
            )
        )
        == 1
    )
    assert len(re.findall(r"<button[^>]*>[^<]*Log in", page)) == 1
    wrong = visitor.post("/login", data={"_username": MEMBER, "_password": "nope"})
    assert (wrong.status_code, "Wrong username or password" in wrong.text) == (422, True)
    right = visitor.post("/login", data={"_username": MEMBER.lower(), "_password": "test1234", "_target": "/forums"})
    assert (right.status_code, right.headers["Location"]) == (302, "/forums")
    assert "Delete" in visitor.get(f"/user/{MEMBER}/account").text
    assert visitor.post("/logout").status_code == 302
    assert "Log in" in visitor.get("/").text


def test_a_log_in_never_leads_off_the_site(visitor: Client) -> None:
    for target in ("http://evil.example/", "//evil.example", "/\\evil.example"):
        data = {"_username": MEMBER, "_password": "test1234", "_target": target}
        assert visitor.post("/login", data=data).headers["Location"] == "/"
        visitor.post("/logout")


def test_hooks_of_a_submission(world: World, member: Client) -> None:
    post = post_of(world, "s.media = 'text' AND s.body <> '' AND s.comments > 1")
    page = member.get(post["path"]).text
    for hook in ("submission__inner", "submission__title", "submission__body", "comment__body"):
        assert f'class="{hook}' in page
    assert re.search(r'<div class="submission__vote"><form class="vote', page)
    assert re.search(r'id="sidebar"[^>]*>\s*<section', page)
    assert f'action="/f/{post["forum"]}/{post["id"]}/-/comment"' in page
    own = post_of(world, "s.author_id = 1")
    assert f'action="/f/{own["forum"]}/{own["id"]}/-/edit"' in member.get(f"{own['path']}/edit").text
    assert "user-bio__biography" in member.get(f"/user/{MEMBER}").text


def test_the_front_sidebar_lists_subscriptions(world: World, member: Client) -> None:
    page = member.get("/").text
    section = page[page.index('id="sidebar"') :].partition("</section>")[0]
    names = world["forum"].store.query(
        "SELECT f.name FROM forum f JOIN subscription s ON s.forum_id = f.id WHERE s.user_id = 1"
    )
    assert names
    assert all(f'href="/f/{row["name"]}"' in section for row in names)


def test_links_lead_somewhere(world: World, member: Client) -> None:
    """Follow every link inside the site, without leaving it and without logging out."""
    todo = ["/", "/forums", "/all/new", "/inbox"]
    seen: set[str] = set()
    while todo and len(seen) < 1500:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = member.get(path)
        assert answer.status_code in (200, 302), path
        if answer.mimetype != "text/html":
            continue
        for link in re.findall(r'(?:href|src)="([^"]+)"', answer.text):
            link = unescape(link).partition("#")[0]
            if not link.startswith(("data:", "http://")) and link:
                assert link.startswith("/"), (path, link)
                # Lists in other orders show the same rows; one page of each is enough.
                if "?" not in link or link.startswith("/submit"):
                    todo.append(link)
    assert len(seen) > 400


def test_no_page_points_outside(world: World, visitor: Client) -> None:
    for path in ("/", "/all", "/f/books", "/forums", post_of(world, "s.media = 'url'")["path"]):
        found = re.findall(r'(?:href|src|action)="(https?:[^"]+)"', visitor.get(path).text)
        assert found == [], path


def test_lists_have_pages(world: World, visitor: Client) -> None:
    first, second = (re.findall(r'id="submission-(\d+)"', visitor.get(f"/all/new?p={p}").text) for p in (1, 2))
    assert len(first) == len(second) == 25
    assert not set(first) & set(second)
    last = world["forum"].store.value("SELECT id FROM submission WHERE deleted = 0 ORDER BY created, id")
    assert f'id="submission-{last}"' in visitor.get("/all/new?p=9999").text  # beyond the last page is the last page


def test_orders_are_right(world: World, visitor: Client) -> None:
    column = {"new": "created", "top": "score", "most_commented": "comments", "active": "active"}
    store = world["forum"].store
    for order, key in column.items():
        shown = re.findall(r'id="submission-(\d+)"', visitor.get(f"/all/{order}").text)
        values = [store.get("submission", int(number))[key] for number in shown]  # type: ignore[index]
        assert values == sorted(values, reverse=True)
        best = store.value(f"SELECT MAX({key}) FROM submission")
        assert values[0] == best


def test_time_windows_hold(world: World, visitor: Client) -> None:
    now = int(world.clock.now.timestamp())
    for window, days in (("day", 1), ("week", 7), ("month", 30), ("year", 365)):
        shown = re.findall(r'id="submission-(\d+)"', visitor.get(f"/all/top?t={window}").text)
        assert shown
        for number in shown:
            row = world["forum"].store.get("submission", int(number))
            assert row is not None
            assert row["created"] >= now - days * 86_400


def test_pictures_are_drawn_the_same_every_time(world: World, visitor: Client) -> None:
    post = post_of(world, "s.image <> ''")
    one, two = (visitor.get(f"/submission_images/{post['image']}") for _ in range(2))
    assert one.data == two.data
    assert one.mimetype == "image/svg+xml"
    assert "max-age" in one.headers["Cache-Control"]
