"""A page with every hook of the official evaluations; scripts in a tab of Playwright's; which tasks to run."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urljoin

import pytest

from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.judge_server import Server
from osgenesis.envs.webarena.official.readers import WorldReader
from osgenesis.envs.webarena.official.visitor import Visitor


def page_of(text: str, index: int = 0) -> str:
    """The page: `text` in every element, field and attribute; `index` is the chosen option of every list."""
    said, quoted = html.escape(text), html.escape(text, quote=True)
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() or [""])
    options = "".join(f"<option{' selected' if at == index else ''}>{at}</option>" for at in range(4))
    fields = (
        "name", "route_from", "route_to", "discount_amount", "product[color]", "product[name]", "product[price]",
        "product[quantity_and_stock_status][is_in_stock]", "product[quantity_and_stock_status][qty]", "product[size]",
        "product[status]", "simple_action", "status_id", "product[sale]", "title",
    )  # fmt: skip
    inputs = "".join(f'<input name="{name}" value="{quoted}">' for name in fields)
    blocks = (
        "visibility-icon", "block assignee", "block due_date", "block reviewer", "block start_date", "comment__body",
        "home-panel-description-markdown", "products-grid wishlist", "user-profile", "user-bio__biography",
        "order-details-items ordered", "admin__data-grid-filters-current", "data item content", "submission__title",
        "submission__body",
    )  # fmt: skip
    divs = "".join(f'<div class="{name}" title="{quoted}">{lines}</div>' for name in blocks)
    marked = "".join(
        f'<div {attribute}="{value}">{lines}</div>'
        for attribute, value in (
            ("data-index", "category_ids"), ("data-index", "configurable"), ("data-qa-selector", "projects_list"),
            ("data-qa-selector", "title_content"), ("data-role", "selected-option"), ("id", "sidebar_content"),
            ("data-testid", "sidebar-due-date"), ("id", "content-body"), ("id", "order_status"),
        )
    )  # fmt: skip
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<style>.off {{ display: none }}</style></head><body>{inputs}{divs}{marked}
<input id="sales_report_from" value="{quoted}"><input id="sales_report_to" value="{quoted}">
<div data-index="actions"><a class="admin__collapsible-title">Actions</a></div>
<select name="website_ids">{options}</select><select name="customer_group_ids">{options}</select>
<div id="content"><select class="routing_engines">{options}</select></div>
<input type="checkbox" title="General Subscription"{" checked" if text == "true" else ""}>
<textarea title="What\u2019s on your mind?">\n{said}</textarea>
<textarea id="forum_description">{said}</textarea><textarea id="forum_sidebar">{said}</textarea>
<aside id="sidebar"><section>{lines}</section></aside>
<div class="box box-address-billing"><div class="box-content"><address>{said}</address></div></div>
<div class="box box-address-shipping"><div class="box-content"><address>{said}</address></div></div>
<div class="submission__vote"><form class="{quoted}"><button>Up</button></form></div>
<div class="submission__inner"><h1>{said}</h1><a href="{quoted}">link</a><img src="{quoted}" alt=""></div>
<div class="cover-status"><span>icon</span> {said}</div>
<div class="profile-header"><a itemprop="url">{said}</a></div>
<div class="detail-page-description">{lines}<a class="gl-font-monospace">{said}</a>
<a class="gl-font-monospace">{said}</a></div>
<ul id="notes-list"><li>old</li><li><div class="timeline-discussion-body">{lines}</div></li></ul>
<div id="order_history_block"><div class="note-list"><div><div class="note-list-comment">{said}</div></div></div></div>
<div class="product attribute overview"><div itemprop="description">{said}</div></div>
<table><tr><td data-label="Account"><span class="gl-avatar-labeled-sublabel">@someone</span></td>
<td class="col-max-role"><span>Owner</span></td></tr>
<tr><td data-label="Account"><span class="gl-avatar-labeled-sublabel">@yjlou</span></td>
<td class="col-max-role"><span>{said}</span></td></tr></table></body></html>"""


@pytest.fixture
def pages() -> Iterator[Callable[..., str]]:
    """Addresses of such pages: `pages(text, index)`; a server of our own gives them out."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        query = parse_qs(environ["QUERY_STRING"], keep_blank_values=True)
        path = environ["PATH_INFO"]
        if path.startswith("/rest/"):
            return _rest(path, start_response)
        text = page_of(query.get("t", [""])[0], int(query.get("i", ["0"])[0]))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [text.encode()]

    with Server(application) as server:
        yield lambda text, index=0: f"{server.url}/f/books/1/page?i={index}&t={_quoted(text)}"


def _rest(path: str, start_response: Callable[..., object]) -> list[bytes]:
    sku = re.search(r"/products/(\w+)/reviews", path)
    orders = {"items": [{"increment_id": "000000123"}]}
    review = {"nickname": "Emma Lopez", "ratings": [{"rating_name": "Rating", "percent": 100}]}
    data = [review] if sku else orders if "orders" in path else "token"
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(data).encode()]


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


# ---- scripts in a real tab ----------------------------------------------------------------------

_FILL = """([selector, fields]) => {
  const node = document.querySelector(selector), form = node.closest("form");
  for (const [name, value] of Object.entries(fields)) {
    const controls = [...form.elements].filter((control) => control.name === name);
    for (const control of controls) {
      if (control.type === "radio" || control.type === "checkbox") {
        control.checked = value !== "" && (control.value === value || (value === "on" && controls.length === 1));
      } else if (control.tagName === "SELECT") {
        const label = (option) => option.textContent.trim().toLowerCase();
        const options = [...control.options];
        const at = options.findIndex((option) => option.value === value);
        control.selectedIndex = at >= 0 ? at : options.findIndex((option) => label(option) === value.toLowerCase());
      } else control.value = value;
    }
  }
}"""
_SEND = """([selector, button]) => {
  window.before = true;
  const form = document.querySelector(selector).closest("form");
  const inside = [...form.elements].find((control) => control.type === "submit" && !control.disabled);
  const pressed = button ? document.querySelector(button) : inside;
  setTimeout(() => form.requestSubmit(pressed ?? undefined));
}"""


class TabVisitor(Visitor):
    """The same visitor in a tab of Playwright's: its scripts run, its requests come from Chromium."""

    def __init__(self, world: Any, tab: Any) -> None:
        super().__init__(world)
        self.tab = tab
        self._look(200)

    def _look(self, status: int) -> TabVisitor:
        self.url, self.status = self.tab.url, status
        self.document = dom.parse(self.tab.content())
        return self

    def log_in(self, site: str, username: str | None = None) -> TabVisitor:
        cookie = self.world.log_in(site, username)
        url = self.world.served[site]
        self.tab.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": url}])
        return self

    def go(self, address: str) -> TabVisitor:
        response = self.tab.goto(urljoin(self.url, address))
        return self._look(response.status if response else 200)

    def fill(self, form: str, fields: Mapping[str, str]) -> TabVisitor:
        super().fill(form, fields)
        self.tab.evaluate(_FILL, [form, dict(fields)])
        return self

    def submit(self, form: str, fields: Mapping[str, str] | None = None, *, button: str | None = None) -> TabVisitor:
        self.fill(form, fields or {})
        with self.tab.expect_request(lambda request: True) as sent:
            self.tab.evaluate(_SEND, [form, button])
        request, status = sent.value, 200
        if request.is_navigation_request():
            self.tab.wait_for_function("() => !window.before && document.readyState === 'complete'")
        else:
            response = request.response()
            status = response.status if response else 0
            # The cart and the checkout ask aside and go on then.
            if any(path in request.url for path in ("/rest/", "/checkout/cart/add/")):
                self.tab.wait_for_function("() => !window.before && document.readyState === 'complete'")
        return self._look(status)

    def reader(self) -> WorldReader:
        held = {cookie["name"]: cookie["value"] for cookie in self.tab.context.cookies()}
        names = {site: self.world[site].site.cookie for site in self.world.sites}
        cookies = {site: (name, held[name]) for site, name in names.items() if name in held}
        return WorldReader(self.world, self.url, self.html, cookies)


@pytest.fixture(scope="session")
def tab_visitor() -> type[TabVisitor]:
    """The class of visitors in a tab of Playwright's."""
    return TabVisitor


def chosen(few: tuple[int, ...]) -> tuple[int, ...]:
    """A few tasks, or all of the forum and the shop with `OSGENESIS_OFFICIAL=all`."""
    from osgenesis.envs.webarena.official.configs import configurations

    if os.environ.get("OSGENESIS_OFFICIAL") != "all":
        return few
    return tuple(task.id for task in configurations().values() if {"reddit", "shopping"}.issuperset(task.sites))


@pytest.fixture(scope="session")
def which() -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """`which(few)`: these tasks, or all with `OSGENESIS_OFFICIAL=all`."""
    return chosen
