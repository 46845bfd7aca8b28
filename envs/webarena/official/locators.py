"""The JavaScript expressions by which WebArena's configurations find things on a page, evaluated without a browser.

A small language is understood, which covers every expression of the 812 tasks but the clicks that prepare a page:
`document.querySelector(...)`, its properties, indices, `?.`, `||`, `+`, and `[...list].map(x => ...).join(...)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from osgenesis.envs.core.errors import CapabilityError
from osgenesis.envs.webarena.official import dom

__all__ = ["ScriptError", "UnsupportedLocator", "evaluate", "parse_locator"]


class ScriptError(Exception):
    """The expression throws on this page, as JavaScript would: a property of null, an unknown function."""


class UnsupportedLocator(CapabilityError):
    """The expression is more than this module understands; a browser can evaluate it."""


class _Absent:
    """JavaScript's null or undefined."""

    def __init__(self, name: str) -> None:
        self.name = name


_NULL: Final = _Absent("null")
_UNDEFINED: Final = _Absent("undefined")
_Node = Callable[[dict[str, Any]], Any]

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d+)|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|(?P<mark>=>|\?\.|\|\||\.\.\.|[.()\[\]+,]))""",
    re.DOTALL,
)


def evaluate(locator: str, document: dom.Document) -> Any:
    """The value of an expression on a page: a text, number, truth value, or None for null and undefined.

    Raises:
        ScriptError: JavaScript would throw.
        UnsupportedLocator: It is beyond this module.
    """
    result = parse_locator(locator)({"document": document})
    if isinstance(result, _Absent):
        return None
    if not isinstance(result, str | int | float | bool):
        raise UnsupportedLocator(f"{locator!r} gives an element or a list, not a text")
    return result


@cache
def parse_locator(locator: str) -> _Node:
    """The expression as a function of its variables."""
    parser = _Parser(locator)
    tree = parser.expression()
    parser.end()
    return tree


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[tuple[str, str]] = []
        at, source_end = 0, len(source.rstrip().rstrip(";"))
        while at < source_end:
            found = _TOKEN.match(source, at)
            if found is None:
                raise self.unsupported()
            self.tokens.append((str(found.lastgroup), found.group(str(found.lastgroup))))
            at = found.end()
        self.at = 0

    def unsupported(self) -> UnsupportedLocator:
        return UnsupportedLocator(f"cannot evaluate {self.source!r} without a browser")

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise self.unsupported()

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ("end", "")

    def take(self, kind: str, text: str | None = None) -> str:
        found = self.peek()
        if found[0] != kind or (text is not None and found[1] != text):
            raise self.unsupported()
        self.at += 1
        return found[1]

    def skip(self, mark: str) -> bool:
        if self.peek() == ("mark", mark):
            self.at += 1
            return True
        return False

    def expression(self) -> _Node:
        left = self.sum()
        while self.skip("||"):
            left = _either(left, self.sum())
        return left

    def sum(self) -> _Node:
        left = self.postfix()
        while self.skip("+"):
            left = _added(left, self.postfix())
        return left

    def postfix(self) -> _Node:
        node = self.primary()
        while True:
            if self.skip("?."):
                node = self.member(node, optional=True)
            elif self.skip("."):
                node = self.member(node, optional=False)
            elif self.skip("["):
                node = _indexed(node, self.expression())
                self.take("mark", "]")
            else:
                return node

    def member(self, node: _Node, *, optional: bool) -> _Node:
        name = self.take("name")
        if not self.skip("("):
            return _property(node, name, optional)
        arguments: list[_Node] = []
        while not self.skip(")"):
            arguments.append(self.argument())
            if not self.skip(","):
                self.take("mark", ")")
                break
        return _call(node, name, tuple(arguments), optional, self.unsupported())

    def argument(self) -> _Node:
        if self.peek()[0] == "name" and self.peek(1) == ("mark", "=>"):
            variable = self.take("name")
            self.take("mark", "=>")
            body = self.expression()
            return lambda scope: lambda item: body({**scope, variable: item})
        return self.expression()

    def primary(self) -> _Node:
        kind, text = self.peek()
        if kind == "text":
            self.at += 1
            literal = re.sub(r"\\(.)", r"\1", text[1:-1])
            return lambda scope: literal
        if kind == "number":
            self.at += 1
            return lambda scope: int(text)
        if self.skip("("):
            inner = self.expression()
            self.take("mark", ")")
            return inner
        if self.skip("["):
            self.take("mark", "...")
            spread = self.expression()
            self.take("mark", "]")
            return lambda scope: list(_needs_list(spread(scope)))
        name = self.take("name")
        return lambda scope: _variable(scope, name)


def _variable(scope: dict[str, Any], name: str) -> Any:
    if name not in scope:
        raise ScriptError(f"{name} is not defined")
    return scope[name]


def _needs_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ScriptError("spread of what is not a list")
    return value


def _either(left: _Node, right: _Node) -> _Node:
    def node(scope: dict[str, Any]) -> Any:
        value = left(scope)
        falsy = isinstance(value, _Absent) or (isinstance(value, str | int | float | bool) and not value)
        return right(scope) if falsy else value

    return node


def _added(left: _Node, right: _Node) -> _Node:
    def node(scope: dict[str, Any]) -> Any:
        one, other = left(scope), right(scope)
        if isinstance(one, int) and isinstance(other, int):
            return one + other
        return _as_text(one) + _as_text(other)

    return node


def _as_text(value: Any) -> str:
    if isinstance(value, _Absent):
        return value.name
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _indexed(node: _Node, index: _Node) -> _Node:
    def found(scope: dict[str, Any]) -> Any:
        values, at = node(scope), index(scope)
        if isinstance(values, _Absent):
            raise ScriptError(f"index of {values.name}")
        if isinstance(values, list) and isinstance(at, int):
            return values[at] if 0 <= at < len(values) else _UNDEFINED
        return _UNDEFINED

    return found


def _property(node: _Node, name: str, optional: bool) -> _Node:
    def found(scope: dict[str, Any]) -> Any:
        owner = node(scope)
        if isinstance(owner, _Absent):
            if optional:
                return _UNDEFINED
            raise ScriptError(f"{name} of {owner.name}")
        if isinstance(owner, list | str):
            return len(owner) if name == "length" else _UNDEFINED
        if name not in _PROPERTIES:
            raise UnsupportedLocator(f"the property {name} needs a browser")
        return _PROPERTIES[name](owner)

    return found


def _call(
    node: _Node, name: str, arguments: tuple[_Node, ...], optional: bool, unsupported: UnsupportedLocator
) -> _Node:
    if name not in _METHODS:
        raise unsupported

    def found(scope: dict[str, Any]) -> Any:
        owner = node(scope)
        if isinstance(owner, _Absent):
            if optional:
                return _UNDEFINED
            raise ScriptError(f"{name} of {owner.name}")
        return _METHODS[name](owner, *(argument(scope) for argument in arguments))

    return found


def _or(value: Any, absent: _Absent) -> Any:
    return absent if value is None else value


def _first(values: list[Any]) -> Any:
    return values[0] if values else _NULL


def _last(values: list[Any]) -> Any:
    return values[-1] if values else _NULL


class _LastNode:
    """The last child, of which only the text is ever asked."""

    def __init__(self, text: str) -> None:
        self.text = text


def _last_node(node: dom.Document) -> Any:
    text = dom.last_child_text(node)
    return _NULL if text is None else _LastNode(text)


_PROPERTIES: Final[dict[str, Callable[[Any], Any]]] = {
    "outerText": dom.rendered_text,
    "innerText": dom.rendered_text,
    "textContent": lambda node: node.text if isinstance(node, _LastNode) else dom.text_content(node),
    "value": lambda node: _or(dom.value(node), _UNDEFINED),
    "checked": lambda node: _or(dom.checked(node), _UNDEFINED),
    "selectedIndex": lambda node: _or(dom.selected_index(node), _UNDEFINED),
    "firstElementChild": lambda node: _first(dom.children(node)),
    "lastElementChild": lambda node: _last(dom.children(node)),
    "lastChild": _last_node,
}


def _map(values: Any, function: Any) -> list[Any]:
    return [function(value) for value in _needs_list(values)]


def _join(values: Any, mark: str = ",") -> str:
    return mark.join("" if isinstance(value, _Absent) else _as_text(value) for value in _needs_list(values))


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "querySelector": lambda node, selector: _first(dom.select(node, selector)),
    "querySelectorAll": lambda node, selector: dom.select(node, selector),
    "getAttribute": lambda node, name: _or(dom.attribute(node, name), _NULL),
    "map": _map,
    "join": _join,
    "toString": _as_text,
}
