"""BrowserGym's observation and its action strings."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.errors import ActionError, OsgenesisError
from osgenesis.envs.web.browser import Context, browsergym_observation, parse_browsergym, perform_browsergym
from osgenesis.envs.web.browser.browsergym_actions import BROWSERGYM_FUNCTIONS, Call


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("click('a12')", [Call("click", ("a12",))]),
        ('fill("5", "say \\"hi\\" (now)")', [Call("fill", ("5", 'say "hi" (now)'))]),
        ("click('1') click('2')\nnoop()", [Call("click", ("1",)), Call("click", ("2",)), Call("noop")]),
        ("I think I should\n```\nscroll(0, -200.5)\n```\nbecause.", [Call("scroll", (0, -200.5))]),
        ("# click('9')\nclick('8', button='right')  # done", [Call("click", ("8",), {"button": "right"})]),
        ("select_option('4', ['a', \"b\"])", [Call("select_option", ("4", ["a", "b"]))]),
        ("fill('3', 'it''s # fine')", [Call("fill", ("3", "its # fine"))]),
        ("click(bid='7',)", [Call("click", (), {"bid": "7"})]),
        ("send_msg_to_user('42')", [Call("send_msg_to_user", ("42",))]),
    ],
)
def test_calls_are_found_in_what_models_write(text: str, calls: list[Call]) -> None:
    assert list(parse_browsergym(text)) == calls


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hello", "No action found"),
        ("clik('1')", "Did you mean 'click'"),
        ("click()", "click takes"),
        ("click('1', colour='red')", "click takes"),
        ("click(12)", "bid cannot be 12"),
        ("click(__import__('os').system('true'))", "Unknown action"),
        ("goto(open('/etc/passwd').read())", "Unknown action|No action"),
        ("scroll(1e99, 0)", "out of range"),
        ("x" * 300_000, "at most"),
    ],
)
def test_what_is_no_action_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ActionError, match=problem):
        parse_browsergym(text)


@given(st.text(st.sampled_from("click('1\",)#[]{}=\\\n e-"), max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        assert parse_browsergym(text)
    except ActionError:
        pass


PAGE = """<h1>Title</h1><p id=log></p><label>Name <input id=q value=old></label>
<button onclick="say('clicked')" ondblclick="say('twice')" oncontextmenu="say('menu');return false">B</button>
<select id=s><option>One<option>Two</select><input type=checkbox id=c>
<iframe frameborder=0 srcdoc="<button onclick=&quot;this.textContent='in'&quot;>F</button>"></iframe>
<p style="height:3000px">low</p><script>const say = text => { log.textContent = text }</script>"""


@pytest.fixture
def page(context: Context, site: Any) -> Context:
    context.page.goto(site.page(PAGE))
    return context


def bid(context: Context, role: str, name: str) -> str:
    nodes = browsergym_observation(context, screenshot=False)["axtree_object"]["nodes"]
    return str(
        next(n["browsergym_id"] for n in nodes if n["role"]["value"] == role and n.get("name", {}).get("value") == name)
    )


def run(context: Context, text: str) -> None:
    for call in parse_browsergym(text):
        perform_browsergym(context, call)


@pytest.mark.browser
def test_the_observation_has_browsergyms_keys_and_ids(page: Context) -> None:
    page.page.evaluate("document.getElementById('q').focus()")
    before = page.page.html()
    seen = browsergym_observation(page)
    assert set(seen) == {
        "open_pages_urls", "open_pages_titles", "active_page_index", "url", "screenshot", "dom_object",
        "axtree_object", "extra_element_properties", "focused_element_bid",
    }  # fmt: skip
    properties = seen["extra_element_properties"]
    name, button, inner = bid(page, "textbox", "Name"), bid(page, "button", "B"), bid(page, "button", "F")
    assert seen["focused_element_bid"] == name
    assert inner.startswith("a")
    assert properties[button]["visibility"] == 1.0
    assert properties[button]["clickable"] is True
    assert properties[button]["set_of_marks"] is True
    left, top, width, height = properties[inner]["bbox"]
    box = page.page.elements()[-2].bbox
    assert (round(left), round(top), round(left + width), round(top + height)) == box
    roles = {node["role"]["value"] for node in seen["axtree_object"]["nodes"]}
    assert "InlineTextBox" not in roles
    assert bid(page, "button", "B") == button  # ids stay
    # Nothing but the ids is left in the page.
    assert (
        page.page.evaluate(
            "h => document.body.querySelectorAll('[aria-description],[browsergym_set_of_marks]').length", 0
        )
        == 0
    )
    assert len(page.page.html().replace(" bid=", "")) - len(before) < 200


@pytest.mark.browser
def test_actions_by_id(page: Context) -> None:
    name, button = bid(page, "textbox", "Name"), bid(page, "button", "B")
    log = "document.getElementById('log').textContent"
    run(page, f"fill('{name}', 'new text')")
    assert page.page.evaluate("document.getElementById('q').value") == "new text"
    run(page, f"clear('{name}')\nfocus('{name}')\nkeyboard_type('ab')\npress('{name}', 'Shift+C')")
    assert page.page.evaluate("document.getElementById('q').value") == "abC"
    run(page, f"fill('{name}', 'auto', True)")
    assert page.page.evaluate("document.getElementById('q').value") == "auto"
    for text, expected in ((f"click('{button}')", "clicked"), (f"dblclick('{button}')", "twice"),
                           (f"click('{button}', button='right')", "menu")):  # fmt: skip
        run(page, text)
        assert page.page.evaluate(log) == expected
    run(page, f"select_option('{bid(page, 'combobox', '')}', 'Two') check('{bid(page, 'checkbox', '')}')")
    assert page.page.evaluate("[document.getElementById('s').value, document.getElementById('c').checked]") == [
        "Two",
        True,
    ]
    run(page, f"click('{bid(page, 'button', 'F')}')")
    assert bid(page, "button", "in")
    with pytest.raises(ActionError, match='No element has the bid "zz"'):
        run(page, "hover('zz')")


@pytest.mark.browser
def test_actions_by_point_and_on_tabs(page: Context) -> None:
    x, y = next(e for e in page.page.elements() if e.text == "B").center
    run(page, f"mouse_click({x}, {y}) mouse_move({x}, {y + 100}) scroll(0, 300)")
    page.page.wait(0.05)
    assert page.page.evaluate("[document.getElementById('log').textContent, scrollY > 0]") == ["clicked", True]
    run(page, f"scroll_at(100, 100, 0, -5000) mouse_down({x}, {y}) mouse_up({x}, {y}) keyboard_press('End')")
    run(page, "new_tab()")
    assert len(page.pages) == 2
    run(page, "tab_focus(0) tab_close() noop(1)")
    assert len(page.pages) == 1
    with pytest.raises(ActionError, match="Only http"):
        run(page, "goto('file:///etc/passwd')")
    assert perform_browsergym(page, Call("send_msg_to_user", ("hi",))) == "hi"


def test_every_function_of_browsergyms_subsets_is_there() -> None:
    assert set(BROWSERGYM_FUNCTIONS) >= {
        "send_msg_to_user", "report_infeasible", "scroll", "fill", "select_option", "click", "dblclick", "hover",
        "press", "focus", "clear", "drag_and_drop", "upload_file", "scroll_at", "mouse_move", "mouse_up", "mouse_down",
        "mouse_click", "mouse_dblclick", "mouse_drag_and_drop", "mouse_upload_file", "keyboard_down", "keyboard_up",
        "keyboard_press", "keyboard_type", "keyboard_insert_text", "go_back", "go_forward", "goto", "tab_close",
        "tab_focus", "new_tab", "noop",
    }  # fmt: skip
    assert issubclass(ActionError, OsgenesisError)
