"""What goes wrong in browsers, and that it ends clearly, with the context usable."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError, BackendError
from osgenesis.envs.web.browser import Browser, Context, Settings, perform
from osgenesis.envs.web.browser.browsergym_actions import parse_browsergym, perform_browsergym

pytestmark = pytest.mark.browser


def click(context: Context, text: str) -> None:
    elements = context.page.elements()
    index = next(i for i, element in enumerate(elements) if element.text == text)
    perform(context, Action("click", index=index))


def kinds(context: Context) -> list[str]:
    return [report.kind for report in context.reports]


@pytest.fixture
def hasty(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines at which a test need not yawn."""
    monkeypatch.setattr(browser, "settings", replace(Settings(), script_s=0.5, navigation_s=1.0, requests_s=0.3))


def look_until_it_fails(context: Context) -> None:
    for _ in range(200):
        context.page.elements()
        time.sleep(0.02)


# ---- dialogs -----------------------------------------------------------------------------------


def test_a_confirmation_is_shown_as_elements_and_answered(context: Context, site: Any) -> None:
    context.page.goto(site.page("<button onclick=\"textContent = confirm('Delete all?')\">ask</button>"))
    plain = context.page.screenshot()
    click(context, "ask")
    assert [(e.role, e.text, e.window) for e in context.page.elements()] == [
        ("text", "Delete all?", "dialog"),
        ("button", "OK", "dialog"),
        ("button", "Cancel", "dialog"),
    ]
    assert (context.page.screenshot() != plain).any()
    with pytest.raises(ActionError, match='A dialog is open \\("Delete all\\?"\\)'):
        perform(context, Action("scroll", direction="down"))
    click(context, "Cancel")
    assert [e.text for e in context.page.elements()] == ["false"]


def test_a_prompt_is_typed_into(context: Context, site: Any) -> None:
    context.page.goto(site.page("<button onclick=\"textContent = prompt('Name?', 'An')\">ask</button>"))
    click(context, "ask")
    perform(context, Action("input_text", index=1, text="na"))
    assert context.page.elements()[1].value == "Anna"
    x, y = context.page.elements()[2].center
    perform(context, Action("click", x=x, y=y))
    assert [e.text for e in context.page.elements()] == ["Anna"]


def test_an_alert_while_loading_is_answered_by_enter(context: Context, site: Any) -> None:
    context.page.goto(site.page("<script>alert('welcome')</script><p>text"))
    assert context.page.elements()[0].text == "welcome"
    perform(context, Action("keyboard_enter"))
    assert [e.text for e in context.page.elements()] == ["text"]


def test_going_elsewhere_answers_dialogs_and_leaves_pages_that_object(context: Context, site: Any) -> None:
    site.page("<p>next", "/next")
    context.page.goto(site.page("<input><script>onbeforeunload = () => 'stay'; setTimeout(() => alert(1), 0)</script>"))
    perform(context, Action("noop"))
    perform(context, Action("goto", url=site.origin + "/next"))
    assert context.page.text().strip() == "next"
    context.page.goto(site.page("<input><script>onbeforeunload = e => e.preventDefault()</script>"))
    context.page.elements()
    perform(context, Action("input_text", index=0, text="x"))
    perform(context, Action("goto", url=site.origin + "/next"))
    assert context.page.text().strip() == "next"
    assert "beforeunload" in kinds(context)


# ---- foreign places ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "chrome://version", "view-source:http://world.test/", "data:text/html,x", "javascript:1",
     "ftp://world.test/", "http://", "http://[", "no address", "about:config", "blob:http://world.test/1"],
)  # fmt: skip
def test_only_web_addresses_can_be_opened(context: Context, url: str) -> None:
    with pytest.raises(ActionError):
        perform(context, Action("goto", url=url))
    assert context.page.url == "about:blank"


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://example.com/", "http://127.0.0.1:8022/", "http://localhost/", "http://10.0.0.1/"],
)
def test_foreign_hosts_are_refused_and_the_page_stays(gated: Context, site: Any, url: str) -> None:
    site.page(f"<input id=i><a href='{url}'>out</a><a href='{url}' target=_blank>pop</a>")
    gated.page.goto("http://world.test/")
    gated.page.elements()
    perform(gated, Action("input_text", index=0, text="typed"))
    for action in (
        Action("goto", url=url),
        Action("click", index=1),
        Action("click", index=2),
        Action("new_tab", url=url),
    ):
        gated.page.elements()
        with pytest.raises(ActionError, match="outside this world"):
            perform(gated, action)
        assert [page.url for page in gated.pages] == ["http://world.test/"]
        assert gated.page.evaluate("document.getElementById('i').value") == "typed"
    assert len(gated.refused) == 4
    assert gated.page.history.entries == ["http://world.test/"]


@pytest.mark.parametrize(
    "script",
    ["location = 'file:///etc/passwd'", "location = 'chrome://version'", "window.open('file:///etc/passwd')",
     "location = 'data:text/html,<h1>data</h1>'", "location = 'view-source:http://world.test/'",
     "window.open('javascript:1')", "location = 'mailto:a@b.test'", "location = 'osgenesis://x'"],
)  # fmt: skip
def test_pages_cannot_lead_to_other_schemes(gated: Context, site: Any, script: str) -> None:
    site.page(f'<button onclick="{script}">go</button>')
    gated.page.goto("http://world.test/")
    click(gated, "go")
    urls = {page.url for page in gated.pages}
    assert urls <= {"http://world.test/", "about:blank", ""}, urls
    assert "root:" not in gated.page.text()


def test_frames_of_foreign_hosts_stay_empty(gated: Context, site: Any) -> None:
    site.page("<p>here</p><iframe src=http://example.com/></iframe><img src=http://example.com/x.png>")
    gated.page.goto("http://world.test/")
    assert [e.text for e in gated.page.elements() if e.text] == ["here"]
    assert gated.refused == [("http://example.com/", "not of this world")]


def test_a_context_can_be_kept_to_some_origins_without_a_proxy(browser: Browser, site: Any) -> None:
    site.pages["/away"] = lambda path, body: (302, {"Location": "http://localhost:1/x"}, b"")
    url = site.page("<a href=http://localhost:1/>out</a><a href=/away>away</a><img src=http://localhost:1/i.png>")
    with browser.new_context(origins=[site.origin]) as context:
        context.page.goto(url)
        for text in ("out", "away"):
            with pytest.raises(ActionError, match="outside this world"):
                click(context, text)
        assert context.page.url == url
        assert [address for address, _ in context.refused] == ["http://localhost:1/", "http://localhost:1/x"]


FORBIDDEN = "http://world.test:6000/"  # of such a port Chromium shows an error page of its own, without asking anybody


@pytest.mark.parametrize(
    "go",
    [
        lambda context: perform(context, Action("goto", url=FORBIDDEN)),
        lambda context: perform(context, Action("new_tab", url=FORBIDDEN)),
        lambda context: perform_browsergym(context, parse_browsergym(f"goto('{FORBIDDEN}')")[0]),
    ],
    ids=["goto", "new_tab", "BrowserGym's goto"],
)
def test_an_address_that_chromium_forbids_leaves_the_page_as_it_was(
    browser: Browser, site: Any, go: Callable[[Context], object]
) -> None:
    site.page("<p>here")
    with browser.new_context(proxy=site.origin, origins=["http://world.test"]) as context:
        context.page.goto("http://world.test:80/")
        with pytest.raises(ActionError, match=r"outside this world; its sites: http://world\.test\."):
            go(context)
        assert [page.url for page in context.pages] == ["http://world.test/"]
        assert [address for address, _ in context.refused] == [FORBIDDEN]


# ---- loading -----------------------------------------------------------------------------------


def test_downloads_are_refused_and_noted(context: Context, site: Any) -> None:
    site.pages["/file"] = lambda path, body: (200, {"Content-Disposition": "attachment; filename=a.zip"}, b"PK")
    context.page.goto(site.page("<a href=/file>get</a>"))
    click(context, "get")
    assert context.page.url == site.origin + "/"
    # The refusal is announced by the browser, not by the page, and may come a moment later.
    assert context.browser.root.wait_for(lambda: "download" in kinds(context), 5.0)


def test_endless_redirects_end(context: Context, site: Any) -> None:
    site.pages["/loop"] = lambda path, body: (302, {"Location": "/loop"}, b"")
    context.page.goto(site.page("<a href=/loop>round</a>"))
    click(context, "round")
    context.page.goto(site.origin + "/")
    assert context.page.elements()[0].text == "round"


@pytest.mark.usefixtures("hasty")
def test_a_page_that_never_settles_is_not_waited_for(context: Context, site: Any) -> None:
    def slow(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        time.sleep(2.5)
        return 200, {}, b""

    site.pages["/slow"] = slow
    start = time.monotonic()
    context.page.goto(site.page("<p>text</p><script>setInterval(() => fetch('/data'), 20); fetch('/slow')</script>"))
    assert time.monotonic() - start < 2
    context.page.goto(site.page("<p>text</p><img src=/slow>", "/image"))
    assert "unsettled" in kinds(context)
    assert context.page.elements()[0].text == "text"


def test_a_server_that_is_not_there(context: Context, site: Any) -> None:
    context.page.goto("http://127.0.0.1:9/")
    assert "failed" in kinds(context)
    assert context.page.url == "http://127.0.0.1:9/"
    context.page.goto(site.page("<p>back"))
    assert context.page.text().strip() == "back"


# ---- pages that break --------------------------------------------------------------------------


@pytest.mark.usefixtures("hasty")
def test_a_script_without_end_is_stopped(browser: Browser, site: Any) -> None:
    with browser.new_context() as context:
        context.page.goto(site.page("<button onclick='while (true);'>hang</button><button onclick='textContent=1'>B"))
        click(context, "hang")
        assert "hung" in kinds(context)
        click(context, "B")
        assert context.page.elements()[1].text == "1"


@pytest.mark.usefixtures("hasty")
def test_a_page_that_hangs_behind_our_back_does_not_stop_the_reset(browser: Browser, site: Any) -> None:
    with browser.new_context() as context:
        context.page.goto(site.page("<script>setTimeout(() => { while (true); }, 50)</script>hi"))
        time.sleep(0.1)
        context.reset(site.page("<p>alive", "/alive"))
        assert context.page.text().strip() == "alive"


def test_a_crashed_page_is_reported_and_reset_brings_a_new_one(context: Context, site: Any) -> None:
    context.page.goto(site.page("<p>text"))
    context.page.session.send("Page.navigate", {"url": "chrome://crash"})
    with pytest.raises(BackendError, match="crashed"):
        look_until_it_fails(context)
    with pytest.raises(BackendError, match="crashed"):
        perform(context, Action("noop"))
    context.reset(site.origin + "/")
    assert context.page.text().strip() == "text"


def test_reset_leaves_nothing_of_the_episode(context: Context, site: Any) -> None:
    url = site.page(
        """<p id=p></p><script>p.textContent = [document.cookie, localStorage.a, sessionStorage.a, window.name];
        document.cookie = 'a=1'; localStorage.a = sessionStorage.a = window.name = 'kept'</script>"""
    )
    context.page.goto(url)
    context.page.goto(url)
    assert context.page.text().strip() == "a=1,kept,kept,kept"
    context.new_page(url)
    context.files["x"] = b""
    context.reset(url)
    assert context.page.text().strip() == ",,,"
    assert (len(context.pages), context.reports, context.files, context.page.history.entries) == (1, [], {}, [url])


def test_two_contexts_share_nothing(browser: Browser, site: Any) -> None:
    url = site.page(
        "<input id=i value=mine><p id=p></p><script>p.textContent = document.cookie + (localStorage.a || '')</script>"
    )
    with browser.new_context() as one, browser.new_context() as two:
        one.page.goto(url)
        one.page.evaluate_in_page("document.cookie = 'a=1'; localStorage.a = 2; i.focus(); i.select()")
        perform(one, Action("key", key="Control+c"))
        two.page.goto(url)
        assert two.page.text().strip() == ""
        two.page.elements()
        perform(two, Action("click", index=0))
        perform(two, Action("key", key="Control+v"))
        assert two.page.evaluate("document.getElementById('i').value") == "mine"
        assert one.clipboard == "mine"
        assert two.clipboard == ""
