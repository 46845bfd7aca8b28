"""`RequestLog`: every request that the sites of a world answered, also as a HAR file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

__all__ = ["Entry", "RequestLog"]

Headers = tuple[tuple[str, str], ...]
_TEXTS: Final = ("application/json", "text/plain")
_LARGEST_BODY: Final = 64 * 1024


class Entry(NamedTuple):
    """One request and its answer.

    Attributes:
        site: Name of the site.
        method: HTTP method.
        url: Absolute URL as asked for.
        status: Status of the answer.
        request_headers: Pairs as received.
        body: The request's body; empty beyond 64 KiB.
        response_headers: Pairs as sent.
        response_body: The answer if it is JSON or plain text of at most 64 KiB, else empty.
        time: The world's time.
        user: Id of the user logged in, or None.
    """

    site: str
    method: str
    url: str
    status: int
    request_headers: Headers
    body: bytes
    response_headers: Headers
    response_body: bytes
    time: datetime
    user: int | None

    @property
    def path(self) -> str:
        """The URL's path."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        """The URL's parameters; of repeated ones the last."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The fields of a posted URL-encoded form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def is_document(self) -> bool:
        """Whether a page was asked for, not a picture or an interface call."""
        headers = dict(self.request_headers)
        if "Sec-Fetch-Dest" in headers:
            return headers["Sec-Fetch-Dest"] in ("document", "iframe")
        return headers.get("Accept", "").startswith("text/html")


class RequestLog:
    """The entries of one episode, in order."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Note a request; long bodies are dropped."""
        content_type = dict(entry.response_headers).get("Content-Type", "")
        if not content_type.startswith(_TEXTS) or len(entry.response_body) > _LARGEST_BODY:
            entry = entry._replace(response_body=b"")
        if len(entry.body) > _LARGEST_BODY:
            entry = entry._replace(body=b"")
        self._entries.append(entry)

    def documents(self, site: str | None = None) -> tuple[Entry, ...]:
        """The pages asked for, of one site or of all."""
        return tuple(e for e in self._entries if e.is_document and site in (None, e.site))

    def visits(self, site: str) -> tuple[str, ...]:
        """Paths (with query) of the pages of a site that were shown, in order."""
        found = []
        for entry in self.documents(site):
            if entry.method == "GET" and entry.status == 200:
                parts = urlsplit(entry.url)
                found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        return tuple(found)

    def posts(self, site: str) -> tuple[Entry, ...]:
        """What was sent to a site."""
        return tuple(e for e in self._entries if e.site == site and e.method not in ("GET", "HEAD"))

    def freeze(self) -> tuple[Entry, ...]:
        """The entries so far."""
        return tuple(self._entries)

    def thaw(self, frozen: tuple[Entry, ...]) -> None:
        """Back to frozen entries."""
        self._entries = list(frozen)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def har(self) -> dict[str, Any]:
        """The log in the HTTP Archive format 1.2."""
        return {
            "log": {
                "version": "1.2",
                "creator": {"name": "osgenesis", "version": "1"},
                "pages": [],
                "entries": [_har_entry(entry) for entry in self._entries],
            }
        }


def _har_entry(entry: Entry) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": entry.method,
        "url": entry.url,
        "httpVersion": "HTTP/1.1",
        "cookies": _cookies(entry.request_headers),
        "headers": _pairs(entry.request_headers),
        "queryString": _pairs(parse_qsl(urlsplit(entry.url).query, keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(entry.body),
    }
    if entry.body:
        mime = dict(entry.request_headers).get("Content-Type", "")
        text = entry.body.decode("utf-8", "replace")
        fields = parse_qsl(text, keep_blank_values=True) if "urlencoded" in mime else []
        request["postData"] = {"mimeType": mime, "text": text, "params": _pairs(fields)}
    headers = dict(entry.response_headers)
    return {
        "startedDateTime": entry.time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": 0,
        "request": request,
        "response": {
            "status": entry.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": _set_cookies(entry.response_headers),
            "headers": _pairs(entry.response_headers),
            "content": {
                "size": len(entry.response_body),
                "mimeType": headers.get("Content-Type", ""),
                "text": entry.response_body.decode("utf-8", "replace"),
            },
            "redirectURL": headers.get("Location", ""),
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _cookies(headers: Headers) -> list[dict[str, str]]:
    text = "; ".join(value for name, value in headers if name.lower() == "cookie")
    parts = [part.strip().partition("=") for part in text.split(";") if "=" in part]
    return [{"name": name, "value": value} for name, _, value in parts]


def _set_cookies(headers: Headers) -> list[dict[str, str]]:
    parts = [value.split(";")[0].partition("=") for name, value in headers if name.lower() == "set-cookie"]
    return [{"name": name.strip(), "value": value.strip()} for name, _, value in parts]
