"""A world's request log as webarena-verified's evaluator reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.log import Entry

__all__ = ["draft_entry", "trace_of"]

_DRAFT_URL: Final = "http://localhost/dummy_bin"
_DRAFT_FORM: Final = "contact-form"


def trace_of(entries: Iterable[Entry], drafts: Iterable[Mapping[str, str]] = ()) -> list[dict[str, Any]]:
    """HAR entries of requests, and of drafts that were never sent."""
    from osgenesis.envs.web.sites.log import RequestLog

    log = RequestLog()
    for entry in entries:
        log.add(entry)
    found: list[dict[str, Any]] = log.har()["log"]["entries"]
    return [*found, *(draft_entry(fields) for fields in drafts)]


def draft_entry(fields: Mapping[str, str]) -> dict[str, Any]:
    """A form that was filled in and not sent, as the request without an answer that the evaluator expects for it.

    Args:
        fields: Names and values; `form_id` is added where it is missing.
    """
    body = urlencode({"form_id": _DRAFT_FORM, **fields})
    form = "application/x-www-form-urlencoded"
    return {
        "startedDateTime": "1970-01-01T00:00:00.000Z",
        "time": 0,
        "request": {
            "method": "POST",
            "url": _DRAFT_URL,
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Content-Type", "value": form}],
            "queryString": [],
            "cookies": [],
            "headersSize": -1,
            "bodySize": len(body),
            "postData": {"mimeType": form, "text": body, "params": []},
        },
        "response": {
            "status": -1,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "headers": [],
            "cookies": [],
            "content": {"size": -1, "mimeType": "", "text": ""},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }
