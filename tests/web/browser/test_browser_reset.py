"""A reset keeps the tab where it can, and then nobody can tell it from a new one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.web.browser import Browser, Context, perform

pytestmark = pytest.mark.browser

FORM = """<style>a:hover, a:focus { background: red } body { height: 3000px }</style>
<a href=/next>next</a> <input value=mine> <p id=p></p>
<script>p.textContent = [document.cookie, localStorage.a, history.state, document.referrer, window.leftover]</script>"""


def _hover(context: Context) -> None:
    perform(context, Action("hover", index=0))


def _type_and_scroll(context: Context) -> None:
    perform(context, Action("input_text", index=1, text="other"))
    perform(context, Action("scroll", direction="down"))


def _follow_a_link(context: Context) -> None:
    perform(context, Action("click", index=0))


def _leave_things(context: Context) -> None:
    context.page.evaluate_in_page(
        "document.cookie = 'a=1'; localStorage.a = 2; history.pushState('s', '', '/pushed'); window.leftover = 3; 0"
    )


def _object_to_leaving(context: Context) -> None:
    perform(context, Action("click", x=300, y=300))
    context.page.evaluate_in_page("addEventListener('beforeunload', event => { event.preventDefault(); }); 0")


@pytest.mark.parametrize(
    "live", [_hover, _type_and_scroll, _follow_a_link, _leave_things, _object_to_leaving], ids=lambda f: f.__name__[1:]
)
def test_a_tab_that_is_kept_is_as_a_new_one(
    live: Callable[[Context], None], context: Context, browser: Browser, site: Any
) -> None:
    url = site.page(FORM)
    site.page("<p>next", "/next")
    context.page.goto(url)
    tab = context.page.target_id
    context.page.elements()
    live(context)
    context.reset(url)
    assert context.page.target_id == tab
    with browser.new_context() as new:
        new.page.goto(url)
        assert context.freeze() == new.freeze()
        assert context.page.elements() == new.page.elements()
        assert np.array_equal(context.page.screenshot(), new.page.screenshot())
    assert context.page.evaluate("history.length + ' ' + document.querySelectorAll(':hover').length") == "1 0"
    assert (context.reports, context.refused) == ([], [])
    with pytest.raises(ActionError, match="no earlier page"):
        context.page.go(-1)


def test_history_goes_on_from_a_reset(context: Context, site: Any) -> None:
    first, second = site.page("<p>first"), site.page("<p>second", "/second")
    context.page.goto(second)
    context.reset(first)
    context.page.goto(second)
    context.page.evaluate_in_page("history.back(); 0")
    context.page.settle()
    assert context.page.history.entries == [first, second]
    assert (context.page.url, context.page.history.position) == (first, 0)


@pytest.mark.parametrize("what", ["sessionStorage.a = 1", "window.name = 'kept'"])
def test_a_tab_that_keeps_something_is_replaced(what: str, context: Context, site: Any) -> None:
    url = site.page("<p>text")
    context.page.goto(url)
    tab = context.page.target_id
    context.page.evaluate_in_page(what)
    context.reset(url)
    assert context.page.target_id != tab
    assert context.page.evaluate_in_page("window.name + sessionStorage.length") == "0"


def test_a_reset_to_a_foreign_address_leaves_nothing_in_sight(gated: Context, site: Any) -> None:
    site.page("<p>secret")
    gated.page.goto("http://world.test/")
    with pytest.raises(ActionError, match="outside this world"):
        gated.reset("http://elsewhere.test/")
    assert gated.page.url == "about:blank"
    assert gated.page.history.entries == ["about:blank"]
    gated.page.goto("http://world.test/")
    assert gated.page.text().strip() == "secret"


def test_cookies_are_there_when_the_first_page_is_asked_for(context: Context, site: Any) -> None:
    url = site.page("<p id=p></p><script>p.textContent = document.cookie</script>")
    context.page.goto(url)
    context.reset(url, cookies=[{"name": "a", "value": "1", "url": url}])
    assert context.page.text().strip() == "a=1"
