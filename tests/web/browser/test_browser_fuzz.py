"""Whatever an agent does, on whatever page, the context stays usable; and the backend over it."""

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osgenesis.envs.core.actions import DIRECTIONS, MODIFIERS, WEB_ACTIONS, Action
from osgenesis.envs.core.elements import outline
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.web.backend import BrowserBackend
from osgenesis.envs.web.browser import Browser, perform

pytestmark = pytest.mark.browser

PAGE = """<h1>Everything</h1><input><textarea></textarea><select><option>a<option>b</select><input type=file>
<input type=date><input type=checkbox><div contenteditable>rich</div><button onclick="alert('hi')">alert</button>
<button onclick="window.open('/')">pop</button><a href=/>self</a><a href=http://example.com/>out</a>
<a href="data:text/html,x">data</a><a href=/missing download>get</a><button onclick="window.close()">close</button>
<button onclick="document.body.innerHTML = ''">wipe</button><button onclick="location.reload()">again</button>
<div style="height:50px;overflow:auto"><p style="height:500px">tall</p></div><iframe src=/inner></iframe>
<button onclick="history.back()">back</button><canvas width=50 height=50></canvas><p style="height:3000px">end"""

TARGETS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(dict, index=st.integers(0, 25)),
    st.builds(dict, x=st.integers(-5, 1300), y=st.integers(-5, 730)),
    st.builds(dict, bid=st.sampled_from(["1", "a3", '"]'])),
)
TEXTS = st.sampled_from(["", "a", "Hello, world!", "漢字 é 🙂", "<b>\"'", "2024-02-29", "x" * 600, "\n\t"])
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["click", "double_tap", "hover"]), TARGETS),
    st.tuples(st.just("click"), st.builds(lambda t, m: t | {"modifiers": (m,)}, TARGETS, st.sampled_from(MODIFIERS))),
    st.tuples(st.just("input_text"), st.builds(lambda t, text: t | {"text": text}, TARGETS | st.just({}), TEXTS)),
    st.tuples(st.just("scroll"), st.builds(dict, direction=st.sampled_from(DIRECTIONS))),
    st.tuples(st.just("drag"), st.builds(lambda t: t | {"to_x": 300, "to_y": 90}, TARGETS)),
    st.tuples(st.just("select_option"), st.builds(lambda t: t | {"option": "b"}, TARGETS)),
    st.tuples(st.just("upload"), st.builds(lambda t: t | {"text": "f"}, TARGETS)),
    st.tuples(
        st.just("key"), st.builds(dict, key=st.sampled_from(["Enter", "Tab", "Control+a", "Control+v", "F5", "?"]))
    ),
    st.tuples(st.just("focus_tab"), st.builds(dict, tab=st.integers(0, 3))),
    st.tuples(
        st.sampled_from(["go_back", "go_forward", "new_tab", "close_tab", "keyboard_enter", "noop"]), st.just({})
    ),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(ACTIONS, max_size=12))
def test_no_action_breaks_the_context(browser: Browser, site: Any, steps: list[tuple[str, dict[str, Any]]]) -> None:
    site.page(PAGE)
    site.page("<input><button onclick='parent.document.title = 1'>in</button>", "/inner")
    with browser.new_context(proxy=site.origin) as context:
        context.files["f"] = b"content"
        context.page.goto("http://world.test/")
        for kind, fields in steps:
            elements = context.page.elements()
            assert len(outline(elements)) < 20_000
            with contextlib.suppress(ActionError):
                perform(context, Action(kind, **fields))
        assert context.page.screenshot().shape == (720, 1280, 3)
        assert {page.url.partition(":")[0] for page in context.pages} <= {"http", "about"}
        context.reset("http://world.test/")
        assert context.page.elements()[0].text == "Everything"
        assert len(context.pages) == 1


def test_the_backend_reads_the_page_once_between_actions(browser: Browser, site: Any) -> None:
    backend = BrowserBackend(browser.new_context())
    assert backend.action_types == WEB_ACTIONS
    assert backend.screen_size == (1280, 720)
    backend.perform(Action("goto", url=site.page("<button onclick='textContent = 2'>1</button>")))
    first = backend.elements()
    assert backend.elements() is first
    assert backend.context() == {"app": "127.0.0.1", "url": site.origin + "/"}
    backend.perform(Action("click", index=0))
    assert [element.text for element in backend.elements()] == ["2"]
    backend.perform(Action("status", goal_status="complete"))
    assert backend.screenshot().shape == (720, 1280, 3)
    backend.close()
    backend.close()
