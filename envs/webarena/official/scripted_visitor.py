"""`ScriptedVisitor`: a visitor without a browser who sends what the pages' scripts would send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.visitor import Visitor, controls

__all__ = ["ScriptedVisitor"]

_FETCH: Final = {"Accept": "*/*", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
_CART: Final = "/rest/default/V1/carts/mine/"
_ADD: Final = "/checkout/cart/add/"
_WISH: Final = "/wishlist/index/add/"


class ScriptedVisitor(Visitor):
    """Votes and subscriptions go to the interface and leave the page in front; the checkout orders through it.

    For evaluators that read the request log. Pages do not change by themselves as they do where scripts run.
    """

    def go(self, address: str) -> ScriptedVisitor:
        """Open an address, and ask for what its scripts ask for."""
        super().go(address)
        return self._loaded()

    def submit(
        self, form: str, fields: Mapping[str, str] | None = None, *, button: str | None = None
    ) -> ScriptedVisitor:
        """Fill a form and send it as its script does."""
        self.fill(form, fields or {})
        node = self.form(form)
        pressed = self.find(button) if button else None
        if node.get("data-vote") is not None:
            self._fetch("POST", node.get("data-vote"), {"choice": pressed.get("value") if pressed is not None else "1"})
        elif node.get("data-forum") is not None:
            self._fetch("POST", f"{urlsplit(urljoin(self.url, node.get('action'))).path}.json", {})
        elif node.get("id") == "co-payment-form" and node.get("data-customer"):
            method = dom.select(node, "[name=payment_method]:checked, [name=payment_method]")[0].get("value")
            body = {
                "email": node.get("data-email"),
                "paymentMethod": {"method": method},
                "billingAddress": {"customerId": node.get("data-customer")},
            }
            self._fetch("POST", _CART + "payment-information", body, as_json=True)
            self.go("/checkout/onepage/success/")
        elif (node.get("action") or "").startswith(_ADD) and (pressed is None or not pressed.get("formaction")):
            pairs = {control.get("name"): dom.value(control) or "" for control in controls(node)}
            self.go(self._fetch("POST", node.get("action"), pairs, aside=True))
        elif pressed is not None and pressed.get("formaction") == _WISH:
            self._request("POST", urljoin(self.url, _WISH), self._without(node, "qty"))
        else:
            super().submit(form, button=button)
        return self._loaded()

    def _without(self, form: dom.Document, name: str) -> list[tuple[str, str]]:
        hidden = dom.select(form, "input[type=hidden]")
        return [(field.get("name"), field.get("value") or "") for field in hidden if field.get("name") != name]

    def _loaded(self) -> ScriptedVisitor:
        if self.all("#co-payment-form[data-customer]"):
            self._fetch("GET", _CART + "totals", {})
        return self

    def _fetch(
        self, method: str, path: str, fields: Mapping[str, Any], *, as_json: bool = False, aside: bool = False
    ) -> str:
        """A request that shows no page, `aside` said in a header; the address that the answer names, "" for none."""
        site = self.world.site_of(self.url)
        if site is None:
            raise TaskError(f"{self.url} is outside this world")
        options: dict[str, Any] = {"headers": {**_FETCH, "Referer": self.url}}
        if aside:
            options["headers"]["X-Requested-With"] = "XMLHttpRequest"
        if method == "POST":
            options["data"] = json.dumps(fields) if as_json else dict(fields)
            options["content_type"] = "application/json" if as_json else "application/x-www-form-urlencoded"
        response = self._client(site).open(path, method=method, **options)
        try:
            return str(response.headers.get("Content-Location", ""))
        finally:
            response.close()
