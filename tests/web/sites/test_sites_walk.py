"""A walk over every kind of page of every site: markup in any text stays text, fields and pages have names."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import Client, TestResponse

from osgenesis.envs.web.sites.world import World

SITES = ("forum", "shop", "wikipedia", "homepage")
# Closes an attribute of either quotes, a title, a text area, a script; then an element and a handler of its own.
PAYLOAD = """'"></title></textarea></script><x-osg onx-osg=1>{{7*'7'}}%s\\';--"""
# Pages that no link of a fresh log-in leads to.
STARTS = {
    "forum": (
        "/",
        "/forums",
        "/inbox",
        "/messages",
        "/drafts",
        "/saved",
        "/submit/books",
        "/f/books",
        "/all/top?t=month",
    ),
    "shop": ("/", "/customer/account/", "/checkout/cart/", "/catalog/product_compare/", "/sales/guest/form/"),
    "wikipedia": ("/", "/search?pattern=river", "/wikipedia_en_all_maxi_2022-05/A/Special:Categories"),
    "homepage": ("/", "/scratchpad.html", "/password.html", "/calculator.html?expression=1"),
}
PER_VIEW = 3  # addresses of each view that a walk looks at
# Codes and file names that the site itself chooses: no form writes them, and pages branch on them.
CODES = {
    "forum": {
        "submission.media",
        "submission.image",
        "draft.media",
        "notification.kind",
        "picture.name",
        "picture.mime",
    },
    "shop": {"sales_order.status", "order_document.kind", "review.status", "search_word.found", "coupon.kind"},
    "wikipedia": {"article.kind"},
    "homepage": set(),
}

# Tables whose texts the walk must have seen: a test that shows nothing finds nothing.
SHOWN = {
    "forum": {"comment", "draft", "forum", "message", "submission", "user"},
    "shop": {"address", "category", "customer", "order_item", "product", "review", "sales_order"},
    "wikipedia": {"article", "category"},
    "homepage": {"note"},
}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


class Page(HTMLParser):
    """What a browser makes of a page: links, forms, and elements or handlers that do not belong there."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.strange: list[str] = []
        self.marked = False
        self.language = self.title = ""
        self.icon = False
        self.fields: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self._inside: list[str] = []  # labels and the title that are open
        self._select: str | None = None
        self.feed(text)
        self.close()

    def handle_data(self, data: str) -> None:
        self.marked = self.marked or "x-osg" in data
        if "title" in self._inside and not self.forms:
            self.title += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "x-osg" or any("x-osg" in name or name.startswith("on") for name in values):
            self.strange.append(f"<{tag} {values}>")
        for name in ("href", "src", "action", "formaction"):
            if values.get(name, "").strip().lower().startswith(("javascript:", "data:text")):
                self.strange.append(values[name])
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "link" and values.get("rel") == "icon":
            self.icon = True
        elif tag == "label":
            self.labels.add(values.get("for", ""))
        if tag in ("label", "title"):
            self._inside.append(tag)
        if tag in ("input", "select", "textarea") and values.get("type") not in ("hidden", "submit"):
            self.fields.append(values | ({"label": "around"} if "label" in self._inside else {}))
        if tag == "a" and values.get("href", "").startswith("/"):
            self.links.append(values["href"].partition("#")[0])
        elif tag == "form":
            self.forms.append({"action": values.get("action", ""), "method": values.get("method", "get"), "fields": {}})
        elif self.forms and tag in ("input", "textarea", "button", "select", "option"):
            self._field(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)

    @property
    def nameless(self) -> list[dict[str, str]]:
        """Fields that say nowhere what they are for."""
        return [
            field
            for field in self.fields
            if not (
                field.get("id") in self.labels or field.keys() & {"label", "aria-label", "aria-labelledby", "title"}
            )
        ]

    def _field(self, tag: str, values: dict[str, str]) -> None:
        fields = self.forms[-1]["fields"]
        if tag == "option":
            if self._select is not None and values.get("value"):
                fields[self._select] = ("choice", values["value"])
            return
        self._select = values.get("name") if tag == "select" else None
        if "name" in values:
            typed = tag == "textarea" or values.get("type", "text") in (
                "text",
                "email",
                "search",
                "url",
                "tel",
                "password",
            )
            fields.setdefault(
                values["name"], ("text" if typed and tag != "button" else "choice", values.get("value", ""))
            )


def member(world: World, site: str) -> Client:
    client = world.client(site)
    if world[site].site.account is not None:
        client.set_cookie(f"{site}_session", world.log_in(site)["value"])
    return client


def look(answer: TestResponse, what: str) -> Page | None:
    """The page of an answer, which must be no failure and hold nothing strange."""
    assert answer.status_code < 500, what
    if answer.mimetype != "text/html" or not answer.data:
        return None
    page = Page(answer.text)
    assert not page.strange, f"{what}: {page.strange[:3]}"
    return page


def walk(world: World, site: str, client: Client) -> dict[str, Page]:
    """A few pages of every view that links lead to."""
    adapter = world[site].site.url_map.bind("x")
    todo, seen, found = list(STARTS[site]), dict[str, int](), dict[str, Page]()
    while todo:
        url = todo.pop(0)
        try:
            view, _ = adapter.match(url.partition("?")[0], "GET")
        except (HTTPException, RequestRedirect):
            continue
        if url in found or seen.get(view, 0) >= PER_VIEW or "logout" in view:
            continue
        seen[view] = seen.get(view, 0) + 1
        page = look(client.get(url), url)
        if page is not None:
            found[url] = page
            todo += page.links
    return found


def inject(world: World, site: str, table: str) -> None:
    """Put the payload into every text of a table."""
    store = world[site].store
    for column in store.query(f"SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'"):
        name = column["name"]
        if f"{table}.{name}" in CODES[site]:
            continue
        json_too = store.query(
            f'SELECT id, "{name}" AS value FROM "{table}" WHERE substr("{name}", 1, 1) IN (\'[\', \'{{\')'
        )
        store.execute(f'UPDATE "{table}" SET "{name}" = "{name}" || ?', PAYLOAD)
        for row in json_too:
            store.update(table, row["id"], **{name: json.dumps(injected(json.loads(row["value"])))})


def injected(part: Any) -> Any:
    """JSON with the payload within every string, short lower-case ones aside: they are codes."""
    if isinstance(part, str):
        return part if re.fullmatch("[a-z]{1,5}|#[0-9a-f]{6}", part) else part + PAYLOAD
    if isinstance(part, list):
        return [injected(each) for each in part]
    return {name: injected(each) for name, each in part.items()} if isinstance(part, dict) else part


@pytest.mark.parametrize("site", SITES)
def test_markup_in_any_stored_text_stays_text_on_every_page(world: World, site: str) -> None:
    shown = set()
    for table in world[site].store.image.names:
        if table == "session":
            continue
        inject(world, site, table)
        pages = walk(world, site, member(world, site))
        assert pages
        if any(page.marked for page in pages.values()):
            shown.add(table)
        world.rollback()
    assert shown >= SHOWN[site]


def filled(form: dict[str, Any], name: str) -> dict[str, str]:
    """The form's fields as a browser would send them, with the payload in one of them."""
    values = {}
    for field, (kind, value) in form["fields"].items():
        if kind == "text" and not value:
            value = "x@y.example" if "email" in field.lower() else "12345"
        values[field] = value + PAYLOAD if field == name else value
    return values


@pytest.mark.parametrize("logged_in", [True, False])
@pytest.mark.parametrize("site", ["forum", "shop", "wikipedia", "homepage"])
def test_markup_in_any_field_of_any_form_stays_text(world: World, site: str, logged_in: bool) -> None:
    client = member(world, site) if logged_in else world.client(site)
    forms: dict[Any, tuple[str, dict[str, Any]]] = {}
    for url, page in walk(world, site, client).items():
        for form in page.forms:
            place = form["action"] or url
            forms.setdefault(
                (re.sub("[0-9]+", "N", place.partition("?")[0]), form["method"], tuple(form["fields"])), (place, form)
            )
    assert forms
    sent = 0
    for place, form in forms.values():
        for name in form["fields"]:
            values = filled(form, name)
            if form["method"] == "post":
                answer = client.post(place, data=values, follow_redirects=True)
            else:
                answer = client.get(place, query_string=values, follow_redirects=True)
            look(answer, f"{form['method']} {place} with markup in {name}")
            sent += 1
            if "logout" in place or "delete" in place:
                world.rollback()
                client = member(world, site) if logged_in else world.client(site)
    assert sent > 1
    walk(world, site, client)
    world.rollback()


# ---- names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", SITES)
def test_every_field_and_every_page_has_a_name(world: World, site: str) -> None:
    pages = walk(world, site, member(world, site)) | walk(world, site, world.client(site))
    titles = dict[str, str]()
    for url, page in pages.items():
        assert page.language == "en", url
        assert page.icon, url
        assert page.nameless == [], url
        assert page.title.strip(), url
        titles[url] = page.title
    plain = {url for url, title in titles.items() if title == world[site].site.title}
    assert plain <= {"/", "/hot"}, "only the front page is called like the site"
