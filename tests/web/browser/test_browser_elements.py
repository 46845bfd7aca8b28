"""What a page is to an agent: which elements, with which texts, states and boxes."""

from typing import Any

import pytest

from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.web.browser import Browser, Context

pytestmark = pytest.mark.browser


def seen(context: Context, site: Any, html: str) -> list[Element]:
    context.page.goto(site.page(html))
    return list(context.page.elements())


def brief(elements: list[Element]) -> list[tuple[str, str]]:
    return [(element.role, element.text) for element in elements]


def test_text_is_given_once_in_document_order(context: Context, site: Any) -> None:
    found = seen(context, site, "<h1>Title</h1><p>Some <b>bold</b> words, <a href=/x>a link</a> and more.</p>")
    assert brief(found) == [
        ("heading", "Title"),
        ("text", "Some bold words,"),
        ("link", "a link"),
        ("text", "and more."),
    ]


def test_controls_carry_name_value_and_state(context: Context, site: Any) -> None:
    found = seen(
        context,
        site,
        """<label>Name <input name=who value=Ann placeholder=name></label>
        <label for=p>Secret</label><input type=password id=p value=abc>
        <input type=checkbox id=c checked><label for=c>Agree</label>
        <select name=size><option>Small<option selected>Large</select>
        <textarea aria-label=Notes>hello</textarea>
        <button disabled title="not yet">Send</button>
        <input type=submit value=Go>""",
    )
    by_role = {element.role: element for element in found}
    assert [e.role for e in found] == ["textbox", "textbox", "checkbox", "combobox", "textbox", "button", "button"]
    name, secret, agree = found[:3]
    assert (name.text, name.value, name.hint, name.resource_id, name.class_name) == (
        "Name",
        "Ann",
        "name",
        "who",
        "input",
    )
    assert name.editable
    assert name.clickable
    assert name.enabled
    assert (secret.text, secret.value, secret.password) == ("Secret", "•••", True)
    assert (agree.text, agree.checkable, agree.checked) == ("Agree", True, True)
    assert by_role["combobox"].value == "Large"
    assert (found[4].text, found[4].value) == ("Notes", "hello")
    send, go = found[5:]
    assert (send.text, send.description, send.enabled) == ("Send", "not yet", False)
    assert go.text == "Go"
    assert go.package == "127.0.0.1"


def test_only_what_is_visible_is_listed(context: Context, site: Any) -> None:
    found = seen(
        context,
        site,
        """<p style="display:none">none</p><p style="visibility:hidden">hidden</p><p style="opacity:0">clear</p>
        <div style="height:10px;overflow:hidden"><p style="margin-top:50px">clipped</p></div>
        <p style="position:absolute;top:5000px">below</p><p style="position:absolute;left:-900px">left</p>
        <div style="position:relative"><button>under</button>
        <div style="position:absolute;inset:0;background:white">over</div></div><p>shown</p>""",
    )
    assert [text for _, text in brief(found) if text] == ["over", "shown"]


def test_boxes_are_clipped_to_the_viewport(browser: Browser, site: Any) -> None:
    with browser.new_context(viewport=(300, 200)) as small:
        found = seen(small, site, '<style>body{margin:0}</style><button style="width:900px;height:50px">wide</button>')
        assert found[0].bbox == (0, 0, 300, 50)


def test_frames_and_shadow_roots_are_part_of_the_page(context: Context, site: Any) -> None:
    site.page("<style>body{margin:0} button{display:block}</style><button>inside</button>", "/inner")
    found = seen(
        context,
        site,
        """<style>body{margin:0}</style><div id=host></div>
        <iframe src=/inner style="border:0;position:absolute;left:100px;top:200px"></iframe>
        <script>host.attachShadow({mode:'open'}).innerHTML='<button>shadow</button>'</script>""",
    )
    assert brief(found) == [("button", "shadow"), ("button", "inside")]
    assert (found[1].left, found[1].top) == (100, 200)


def test_lists_tables_and_shapes(context: Context, site: Any) -> None:
    found = seen(
        context,
        site,
        """<table><tr><th>Key</th><td>Value</td></tr></table><select size=3><option>one<option selected>two</select>
        <svg width=120 height=100><rect width=40 height=40 fill=blue></rect><text x=50 y=50>T</text></svg>
        <img alt=cat width=20 height=20><div role=tab aria-selected=true>Tab</div>""",
    )
    assert [(e.role, e.text or e.description) for e in found] == [
        ("columnheader", "Key"),
        ("cell", "Value"),
        ("listbox", ""),
        ("option", "one"),
        ("option", "two"),
        ("img", "blue rect"),
        ("text", "T"),
        ("img", "cat"),
        ("tab", "Tab"),
    ]
    assert found[4].flags & Flag.SELECTED
    assert found[8].selected


def test_scrollable_parts_are_marked(context: Context, site: Any) -> None:
    found = seen(context, site, '<div style="height:50px;overflow:auto"><div style="height:900px">tall</div></div>')
    assert [e.scrollable for e in found] == [True, False]


def test_a_huge_page_is_bounded(context: Context, site: Any) -> None:
    rows = "".join(f"<b style='font-size:1px'>{n}</b><i style='font-size:1px'> x</i><br>" for n in range(5_000))
    found = seen(context, site, f"<p>{'word ' * 2000}</p><div style='line-height:0.5px'>{rows}</div>")
    assert len(found) <= 1000
    assert max(len(element.text) for element in found) <= 1000
    assert context.page.screenshot().shape == (720, 1280, 3)


def test_evaluate_sees_the_document_but_not_the_pages_variables(context: Context, site: Any) -> None:
    context.page.goto(site.page("<script>var secret = 7; JSON.stringify = () => 'spoilt'</script><p id=a>text</p>"))
    page = context.page
    assert page.evaluate("typeof secret") == "undefined"
    assert page.evaluate_in_page("secret") == 7
    assert page.evaluate("(a, b) => document.getElementById(a).textContent + b", "a", 1) == "text1"
    assert page.evaluate("Promise.resolve({n: [1, null]})") == {"n": [1, None]}
    assert [e.text for e in page.elements()] == ["text"]
    assert page.text().strip() == "text"
    assert '<p id="a">text</p>' in page.html()
    assert page.title == "t"
    with pytest.raises(Exception, match="ReferenceError"):
        page.evaluate("nothing.at.all")


def test_the_picture_shows_what_has_changed(context: Context, site: Any) -> None:
    context.page.goto(site.page("<body style='background:#ff0000'>"))
    first = context.page.screenshot()
    assert first.shape == (720, 1280, 3)
    assert first[300, 300].tolist() == [255, 0, 0]
    context.page.evaluate("document.body.style.background = '#00ff00'")
    assert context.page.screenshot()[300, 300].tolist() == [0, 255, 0]
    assert (context.page.screenshot() == context.page.screenshot()).all()


def test_pictures_are_scaled(browser: Browser, site: Any) -> None:
    with browser.new_context(viewport=(320, 200), scale=1.5) as scaled:
        scaled.page.goto(site.page("<body style='background:#0000ff'>"))
        assert scaled.page.screenshot().shape == (300, 480, 3)
        assert scaled.screen_size == (480, 300)
