"""The harness's log-in steps, tried without a browser: each must find exactly one link, field or button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.names import OURS, official_addresses
from osgenesis.envs.webarena.official.visitor import Visitor, named_controls

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.world import World

__all__ = ["check_log_in"]


def check_log_in(world: World, site: str) -> str:
    """What is wrong with the steps on an official site, "" for nothing."""
    address = official_addresses(world.origins)[site]
    visitor = Visitor(world).go(address)
    steps = LOG_INS.get(OURS[site])
    if steps is None:
        return "" if visitor.status == 200 else f"{address} answers {visitor.status}"
    visitor.go(address + steps.path)
    if steps.link:
        links = [a for a in visitor.all("a[href]") if steps.link.lower() in _name(a)]
        if len(links) != 1:
            return f"{visitor.url} has {len(links)} links {steps.link!r}"
        visitor.go(links[0].get("href"))
    fields: list[Any] = []
    for label in (steps.label, "Password"):
        found = named_controls(visitor.document, label, exact=steps.exact)
        if len(found) != 1:
            return f"{visitor.url} has {len(found)} fields {label!r}"
        fields += found
    buttons = [b for b in visitor.all("button, input[type=submit], [role=button]") if steps.button.lower() in _name(b)]
    if len(buttons) != 1:
        return f"{visitor.url} has {len(buttons)} buttons {steps.button!r}"
    user, password = steps.account
    name, secret = (field.get("name") for field in fields)
    visitor.submit(f'[name="{name}"]', {name: user, secret: password})
    if visitor.status != 200:
        return f"after the log-in {visitor.url} answers {visitor.status}"
    kept = steps.kept.format(user=user)
    visitor.go(address + kept)
    if visitor.status != 200 or kept.rstrip("/") not in visitor.url:
        return (
            f"{address + kept} leads to {visitor.url} ({visitor.status}) after the log-in with {OURS[site]}'s account"
        )
    return ""


def _name(node: dom.Document) -> str:
    return str(
        node.get("aria-label") or node.get("value") or dom.rendered_text(node) or node.get("title") or ""
    ).lower()
