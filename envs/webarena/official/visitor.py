"""`Visitor`: somebody who uses an embedded world through links and forms, without a browser and without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.readers import WorldReader

if TYPE_CHECKING:
    from werkzeug.test import Client

    from osgenesis.envs.web.sites.world import World

__all__ = ["Visitor", "controls", "named_controls"]

_REDIRECTS: Final = 10
# What a browser sends when somebody follows a link or sends a form.
_NAVIGATION: Final = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-User": "?1",
}
_MULTIPART: Final = "multipart/form-data"
_BOUNDARY: Final = "----OsgenesisFormBoundary7f3c"
_UNSENT: Final = frozenset(("submit", "button", "image", "reset", "file"))


class Visitor:
    """Follows links and sends forms. One tab.

    Args:
        world: The world.

    Attributes:
        url: Address of the page in front.
        status: HTTP status of its answer.
        document: Its root element; forms hold what `fill` has put in.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = "about:blank"
        self.status = 0
        self.document: dom.Document = dom.parse("")
        self._clients: dict[str, Client] = {}

    # ---- going ------------------------------------------------------------------------------

    def log_in(self, site: str, username: str | None = None) -> Visitor:
        """From now on this visitor is a user; nobody types."""
        cookie = self.world.log_in(site, username)
        self._client(site).set_cookie(cookie["name"], cookie["value"])
        return self

    def go(self, address: str) -> Visitor:
        """Open an address, absolute or relative to the page in front."""
        return self._request("GET", urljoin(self.url, address))

    def follow(self, *, selector: str = "a", text: str = "") -> Visitor:
        """Follow the first link that matches a selector and whose text contains `text`, case aside."""
        for link in dom.select(self.document, selector):
            if link.tag == "a" and link.get("href") and text.lower() in dom.rendered_text(link).lower():
                return self.go(link.get("href"))
        raise TaskError(f"{self.url} has no link {selector!r} with the text {text!r}")

    # ---- looking ----------------------------------------------------------------------------

    def find(self, selector: str) -> dom.Document:
        """The first element that matches.

        Raises:
            TaskError: None does.
        """
        found = dom.select(self.document, selector)
        if not found:
            raise TaskError(f"{self.url} (status {self.status}) has no element {selector!r}")
        return found[0]

    def all(self, selector: str) -> list[dom.Document]:
        """All elements that match."""
        return dom.select(self.document, selector)

    def text(self, selector: str = "body") -> str:
        """The text of the first element that matches, as shown."""
        return dom.rendered_text(self.find(selector))

    @property
    def html(self) -> str:
        """The page in front, with what was filled in."""
        return dom.source(self.document)

    def reader(self) -> WorldReader:
        """How evaluators see what this visitor sees."""
        cookies = {}
        for site, client in self._clients.items():
            name = self.world[site].site.cookie
            cookie = client.get_cookie(name)
            if cookie is not None:
                cookies[site] = (name, cookie.value)
        return WorldReader(self.world, self.url, self.html, cookies)

    # ---- forms ------------------------------------------------------------------------------

    def form(self, selector: str) -> dom.Document:
        """The form that matches, or that holds the element that matches."""
        node = self.find(selector)
        while node is not None and node.tag != "form":
            node = node.getparent()
        if node is None:
            raise TaskError(f"{self.url}: {selector!r} is in no form")
        return node

    def fill(self, form: str, fields: Mapping[str, str]) -> Visitor:
        """Put values into the fields of a form by their names; a box is ticked by its value, or "on"; "" clears it.

        A choice may be given by its value or by its label.
        """
        node = self.form(form)
        for name, value in fields.items():
            _put([control for control in controls(node) if control.get("name") == name], name, value, self.url)
        return self

    def submit(self, form: str, fields: Mapping[str, str] | None = None, *, button: str | None = None) -> Visitor:
        """Fill a form and send it.

        Args:
            form: Selector of the form, or of something in it.
            fields: Values by field name.
            button: Selector of the button to press; None presses the form's first.
        """
        self.fill(form, fields or {})
        node = self.form(form)
        pressed = self.find(button) if button else _first_button(node)
        pairs = [pair for control in controls(node) for pair in _sent(control)]
        if pressed is not None and pressed.get("name"):
            pairs.append((pressed.get("name"), pressed.get("value") or ""))
        own = (lambda name: pressed.get(f"form{name}")) if pressed is not None else (lambda name: None)
        action = urljoin(self.url, own("action") or node.get("action") or self.url)
        method = (own("method") or node.get("method") or "get").upper()
        if method == "GET":
            return self._request("GET", f"{action.partition('?')[0]}?{urlencode(pairs)}")
        return self._request("POST", action, pairs, (node.get("enctype") or "").lower() == _MULTIPART)

    # ---- requests ---------------------------------------------------------------------------

    def _client(self, site: str) -> Client:
        if site not in self._clients:
            self._clients[site] = self.world.client(site)
        return self._clients[site]

    def _request(
        self, method: str, url: str, pairs: Iterable[tuple[str, str]] = (), multipart: bool = False
    ) -> Visitor:
        referrer = self.url
        for _ in range(_REDIRECTS):
            url = urldefrag(url).url
            site = self.world.site_of(url)
            if site is None:
                raise TaskError(f"{url} is outside this world")
            parts = urlsplit(url)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            options: dict[str, Any] = {"headers": {**_NAVIGATION, "Referer": referrer}}
            if method == "POST":
                options |= _body(list(pairs), multipart)
            response = self._client(site).open(path, method=method, **options)
            try:
                location = response.headers.get("Location")
                if location is None or not 300 <= response.status_code < 400:
                    self.url, self.status = url, response.status_code
                    self.document = dom.parse(response.get_data(as_text=True))
                    return self
            finally:
                response.close()
            if response.status_code not in (307, 308):
                method, pairs = "GET", ()
            url = urljoin(url, location)
        raise TaskError(f"{url} redirects without end")


def _body(pairs: list[tuple[str, str]], multipart: bool) -> dict[str, Any]:
    if not multipart:
        return {"data": urlencode(pairs), "content_type": "application/x-www-form-urlencoded"}
    # As browsers write it: no quotes around the boundary.
    parts = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
    )
    data = f"{parts}--{_BOUNDARY}--\r\n".encode()
    return {"data": data, "content_type": f"{_MULTIPART}; boundary={_BOUNDARY}"}


def controls(form: dom.Document) -> list[dom.Document]:
    """A form's controls in order, those outside it that belong to it included."""
    name = form.get("id")
    found = [c for c in dom.select(form, "input, textarea, select") if c.get("form") in (None, name)]
    if name:
        root = form.getroottree().getroot()
        ours = (c for c in dom.select(root, "input, textarea, select") if c.get("form") == name)
        found += [c for c in ours if c not in found]
    return [control for control in found if control.get("name") and control.get("disabled") is None]


def _first_button(form: dom.Document) -> dom.Document | None:
    for button in dom.select(form, "button, input"):
        kind = (button.get("type") or ("submit" if button.tag == "button" else "text")).lower()
        if kind in ("submit", "image") and button.get("disabled") is None:
            return button
    return None


def _sent(control: dom.Document) -> list[tuple[str, str]]:
    """What a control adds to what is sent."""
    name, kind = control.get("name"), (control.get("type") or "").lower()
    if control.tag == "input" and (kind in _UNSENT or (kind in ("checkbox", "radio") and not dom.checked(control))):
        return []
    if control.tag == "select" and control.get("multiple") is not None:
        return [(name, str(dom.value(o))) for o in control.findall(".//option") if o.get("selected") is not None]
    if control.tag == "select" and dom.selected_index(control) == -1:
        return []
    return [(name, dom.value(control) or "")]


def _put(controls: list[dom.Document], name: str, value: str, url: str) -> None:
    if not controls:
        raise TaskError(f"{url}: the form has no field {name!r}")
    first = controls[0]
    if first.tag == "select":
        _choose(first, value, url)
    elif first.tag == "textarea":
        for child in list(first):
            first.remove(child)
        first.text = value
    elif (first.get("type") or "").lower() in ("checkbox", "radio"):
        hits = [c for c in controls if (c.get("value") or "on") == value] or (controls[:1] if value == "on" else [])
        if value and not hits:
            raise TaskError(f"{url}: {name!r} cannot be {value!r}")
        for control in controls:
            control.attrib.pop("checked", None)
        for control in hits[:1]:
            control.set("checked", "checked")
    else:
        first.set("value", value)


def _choose(control: dom.Document, value: str, url: str) -> None:
    options = control.findall(".//option")
    hits = [option for option in options if dom.value(option) == value]
    hits = hits or [option for option in options if dom.rendered_text(option).strip().lower() == value.lower()]
    if not hits:
        raise TaskError(f"{url}: {control.get('name')!r} offers no {value!r}")
    for option in options:
        option.attrib.pop("selected", None)
    hits[0].set("selected", "selected")


def named_controls(document: dom.Document, label: str, *, exact: bool = False) -> list[dom.Document]:
    """Fields that Playwright's `get_by_label` finds: by label, `aria-label` or `aria-labelledby`, case aside."""
    by_id = {node.get("id"): node for node in dom.select(document, "[id]")}

    def fits(text: str) -> bool:
        said = " ".join(text.split())
        return said == label if exact else label.lower() in said.lower()

    found = []
    for control in dom.select(document, "input, textarea, select, button, [aria-label], [aria-labelledby]"):
        names = [control.get("aria-label") or ""]
        names += [
            dom.text_content(by_id[key]) for key in (control.get("aria-labelledby") or "").split() if key in by_id
        ]
        names += [dom.text_content(tag) for tag in dom.select(document, "label") if _labels(tag, control)]
        if (control.get("type") or "") != "hidden" and any(fits(name) for name in names if name):
            found.append(control)
    return found


def _labels(label: dom.Document, control: dom.Document) -> bool:
    if label.get("for"):
        return bool(label.get("for") == control.get("id"))
    return control.tag in ("input", "textarea", "select", "button") and label in list(control.iterancestors())
