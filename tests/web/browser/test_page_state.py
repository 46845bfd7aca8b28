"""Freezing and thawing tabs."""

import pickle
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError, CapabilityError
from osgenesis.envs.web.browser import Browser, Context, perform

pytestmark = pytest.mark.browser

PAGE = """<form method=post action=/done><label>Name <input name=a></label><textarea name=b>given</textarea>
<select name=c><option>One<option>Two<option>Three</select><select name=d multiple><option>x<option>y</select>
<label><input type=checkbox name=e> tick</label><label><input type=radio name=f value=1 checked> r1</label>
<label><input type=radio name=f value=2> r2</label><button>Send</button></form><a href=/other>other</a>
<a href=/other target=_blank>new</a><div style='height:60px;overflow:auto'><p style='height:400px'>tall</p></div>
<iframe src=/inner height=60></iframe><p style='height:2000px'>end</p>"""
INNER = "<input name=inner>"


@pytest.fixture
def served(site: Any) -> Any:
    site.page(PAGE)
    site.page("<p>other</p><a href=/>home</a>", "/other")
    site.page(INNER, "/inner")
    site.pages["/done"] = lambda path, body: (200, {"Set-Cookie": "seen=1"}, b"<p>got " + body + b"</p><input name=z>")
    return site


STEPS = st.lists(
    st.one_of(
        st.builds(Action, type=st.just("click"), index=st.integers(0, 16)),
        st.builds(
            Action,
            type=st.just("input_text"),
            index=st.integers(0, 14),
            text=st.text(st.sampled_from("aé 漢\"<&'"), max_size=5),
            clear_text=st.booleans(),
        ),
        st.builds(Action, type=st.just("scroll"), direction=st.sampled_from(["up", "down"])),
        st.builds(Action, type=st.just("select_option"), index=st.integers(2, 4), option=st.sampled_from(["Two", "y"])),
        st.sampled_from([Action("go_back"), Action("go_forward"), Action("new_tab"), Action("focus_tab", tab=0)]),
        st.just(Action("key", key="Tab")),
    ),
    max_size=8,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_thawed_context_freezes_to_the_same(browser: Browser, served: Any, steps: list[Action]) -> None:
    with browser.new_context() as context, browser.new_context() as other:
        context.page.goto(served.origin + "/")
        context.set_cookies([{"name": "who", "value": "me", "url": served.origin}])
        for step in steps:
            try:
                context.page.elements()
                perform(context, step)
            except ActionError:
                pass
        facts = context.freeze()
        assert context.freeze() == facts
        seen, asked = context.page.elements(), len(served.log)
        other.thaw(pickle.loads(pickle.dumps(facts)))
        assert other.freeze() == facts
        assert other.page.elements() == seen
        assert not [entry for entry in served.log[asked:] if entry[1] != "/inner"]


def test_the_result_of_a_form_comes_back_without_sending_it_again(context: Context, served: Any) -> None:
    context.page.goto(served.origin + "/")
    index = next(i for i, e in enumerate(context.page.elements()) if e.text == "Send")
    perform(context, Action("click", index=index))
    facts = context.freeze()
    served.log.clear()
    context.thaw(facts)
    assert "got a=" in context.page.text()
    assert served.log == []
    perform(context, Action("go_back"))
    assert context.page.url == served.origin + "/"


def test_documents_can_be_delivered_by_somebody_else(context: Context, served: Any) -> None:
    context.page.goto(served.origin + "/other")
    facts = context.freeze()
    served.pages.pop("/other")
    asked = []

    def deliver(url: str, html: str) -> None:
        asked.append(url)
        served.page(html, "/other")

    context.thaw(facts, deliver)
    assert asked == [served.origin + "/other"]
    assert context.freeze() == facts


def test_an_open_dialog_cannot_be_frozen(context: Context, site: Any) -> None:
    context.page.goto(site.page("<script>alert(1)</script>"))
    with pytest.raises(CapabilityError, match="dialog"):
        context.freeze()
