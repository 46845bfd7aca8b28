"""Whole-number arithmetic for `$((...))`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"\s*(\d+|[A-Za-z_]\w*|==|!=|<=|>=|&&|\|\||[-+*/%()<>!])")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"))


def evaluate(expression: str, variables: Mapping[str, str]) -> int:
    """The value of an expression; anything that is none counts as 0, as an unset variable does."""
    tokens: list[str] = []
    position = 0
    text = expression.replace("$", " ")
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            break
        tokens.append(match[1])
        position = match.end()
    try:
        return _Evaluator(tokens[:200], variables).level(0)
    except (ZeroDivisionError, IndexError, RecursionError):
        return 0


class _Evaluator:
    def __init__(self, tokens: list[str], variables: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._variables = variables
        self._at = 0

    def level(self, depth: int) -> int:
        if depth == len(_LEVELS):
            return self._unary()
        value = self.level(depth + 1)
        while self._at < len(self._tokens) and self._tokens[self._at] in _LEVELS[depth]:
            operator = self._tokens[self._at]
            self._at += 1
            value = _apply(operator, value, self.level(depth + 1))
        return value

    def _unary(self) -> int:
        token = self._tokens[self._at]
        self._at += 1
        if token == "-":
            return -self._unary()
        if token == "+":
            return self._unary()
        if token == "!":
            return int(not self._unary())
        if token == "(":
            value = self.level(0)
            self._at += 1
            return value
        if token.isdigit():
            return int(token)
        value_text = self._variables.get(token, "0")
        return int(value_text) if re.fullmatch(r"-?\d+", value_text) else 0


def _apply(operator: str, left: int, right: int) -> int:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator in ("/", "%"):
        quotient = abs(left) // abs(right)  # truncates towards zero, as C does
        quotient = quotient if (left < 0) == (right < 0) else -quotient
        return quotient if operator == "/" else left - quotient * right
    compared = {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
        "&&": bool(left and right),
        "||": bool(left or right),
    }
    return int(compared[operator])
