"""Every kind of action, by real input events on real pages."""

from collections.abc import Callable
from typing import Any

import pytest

from osgenesis.envs.core.actions import WEB_ACTIONS, Action
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.web.browser import Context, perform
from osgenesis.envs.web.browser.perform import _ACTIONS

Show = Callable[[str], None]
pytestmark = pytest.mark.browser

LOG = "<p id=log></p><script>const log = t => { document.getElementById('log').textContent += t + ';' }</script>"


class Hand:
    """Acts in a context and reads what the page has logged."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def index(self, text: str = "", role: str = "") -> int:
        for number, element in enumerate(self.context.page.elements()):
            if (text in (element.text, element.resource_id) or not text) and role in (element.role, ""):
                return number
        raise AssertionError(f"no {role} {text!r} in {[e.text for e in self.context.page.elements()]}")

    def do(self, kind: str, on: str | None = None, role: str = "", **fields: object) -> None:
        if on is not None:
            fields["index"] = self.index(on, role)
        perform(self.context, Action(kind, **fields))  # type: ignore[arg-type]

    @property
    def log(self) -> str:
        return str(self.context.page.evaluate("document.getElementById('log').textContent"))


@pytest.fixture
def hand(context: Context) -> Hand:
    return Hand(context)


@pytest.fixture
def show(context: Context, site: Any) -> Show:
    return lambda html: context.page.goto(site.page(html))


def test_every_web_action_is_known() -> None:
    assert set(_ACTIONS) | {"status", "answer"} == set(WEB_ACTIONS)


def test_click_with_modifiers_and_by_point(hand: Hand, show: Show) -> None:
    show(LOG + "<button onclick=\"log('click' + event.shiftKey + event.isTrusted)\">B</button>")
    hand.do("click", "B")
    hand.do("click", "B", modifiers=("Shift",))
    x, y = hand.context.page.elements()[hand.index("B")].center
    hand.do("click", x=x, y=y)
    assert hand.log == "clickfalsetrue;clicktruetrue;clickfalsetrue;"


def test_double_tap_hover_and_long_press(hand: Hand, show: Show) -> None:
    show(
        LOG
        + """<button ondblclick="log('double')" onmouseenter="log('enter')"
        onmousedown="t=Date.now()" onmouseup="log(Date.now()-t>=80?'long':'short')">B</button>"""
    )
    hand.do("hover", "B")
    hand.do("double_tap", "B")
    hand.do("long_press", "B", duration_ms=100)
    assert hand.log == "enter;short;short;double;long;"


def test_an_element_out_of_view_is_scrolled_to(hand: Hand, show: Show) -> None:
    show(LOG + "<button onclick=\"log('far')\" style='position:absolute;top:3000px' bid=a7>Far</button>")
    hand.do("click", bid="a7")
    assert hand.log == "far;"


def test_scroll_moves_the_page_or_a_part_of_it(hand: Hand, show: Show) -> None:
    show("<div id=d style='height:80px;overflow:auto'><p style='height:900px'>x</p></div><p style='height:3000px'>")
    page = hand.context.page
    hand.do("scroll", direction="down")
    assert page.evaluate("scrollY") == 680
    hand.do("scroll", direction="up")
    hand.do("scroll", direction="up")  # at the beginning already
    hand.do("scroll", "d", direction="down")
    assert page.evaluate("[scrollY, document.getElementById('d').scrollTop > 30]") == [0, True]
    with pytest.raises(ActionError, match="nothing to scroll"):
        hand.do("scroll", direction="right")


def test_typing_sends_keys_and_can_clear_and_submit(hand: Hand, show: Show) -> None:
    show(LOG + '<form onsubmit="log(\'sent\');return false"><input name=q value=old onkeydown="log(event.key)"></form>')
    hand.do("input_text", "q", text="aB")
    assert hand.context.page.elements()[hand.index("q")].value == "oldaB"
    hand.do("input_text", "q", text="é!", clear_text=True, press_enter=True)
    assert hand.context.page.elements()[hand.index("q")].value == "é!"
    assert hand.log == "a;B;Delete;!;Enter;sent;"


def test_typing_without_a_target_goes_to_the_focus(hand: Hand, show: Show) -> None:
    show("<textarea id=t></textarea>")
    with pytest.raises(ActionError, match="No text field has the focus"):
        hand.do("input_text", text="x")
    hand.do("click", "t")
    hand.do("input_text", text="one\ntwo")
    assert hand.context.page.evaluate("document.getElementById('t').value") == "one\ntwo"
    hand.do("keyboard_enter")
    hand.do("input_text", text="x" * 2000)
    assert len(hand.context.page.evaluate("document.getElementById('t').value")) == 2008


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "2024-02-29", "2024-02-29"),
        ("time", "13:45", "13:45"),
        ("color", "#00ff7f", "#00ff7f"),
        ("range", "70", "70"),
        ("number", "12", "12"),
        ("email", "a@b.test", "a@b.test"),
    ],
)
def test_inputs_of_every_kind_take_text(hand: Hand, show: Show, kind: str, text: str, value: str) -> None:
    show(LOG + f"<input id=i type={kind} onchange=\"log('changed')\">")
    hand.do("input_text", "i", text=text)
    hand.do("key", key="Tab")
    assert hand.context.page.evaluate("document.getElementById('i').value") == value
    assert hand.log == "changed;"


def test_a_date_that_is_none_is_refused(hand: Hand, show: Show) -> None:
    show("<input id=i type=date value=2024-01-01>")
    with pytest.raises(ActionError, match="does not take"):
        hand.do("input_text", "i", text="tomorrow")
    assert hand.context.page.evaluate("document.getElementById('i').value") == "2024-01-01"


def test_keys_and_shortcuts(hand: Hand, show: Show) -> None:
    show("<input id=a value=first><input id=b>")
    hand.do("click", "a")
    for key, modifiers in (("a", ("Control",)), ("c", ("Control",)), ("Tab", ()), ("v", ("Control",)), ("!", ())):
        hand.do("key", key=key, modifiers=modifiers)
    hand.do("key", key="ArrowLeft")
    hand.do("key", key="Backspace")
    assert hand.context.page.evaluate("document.getElementById('b').value") == "firs!"
    with pytest.raises(ActionError, match="Did you mean 'ArrowDown'"):
        hand.do("key", key="ArowDown")


def test_an_option_is_chosen_by_label_or_value(hand: Hand, show: Show) -> None:
    show(LOG + "<select id=s onchange='log(value)'><option value=1>One<option value=2>Two</select>")
    hand.do("select_option", "s", option="Two")
    hand.do("select_option", "s", option="1")
    assert hand.log == "2;1;"
    with pytest.raises(ActionError, match='"Three"; it has "One", "Two"'):
        hand.do("select_option", "s", option="Three")
    with pytest.raises(ActionError, match="not a drop-down list"):
        hand.do("select_option", x=700, y=500, option="One")


def test_drag_by_mouse_events(hand: Hand, show: Show) -> None:
    show(
        """<div id=box style="position:absolute;left:50px;top:50px;width:60px;height:60px;background:red"></div><script>
        let held = false, box = document.getElementById('box');
        box.onmousedown = () => held = true; document.onmouseup = () => held = false;
        document.onmousemove = e => {
          if (held) { box.style.left = e.clientX - 30 + 'px'; box.style.top = e.clientY - 30 + 'px' }
        }
        </script>"""
    )
    hand.do("drag", x=80, y=80, to_x=400, to_y=300)
    assert hand.context.page.evaluate("[box.style.left, box.style.top]") == ["370px", "270px"]


def test_drag_and_drop_of_html(hand: Hand, show: Show) -> None:
    show(
        LOG
        + """<div draggable=true ondragstart="event.dataTransfer.setData('text/plain','cargo')" ondragend="log('end')"
        style="position:absolute;left:50px;top:100px;width:60px;height:60px;background:red">drag me</div>
        <div ondragover="event.preventDefault()" ondrop="log(event.dataTransfer.getData('text/plain'))"
        style="position:absolute;left:300px;top:100px;width:200px;height:200px;background:blue"></div>"""
    )
    hand.do("drag", "drag me", to_x=400, to_y=200)
    assert "cargo;" in hand.log


def test_navigation_and_history(hand: Hand, context: Context, site: Any) -> None:
    first = site.page("<a href=/two>two</a>")
    second = site.page("<a href='#part'>part</a><p id=part>here", "/two")
    context.page.goto(first)
    hand.do("click", "two")
    hand.do("click", "part")
    history = context.page.history
    assert history.entries == [first, second, f"{second}#part"]
    hand.do("go_back")
    hand.do("go_back")
    assert (context.page.url, history.position) == (first, 0)
    with pytest.raises(ActionError, match="no earlier page"):
        hand.do("go_back")
    hand.do("go_forward")
    assert context.page.url == second
    hand.do("goto", url=first + "?new")
    assert history.entries == [first, second, first + "?new"]
    with pytest.raises(ActionError, match="no later page"):
        hand.do("go_forward")


def test_replaced_and_pushed_addresses(context: Context, site: Any) -> None:
    site.page("<p>end", "/end")
    context.page.goto(site.page("<p>start"))
    context.page.goto(site.page("<script>location.replace('/end')</script>", "/replace"))
    assert [url.removeprefix(site.origin) for url in context.page.history.entries] == ["/", "/end"]
    context.page.evaluate_in_page("history.pushState({}, '', '/pushed'); history.replaceState({}, '', '/pushed2')")
    context.page.settle()
    assert [url.removeprefix(site.origin) for url in context.page.history.entries] == ["/", "/end", "/pushed2"]


def test_what_an_action_causes_is_over_when_it_returns(hand: Hand, context: Context, site: Any) -> None:
    site.pages["/data"] = lambda path, body: (200, {}, b"loaded")
    site.page("<p>thanks", "/done")
    context.page.goto(
        site.page(
            """<button onclick="fetch('/data').then(r => r.text()).then(t => fetch('/data')).then(r => r.text())
            .then(t => this.textContent = t)">load</button>
            <form action=/done method=post><input name=a value='x y'><button>post</button></form>"""
        )
    )
    hand.do("click", "load")
    assert context.page.elements()[0].text == "loaded"
    hand.do("click", "post")
    assert context.page.text().strip() == "thanks"
    assert site.log[-1] == ("POST", "/done", "a=x+y")


def test_tabs(hand: Hand, context: Context, site: Any) -> None:
    site.page("<p>other", "/other")
    context.page.goto(
        site.page("<a href=/other target=_blank>open</a><button onclick=\"window.open('/other')\">script</button>")
    )
    hand.do("click", "open")
    assert (len(context.pages), context.active) == (2, 1)
    assert context.page.text().strip() == "other"
    hand.do("focus_tab", tab=0)
    hand.do("click", "script")
    assert [page.url.removeprefix(site.origin) for page in context.pages] == ["/", "/other", "/other"]
    hand.do("close_tab", tab=1)
    assert context.active == 1
    hand.do("new_tab", url=site.origin + "/other")
    hand.do("close_tab")
    hand.do("close_tab")
    hand.do("close_tab")
    assert [page.url for page in context.pages] == ["about:blank"]
    with pytest.raises(ActionError, match="no tab 5"):
        hand.do("focus_tab", tab=5)


def test_a_tab_that_closes_itself(hand: Hand, context: Context, site: Any) -> None:
    site.page("<button onclick='window.close()'>bye</button>", "/pop")
    context.page.goto(site.page("<a href=/pop target=_blank rel=opener>open</a>"))
    hand.do("click", "open")
    hand.do("click", "bye")
    assert [page.url for page in context.pages] == [site.origin + "/"]


def test_upload_only_of_given_files(hand: Hand, show: Show) -> None:
    show(LOG + "<input type=file id=f onchange=\"files[0].text().then(t => log(files[0].name + '=' + t))\">")
    with pytest.raises(ActionError, match="no file '/etc/passwd'"):
        hand.do("upload", "f", text="/etc/passwd")
    hand.context.files["note.txt"] = b"hello"
    hand.do("upload", "f", text="note.txt")
    hand.do("wait", duration_ms=20)
    assert hand.log == "note.txt=hello;"
    hand.do("click", "f")  # opens no file dialog
    with pytest.raises(ActionError, match="takes no files"):
        hand.do("upload", x=600, y=500, text="note.txt")


def test_waiting_lets_the_pages_time_pass(hand: Hand, show: Show) -> None:
    show(
        LOG
        + """<script>setTimeout(() => log('late'), 60);
        const frame = () => { log('f'); setTimeout(() => requestAnimationFrame(frame), 20) }; frame()</script>"""
    )
    hand.do("wait", duration_ms=120)
    assert "late;" in hand.log
    assert hand.log.count("f;") >= 3


def test_what_cannot_be_clicked_is_named(hand: Hand, show: Show) -> None:
    show("<button disabled>B</button><p>gone soon")
    with pytest.raises(ActionError, match='<button> "B" is disabled'):
        hand.do("click", "B")
    index = hand.index("gone soon")
    hand.context.page.evaluate("document.querySelector('p').remove()")
    with pytest.raises(ActionError, match="gone from the page"):
        hand.do("click", index=index)


def test_what_covers_an_element_is_named(hand: Hand, show: Show) -> None:
    show("<button bid=1>Under</button><div id=veil style='position:fixed;inset:0;background:#0008'>Cookies?</div>")
    with pytest.raises(ActionError, match='"Under" is covered by <div#veil> "Cookies'):
        hand.do("click", bid="1")


def test_an_index_of_an_earlier_page_is_refused(hand: Hand, context: Context, site: Any) -> None:
    context.page.goto(site.page("<button>one</button>"))
    context.page.elements()
    context.page.goto(site.page("<button>two</button>", "/2"))
    with pytest.raises(ActionError, match="look at its elements again"):
        perform(context, Action("click", index=0))
    with pytest.raises(ActionError, match="No element has the bid"):
        perform(context, Action("click", bid="zz99"))
    with pytest.raises(ActionError, match="outside the page"):
        perform(context, Action("click", x=5000, y=1))
