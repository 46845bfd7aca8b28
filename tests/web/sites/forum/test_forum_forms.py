"""Every form of the forum: what it does, what it says when something is wrong, and that texts stay texts."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from osgenesis.envs.web.sites.world import World

MEMBER = "MarvelsGrantMan136"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE submission; --",
    "' OR '1'='1",
    "{{ 7 * 7 }}{% include 'layout.html' %}",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "%s%n\\ \u202e\U0001f600",
)


@pytest.fixture
def world() -> Iterator[World]:
    made = World(sites=("forum",))
    yield made
    made.close()


@pytest.fixture
def member(world: World) -> Client:
    client = world.client("forum")
    client.post("/login", data={"_username": MEMBER, "_password": "test1234"})
    return client


def one(world: World, sql: str, *values: object) -> dict[str, Any]:
    row = world["forum"].store.one(sql, *values)
    assert row is not None
    return row


def path_of(world: World, where: str) -> tuple[int, str]:
    row = one(
        world,
        f"SELECT s.id, s.slug, f.name FROM submission s JOIN forum f ON f.id = s.forum_id WHERE {where} ORDER BY s.id",
    )
    return row["id"], f"/f/{row['name']}/{row['id']}/{row['slug']}"


def says(answer: TestResponse, text: str) -> bool:
    return answer.status_code == 422 and text in answer.text


def test_submit_a_text(world: World, member: Client) -> None:
    forum = one(world, "SELECT * FROM forum WHERE name = 'books'")
    fields = {"submission[title]": "Ünder the Böwl?", "submission[body]": "Hi *you*", "submission[mediaType]": "url"}
    answer = member.post("/submit", data={**fields, "submission[forum]": str(forum["id"])})
    row = one(world, "SELECT * FROM submission ORDER BY id DESC")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/f/books/{row['id']}/under-the-bowl")
    assert (row["title"], row["body"], row["media"], row["score"], row["upvotes"]) == (
        "Ünder the Böwl?",
        "Hi *you*",
        "text",
        1,
        1,
    )
    page = member.get(answer.headers["Location"]).text
    assert "<em>you</em>" in page
    assert "vote--user-upvoted" in page
    assert f'id="submission-{row["id"]}"' in member.get("/f/books/new").text
    assert one(world, "SELECT submissions FROM forum WHERE name = 'books'")["submissions"] == forum["submissions"] + 1


def test_submit_a_link_from_a_forum(world: World, member: Client) -> None:
    fields = {"submission[title]": "A page", "submission[url]": "https://pages.example/1?a=b&c"}
    answer = member.post("/submit/space", data=fields)
    assert answer.status_code == 302
    page = member.get(answer.headers["Location"]).text
    assert 'href="https://pages.example/1?a=b&amp;c"' in page
    assert "pages.example</span>" in page


def test_submit_an_image(world: World, member: Client) -> None:
    fields = {"submission[title]": "A picture", "submission[mediaType]": "image"}
    answer = member.post("/submit/cats", data={**fields, "submission[image]": (io.BytesIO(PNG), "../x.png")})
    assert answer.status_code == 302
    name = one(world, "SELECT image FROM submission ORDER BY id DESC")["image"]
    assert f'src="/submission_images/{name}"' in member.get(answer.headers["Location"]).text
    picture = member.get(f"/submission_images/{name}")
    assert (picture.data, picture.mimetype) == (PNG, "image/png")


def test_a_picture_posted_again_by_its_address_is_shown(world: World, member: Client) -> None:
    name = one(world, "SELECT image FROM submission WHERE image <> ''")["image"]
    fields = {"submission[title]": "From pics", "submission[url]": f"http://forum.test/submission_images/{name}"}
    page = member.get(member.post("/submit/books", data=fields).headers["Location"]).text
    assert f'<img src="/submission_images/{name}"' in page


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"submission[title]": "  "}, "must not be blank"),
        ({"submission[title]": "x" * 301}, "300 characters"),
        ({"submission[url]": "not an address"}, "not a valid address"),
        ({"submission[url]": "javascript:alert(1)"}, "not a valid address"),
        ({"submission[body]": "x" * 25_001}, "25,000 characters"),
        ({"submission[forum]": ""}, "Choose a forum"),
        ({"submission[forum]": "9"}, "Choose a forum"),
        ({"submission[forum]": "1; DROP TABLE forum"}, "Choose a forum"),
        ({"submission[mediaType]": "image"}, "Choose an image"),
    ],
)
def test_submissions_with_mistakes(world: World, member: Client, changes: dict[str, str], problem: str) -> None:
    good = {"submission[title]": "A good title", "submission[body]": "My text", "submission[forum]": "10001"}
    before = one(world, "SELECT COUNT(*) AS n FROM submission")
    answer = member.post("/submit", data={**good, **changes})
    assert says(answer, problem)
    assert changes.get("submission[body]", "My text")[:50] in answer.text
    assert one(world, "SELECT COUNT(*) AS n FROM submission") == before


def test_what_is_no_picture_is_refused(member: Client) -> None:
    fields = {"submission[title]": "A picture", "submission[mediaType]": "image"}
    svg = (io.BytesIO(b"<svg onload='alert(1)'/>"), "x.png")
    assert says(member.post("/submit/cats", data={**fields, "submission[image]": svg}), "not an image")


def test_comment_and_reply(world: World, member: Client) -> None:
    key, path = path_of(world, "s.comments > 1 AND s.author_id <> 1 AND s.locked = 0")
    before = one(world, "SELECT * FROM submission WHERE id = ?", key)
    answer = member.post(f"{path}/comment", data={f"reply_to_submission_{key}[comment]": "First thought"})
    new = one(world, "SELECT * FROM comment ORDER BY id DESC")
    forum = path.split("/")[2]
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}/comment/{new['id']}")
    page = member.get(answer.headers["Location"]).text
    assert page[page.index('class="comment__body') :].partition("</div>")[0].endswith("<p>First thought</p>\n")
    after = one(world, "SELECT * FROM submission WHERE id = ?", key)
    assert after["comments"] == before["comments"] + 1
    assert after["active"] > before["active"]
    parent = one(world, "SELECT * FROM comment WHERE submission_id = ? AND author_id <> 1", key)
    field = f"reply_to_comment_{parent['id']}[comment]"
    answer = member.post(f"/f/{forum}/{key}/-/comment/{parent['id']}", data={field: "Second"})
    assert answer.status_code == 302
    page = member.get(answer.headers["Location"]).text
    assert page[page.index('class="comment__body') :].partition("</div>")[0].endswith("<p>Second</p>\n")
    told = one(world, "SELECT * FROM notification ORDER BY id DESC")
    assert (told["user_id"], told["kind"]) == (parent["author_id"], "reply")


def test_empty_comments_are_refused(world: World, member: Client) -> None:
    key, path = path_of(world, "s.locked = 0")
    for text, problem in ((" ", "must not be blank"), ("x" * 10_001, "10,000 characters")):
        assert says(member.post(f"{path}/comment", data={f"reply_to_submission_{key}[comment]": text}), problem)


def test_locked_threads_take_no_comments(world: World, member: Client) -> None:
    key, path = path_of(world, "s.forum_id NOT IN (SELECT forum_id FROM moderator WHERE user_id = 1)")
    world["forum"].store.update("submission", key, locked=1)
    assert member.post(f"{path}/comment", data={f"reply_to_submission_{key}[comment]": "x"}).status_code == 403
    assert "locked" in member.get(path).text


def test_edit_and_delete_ones_own(world: World, member: Client) -> None:
    key, path = path_of(world, "s.author_id = 1 AND s.comments > 0")
    assert says(member.post(f"{path}/edit", data={"submission[title]": ""}), "must not be blank")
    title = one(world, "SELECT title FROM submission WHERE id = ?", key)["title"]
    answer = member.post(f"{path}/edit", data={"submission[title]": title, "submission[body]": "New body"})
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    assert "New body" in member.get(path).text
    assert member.post(f"{path}/delete").status_code == 302
    assert "deleted by its author" in member.get(path).text
    assert f'id="submission-{key}"' not in member.get("/all/new").text
    own = one(
        world, "SELECT * FROM comment WHERE author_id = 1 AND id NOT IN (SELECT parent_id FROM comment WHERE parent_id)"
    )
    _, about = path_of(world, f"s.id = {own['submission_id']}")
    there = f"/f/{about.split('/')[2]}/{own['submission_id']}/-/comment/{own['id']}"
    assert says(member.post(f"{there}/edit", data={"comment[comment]": ""}), "must not be blank")
    assert member.post(f"{there}/edit", data={"comment[comment]": "Better"}).status_code == 302
    assert "Better" in member.get(there).text
    assert member.post(f"{there}/delete").status_code == 302
    assert member.get(there).status_code == 404


def test_an_answered_comment_leaves_a_shell(world: World, member: Client) -> None:
    parent = one(
        world,
        "SELECT p.* FROM comment p JOIN comment c ON c.parent_id = p.id JOIN submission s "
        "ON s.id = p.submission_id WHERE s.deleted = 0 ORDER BY p.id",
    )
    world["forum"].store.update("comment", parent["id"], author_id=1)
    _, about = path_of(world, f"s.id = {parent['submission_id']}")
    there = f"/f/{about.split('/')[2]}/{parent['submission_id']}/-/comment/{parent['id']}"
    assert member.post(f"{there}/delete").status_code == 302
    assert "This comment was deleted" in member.get(there).text
    assert member.post(f"{there}/edit", data={"comment[comment]": "x"}).status_code == 403


def test_create_and_edit_a_forum(world: World, member: Client) -> None:
    fields = {
        "forum[name]": "sci_fi2",
        "forum[title]": "Sci-fi",
        "forum[description]": "A wild place",
        "forum[sidebar]": "New\nClassic",
    }
    answer = member.post("/create_forum", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/f/sci_fi2")
    page = member.get("/f/sci_fi2/edit").text
    assert 'id="forum_description"' in page
    assert ">A wild place</textarea>" in page
    assert ">New\nClassic</textarea>" in page
    changed = {**fields, "forum[name]": "scifi_two", "forum[sidebar]": "Other"}
    assert member.post("/f/sci_fi2/edit", data=changed).headers["Location"] == "/f/scifi_two/edit"
    assert "Other" in member.get("/f/scifi_two").text


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"forum[name]": "a b"}, "3 to 25 letters"),
        ({"forum[name]": "BOOKS"}, "already a forum"),
        ({"forum[title]": ""}, "must not be blank"),
        ({"forum[description]": "x" * 301}, "300 characters"),
        ({"forum[sidebar]": ""}, "must not be blank"),
    ],
)
def test_forums_with_mistakes(member: Client, changes: dict[str, str], problem: str) -> None:
    good = {"forum[name]": "fine", "forum[title]": "t", "forum[description]": "d", "forum[sidebar]": "s"}
    assert says(member.post("/create_forum", data={**good, **changes}), problem)


def test_biography_account_and_closing_it(world: World, member: Client) -> None:
    assert (
        member.post(f"/user/{MEMBER}/edit_biography", data={"user_biography[biography]": "I am a robot"}).status_code
        == 302
    )
    page = member.get(f"/user/{MEMBER}").text
    assert "<p>I am a robot</p>" in page[page.index("user-bio__biography") :]
    assert says(member.post(f"/user/{MEMBER}/edit_biography", data={"user_biography[biography]": "x" * 1001}), "1,000")
    assert says(member.post(f"/user/{MEMBER}/account", data={"user[email]": "nothing"}), "not an e-mail")
    assert says(member.post(f"/user/{MEMBER}/account", data={"user[password]": "short"}), "at least 8")
    assert member.post(f"/user/{MEMBER}/account", data={"user[password]": "longenough"}).status_code == 302
    assert says(member.post(f"/user/{MEMBER}/delete_account", data={"name": "x"}), "Type your user name")
    assert member.post(f"/user/{MEMBER}/delete_account", data={"name": MEMBER}).status_code == 302
    assert says(member.post("/login", data={"_username": MEMBER, "_password": "longenough"}), "Wrong username")


def test_registration(world: World) -> None:
    visitor = world.client("forum")
    fields = {"user[username]": "new_reader", "user[password][first]": "12345678", "user[password][second]": "12345678"}
    for changes, problem in (
        ({"user[username]": "a"}, "3 to 25"),
        ({"user[username]": MEMBER.upper()}, "taken"),
        ({"user[email]": "x"}, "not an e-mail"),
        ({"user[password][first]": "1"}, "at least 8"),
        ({"user[password][second]": "1"}, "differ"),
    ):
        assert says(visitor.post("/registration", data={**fields, **changes}), problem)
    assert visitor.post("/registration", data=fields).status_code == 302
    assert "new_reader" in visitor.get("/").text


def test_messages(world: World, member: Client) -> None:
    friend = one(world, "SELECT * FROM user WHERE id = 5")["name"]
    there = f"/user/{friend}/compose_message"
    assert says(member.post(there, data={"message[title]": "", "message[body]": "b"}), "must not be blank")
    assert says(member.post(there, data={"message[title]": "t", "message[body]": ""}), "must not be blank")
    answer = member.post(there, data={"message[title]": "Hello", "message[body]": "How are you?"})
    assert answer.status_code == 302
    assert says(member.post(answer.headers["Location"], data={"message[body]": " "}), "must not be blank")
    assert member.post(answer.headers["Location"], data={"message[body]": "Well?"}).status_code == 302
    page = member.get(answer.headers["Location"]).text
    assert "How are you?" in page
    assert "Well?" in page
    assert one(world, "SELECT COUNT(*) AS n FROM notification WHERE user_id = 5 AND kind = 'message'")["n"] == 2
    stranger = world.client("forum")
    stranger.post(
        "/registration",
        data={"user[username]": "stranger", "user[password][first]": "12345678", "user[password][second]": "12345678"},
    )
    assert stranger.get(answer.headers["Location"]).status_code == 404


def test_drafts(world: World, member: Client) -> None:
    fields = {"submission[title]": "Half a thought", "submission[body]": "b", "save_draft": "1"}
    assert member.post("/submit", data=fields).headers["Location"] == "/drafts"
    key = one(world, "SELECT id FROM draft ORDER BY id DESC")["id"]
    assert "Half a thought" in member.get(f"/submit?draft={key}").text
    assert says(member.post("/submit", data={"save_draft": "1"}), "nothing to save")
    done = {"submission[title]": "A whole thought", "submission[forum]": "10001"}
    assert member.post(f"/submit?draft={key}", data=done).status_code == 302
    assert world["forum"].store.get("draft", key) is None
    assert member.post("/drafts/1/delete").status_code == 302
    assert member.post("/drafts/1/delete").status_code == 404


def test_saving_hiding_blocking_moderating(world: World, member: Client) -> None:
    key, path = path_of(world, "s.id NOT IN (SELECT submission_id FROM saved) AND s.author_id <> 1")
    member.post(f"{path}/save")
    assert f'id="submission-{key}"' in member.get("/saved").text
    member.post(f"{path}/unsave")
    assert f'id="submission-{key}"' not in member.get("/saved").text
    author = one(world, "SELECT u.name FROM user u JOIN submission s ON s.author_id = u.id WHERE s.id = ?", key)["name"]
    member.post(f"/user/{author}/block")
    assert f">{author}</a>" not in member.get("/all/new").text
    member.post(f"/user/{author}/unblock")
    member.post("/f/books/hide")
    assert 'href="/f/books" class="submission__forum"' not in member.get("/all/new").text
    member.post("/f/books/unhide")
    assert says(member.post("/f/gardening/moderators", data={"moderator[user]": "nobody_here"}), "no user")
    assert member.post("/f/gardening/moderators", data={"moderator[user]": author}).status_code == 302
    assert says(member.post("/f/gardening/moderators", data={"moderator[user]": author}), "already")
    assert member.post("/f/books/moderators", data={"moderator[user]": author}).status_code == 403


def test_a_forums_page_lets_its_moderators_change_its_texts(world: World, member: Client) -> None:
    assert 'id="forum_description"' in member.get("/f/gardening").text
    assert 'id="forum_description"' not in member.get("/f/books").text
    row = one(world, "SELECT * FROM forum WHERE name = 'gardening'")
    fields = {f"forum[{name}]": row[name] for name in ("name", "title", "tags")}
    fields |= {"forum[description]": "Beds and borders.", "forum[sidebar]": "- Water early"}
    assert member.post("/f/gardening/edit", data=fields).status_code == 302
    assert "Beds and borders.</textarea>" in member.get("/f/gardening").text


def test_inbox(world: World, member: Client) -> None:
    count = "SELECT COUNT(*) AS n FROM notification WHERE user_id = 1 AND seen = 0"
    fresh = one(world, count)["n"]
    assert fresh > 1
    key = one(world, "SELECT id FROM notification WHERE user_id = 1 AND seen = 0")["id"]
    member.post(f"/inbox/{key}/clear")
    assert one(world, count)["n"] == fresh - 1
    member.post("/inbox/clear")
    assert one(world, count)["n"] == 0


@pytest.mark.parametrize("text", NASTY)
def test_texts_stay_texts(world: World, member: Client, text: str) -> None:
    """Whatever is typed is stored as it is and shown as text, in every form and every reflected parameter."""
    tables = one(world, "SELECT COUNT(*) AS n FROM sqlite_master")
    key, path = path_of(world, "s.author_id = 1")
    fields = {"submission[title]": text, "submission[body]": text, "submission[forum]": "10001"}
    shown = [member.post("/submit", data=fields).headers["Location"]]
    assert one(world, "SELECT title FROM submission ORDER BY id DESC")["title"] == text
    member.post(f"{path}/edit", data=fields)
    member.post(f"{path}/comment", data={f"reply_to_submission_{key}[comment]": text})
    member.post(f"/user/{MEMBER}/edit_biography", data={"user_biography[biography]": text})
    member.post("/submit", data={**fields, "save_draft": "1"})
    new = {"forum[name]": "nasty", "forum[title]": text, "forum[description]": text, "forum[sidebar]": text}
    member.post("/create_forum", data={**new, "forum[tags]": text})
    friend = one(world, "SELECT name FROM user WHERE id = 5")["name"]
    sent = member.post(f"/user/{friend}/compose_message", data={"message[title]": text, "message[body]": text})
    shown += [sent.headers["Location"], path, f"/user/{MEMBER}", "/drafts", "/f/nasty", "/f/nasty/edit", "/f/books"]
    shown += ["/messages", "/forums?sort=created"]
    answers = [member.get(place) for place in shown]
    answers += [
        member.get(place, query_string={"q": text, "kind": kind, "sort": text, "t": text, "p": text, "title": text})
        for place in ("/search", "/forums", "/submit", "/all/top")
        for kind in ("submissions", "comments", "forums")
    ]
    answers += [member.post("/submit", data={**fields, "submission[forum]": text, "submission[url]": text})]
    answers += [member.post("/create_forum", data={**new, "forum[name]": text}), member.get(f"/f/{text}")]
    answers += [world.client("forum").post("/login", data={"_username": text, "_password": text, "_target": text})]
    answers += [world.client("forum").post("/registration", data={"user[username]": text, "user[email]": text})]
    for answer in answers:
        assert answer.status_code in (200, 404, 422), answer.request.path
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert 'href="javascript:' not in answer.text
        assert "{{ 7" in answer.text or "49{" not in answer.text
    assert one(world, "SELECT COUNT(*) AS n FROM sqlite_master") == tables


def test_oversize_and_malformed_requests(world: World, member: Client) -> None:
    assert member.post("/submit", data={"submission[body]": "x" * (5 * 1024 * 1024)}).status_code == 413
    assert (
        member.post("/submit", data=b"\xff\xfe%%%&=&&", content_type="application/x-www-form-urlencoded").status_code
        == 422
    )
    assert member.post("/f/books").status_code == 405
    assert member.get("/f/books?p=-1&p=99999999999999&t[]=x").status_code == 200
