"""A page on which every hook of the official evaluations exists, filled with what a test asks for."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest

from osgenesis.envs.webarena.official.judge_server import Server


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

    def application(environ, start_response):  # noqa: ANN001, ANN202
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
