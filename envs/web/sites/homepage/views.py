"""The homepage's pages."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.homepage.icons import icon
from osgenesis.envs.web.sites.homepage.site import site
from osgenesis.envs.web.sites.visit import Visit

_ABOUT: Final = {
    "forum": "Talk about anything: forums, posts, comments and votes.",
    "shop": "Order things: catalogue, cart, orders and reviews.",
    "shopping_admin": "Look after the shop: catalogue, orders, customers and reports.",
    "forge": "Work on code: projects, issues and merge requests.",
    "map": "Find places and the way to them.",
    "wikipedia": "Look things up in the encyclopedia.",
}


_LABELS: Final = {"shopping_admin": "Shop administration"}


@site.get("/")
def index(visit: Visit) -> Response:
    """Links to the sites of this world."""
    cards = [(name, visit.origins[name], _ABOUT[name]) for name in visit.origins if name in _ABOUT]
    notes = visit.store.value("SELECT COUNT(*) FROM note")
    return visit.render("index.html", cards=cards, labels=_LABELS, icon=icon, notes=notes)


@site.get("/password.html")
def passwords(visit: Visit) -> Response:
    """The accounts to log in with."""
    from osgenesis.envs.web.sites.world import SITES, load_site

    sites = [load_site(name) for name in SITES if name in visit.origins]
    found = {s.name: (s.title, s.account.username, s.account.password) for s in sites if s.account is not None}
    for row in visit.store.query("SELECT * FROM account ORDER BY id"):
        label = _LABELS.get(row["site"], row["site"].replace("_", " ").capitalize())
        found.setdefault(row["site"], (label, row["username"], row["password"]))
    return visit.render("password.html", accounts=list(found.values()))


@site.get("/calculator.html", "/calculator")
def calculator(visit: Visit) -> Response:
    """Works out an expression of numbers."""
    expression = visit.args.get("expression", "")[:200]
    result, error = "", ""
    if expression.strip():
        try:
            result = calculate(expression)
        except (ValueError, SyntaxError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as problem:
            error = "It divides by zero." if isinstance(problem, ZeroDivisionError) else "This is not a calculation."
    return visit.render("calculator.html", expression=expression, result=result, error=error)


@site.get("/scratchpad.html", "/scratchpad")
def scratchpad(visit: Visit) -> Response:
    """The notes kept so far."""
    return visit.render("scratchpad.html", notes=_notes(visit), title="", body="", error="")


@site.post("/scratchpad.html", "/scratchpad")
def add_note(visit: Visit) -> Response:
    """Keep a note."""
    title, body = visit.text("title", limit=200), visit.text("body", limit=20_000)
    if not title:
        return visit.render(
            "scratchpad.html", 422, notes=_notes(visit), title=title, body=body, error="A note needs a title."
        )
    visit.store.insert("note", title=title, body=body, created=visit.timestamp)
    visit.flash("The note was saved.")
    return visit.redirect("/scratchpad.html")


@site.post("/scratchpad/<int:key>/delete")
def delete_note(visit: Visit, key: int) -> Response:
    """Throw a note away."""
    if visit.store.get("note", key) is None:
        visit.fail(404)
    visit.store.delete("note", key)
    visit.flash("The note was deleted.")
    return visit.redirect("/scratchpad.html")


def _notes(visit: Visit) -> list[dict[str, Any]]:
    return visit.store.query("SELECT * FROM note ORDER BY created DESC, id DESC")


_OPERATORS: Final[dict[type[ast.AST], Callable[..., float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Pow: operator.pow,
}
# The signs of arithmetic as people write them: multiplication, division, minus; commas part thousands.
_SIGNS: Final = str.maketrans({"\u00d7": "*", "\u00f7": "/", "\u2212": "-", ",": None})
_LARGEST_EXPONENT: Final = 1000
_CALCULATION: Final = re.compile(r"[0-9\s.+\-*/%^()]*")


def calculate(expression: str) -> str:
    """The value of an expression of numbers, + - * / % ^ and brackets.

    Raises:
        ValueError: It holds anything else, or the result is too large.
    """
    text = expression.translate(_SIGNS)
    if not _CALCULATION.fullmatch(text):
        raise ValueError("a calculation holds numbers, + - * / % ^ and brackets")
    value = _value(ast.parse(text.strip().replace("^", "**"), mode="eval").body)
    if not math.isfinite(value):
        raise ValueError("the result is too large")
    return f"{value:.10g}"


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow) and (abs(right) > _LARGEST_EXPONENT or (left < 0 and not right.is_integer())):
            raise ValueError(f"not a power to work out: {left} ^ {right}")
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.operand))
    raise ValueError(f"not a calculation: {ast.dump(node)[:80]}")


@site.provides("messages")
def messages(visit: Visit) -> Callable[[], list[list[str]]]:
    """The messages to show on this page."""
    return visit.take_messages
