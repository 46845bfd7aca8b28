"""JavaScript locators without a browser, and the text that a page shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.errors import DataError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.locators import ScriptError, UnsupportedLocator, evaluate, parse_locator

PAGE = """<html><body>
<div class="a b"><p>One <b>two</b></p><p>three<br>four</p><span hidden>no</span>
<span style="display: none">no</span></div>
<select name="s"><option value="x">X</option><option selected>Y Z</option></select>
<input type="checkbox" title="General Subscription" checked><input id="i" value="v">
<textarea title="What\u2019s on your mind?">
 kept </textarea>
<ul id="list"><li>1</li><li class="last">2 <i>z</i> tail</li></ul>
<div id="links"><a href="/x">l</a><img src="/y.png"><span>n</span></div>
</body></html>"""


@pytest.fixture(scope="module")
def page() -> dom.Document:
    return dom.parse(PAGE)


@pytest.mark.parametrize(
    ("locator", "value"),
    [
        ("document.querySelector('.a').outerText", "One two\n\nthree\nfour"),
        ("document.querySelector('.a.b > p').innerText", "One two"),
        ("document.querySelector('[name=\"s\"').value", "Y Z"),
        ("document.querySelector('[name=\"s\"').selectedIndex", 1),
        ("document.querySelector('[title=\"General Subscription\"').checked.toString()", "true"),
        ("document.querySelector('[title=\"What\u2019s on your mind?\"').value", " kept "),
        ('document.querySelector("#i").value', "v"),
        ("document.querySelector('#list').lastElementChild.querySelector('i').outerText", "z"),
        ("document.querySelector('#list').firstElementChild.outerText", "1"),
        ("document.querySelector('.last').lastChild.textContent", " tail"),
        ("document.querySelectorAll('li')[1].outerText", "2 z tail"),
        ("document.querySelectorAll('li').length", 2),
        ("document.querySelector('#i').getAttribute('value')", "v"),
        ("document.querySelector('#i').getAttribute('none')", None),
        ("document.querySelector('#i').value + (document.querySelector('.none')?.outerText || '')", "v"),
        ("document.querySelector('#i').value + document.querySelector('.a').value", "vundefined"),
        (
            "[...document.querySelector('#links').querySelectorAll('[href],[src]')]"
            ".map(elem => elem.getAttribute('href') || elem.getAttribute('src')).join(' ')",
            "/x /y.png",
        ),
        ("[...document.querySelectorAll('#links *')].map(e => e.getAttribute('src')).join('|')", "|/y.png|"),
    ],
)
def test_a_locator_has_the_value_that_a_browser_would_give(page: dom.Document, locator: str, value: object) -> None:
    assert evaluate(locator, page) == value


@pytest.mark.parametrize(
    "locator",
    [
        "document.querySelector('.none').outerText",
        "document.querySelectorAll('li')[7].outerText",
        "document.querySelector('.none').querySelector('p').value",
        "somewhere.querySelector('p').value",
        "document.querySelector('.a').value.toString().none.none",
    ],
)
def test_what_throws_in_a_browser_throws(page: dom.Document, locator: str) -> None:
    with pytest.raises(ScriptError):
        evaluate(locator, page)


@pytest.mark.parametrize(
    "locator",
    [
        "document.querySelector('.a').click()",
        "document.querySelector('.a').offsetWidth",
        "document.querySelector('.a')",
        "document.querySelector('.a').outerText; alert(1)",
        "document.title = 'x'",
        "document.querySelector('.a').outerText +",
        "document.querySelector('a",
        "fetch('http://example.com')",
        "",
    ],
)
def test_what_goes_beyond_is_said_to_need_a_browser(page: dom.Document, locator: str) -> None:
    with pytest.raises(UnsupportedLocator):
        evaluate(locator, page)


def test_what_is_no_selector_is_an_error_of_the_data(page: dom.Document) -> None:
    with pytest.raises(DataError, match="selector"):
        evaluate("document.querySelector('..a').value", page)


@pytest.mark.parametrize(
    ("open_selector", "closed"),
    [
        ('[name="x"', '[name="x"]'),
        ('[name="x', '[name="x"]'),
        ("a:not(.b", "a:not(.b)"),
        ('[data="a]b"', '[data="a]b"]'),
        (".plain > p", ".plain > p"),
        ('[a="\\""]', '[a="\\""]'),
    ],
)
def test_css_closes_what_is_open_at_the_end(open_selector: str, closed: str) -> None:
    assert dom.closed_selector(open_selector) == closed


def test_text_is_laid_out_in_blocks_rows_and_cells() -> None:
    root = dom.parse(
        "<div>a <i>b</i>\n c</div><table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
        "<ul><li>x<li>y</ul><pre>k\n  l</pre><script>no()</script><textarea>not shown</textarea>"
    )
    assert dom.rendered_text(root) == "a b c\n1\t2\n3\nx\ny\nk\n  l"


def test_every_locator_of_the_official_tasks_is_understood() -> None:
    pytest.importorskip("webarena", reason="libwebarena is not installed")
    from osgenesis.envs.webarena.official.configs import configurations

    targets = [target for task in configurations().values() for target in task.evaluation.targets]
    assert len(targets) > 600
    for target in targets:
        if target.locator.startswith(("document.", "[...document.")):
            parse_locator(target.locator)


@given(st.text())
def test_any_text_is_a_locator_or_refused(text: str) -> None:
    try:
        evaluate(text, dom.parse(PAGE))
    except (ScriptError, UnsupportedLocator, DataError):
        pass


@given(st.text())
def test_any_text_is_a_page(text: str) -> None:
    dom.rendered_text(dom.parse(text))
