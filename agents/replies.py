"""Reading what a model replied: one parser for JSON in prose and fences, and schema checks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from osgenesis.agents.errors import ReplyError

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
_MAX_BRACES = 100  # opening braces tried before a reply counts as prose
_SHOWN = 300  # characters of a bad reply that an error repeats


def parse_object(text: str, schema: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The one JSON object of a reply: alone, in a code fence, or after some prose.

    Args:
        text: the reply.
        schema: JSON Schema that the object must satisfy.

    Raises:
        ReplyError: there is no object, there are several, or it breaks the schema.
    """
    found = find_object(text)
    if schema is not None:
        check_schema(found, schema)
    return found


def find_object(text: str) -> dict[str, Any]:
    """The one JSON object in ``text``.

    Raises:
        ReplyError: there is none, or more than one.
    """
    whole = _decode(text.strip())
    if whole is not None:
        return whole
    fenced = [found for block in _FENCE.findall(text) if (found := _decode(block.strip()))]
    objects = fenced or _scan(text)
    if not objects:
        raise ReplyError(f"the reply holds no JSON object: {shorten(text)}")
    if any(other != objects[0] for other in objects[1:]):
        raise ReplyError(f"the reply holds {len(objects)} JSON objects where one is wanted: {shorten(text)}")
    return objects[0]


def check_schema(value: Any, schema: Mapping[str, Any]) -> None:
    """Check a value against a JSON Schema.

    Raises:
        ReplyError: naming the first thing that is wrong and where.
    """
    import jsonschema

    problem = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(dict(schema)).iter_errors(value))
    if problem is not None:
        raise ReplyError(f"the reply's JSON is wrong at {problem.json_path}: {problem.message}")


def shorten(text: str, limit: int = _SHOWN) -> str:
    """``text`` as an error message may repeat it."""
    shown = repr(text[:limit])
    return shown if len(text) <= limit else f"{shown} and {len(text) - limit} characters more"


def _decode(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _scan(text: str) -> list[dict[str, Any]]:
    """Every outermost JSON object in prose."""
    decoder = json.JSONDecoder()
    found = []
    position = text.find("{")
    for _ in range(_MAX_BRACES):
        if position < 0:
            break
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        else:
            found.append(value)
        position = text.find("{", end)
    return found
