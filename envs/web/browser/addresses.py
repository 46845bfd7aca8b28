"""Addresses: which may be opened, and which origin one belongs to."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from osgenesis.envs.core.errors import ActionError

__all__ = ["check_url", "origin_of"]


_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """Scheme, host and port, the port only where it is not the scheme's own."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    own = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    return f"{parts.scheme}://{host}" + ("" if own else f":{parts.port}")


def check_url(url: str) -> None:
    """Raise `ActionError` unless `url` is an http(s) address or about:blank."""
    if url == "about:blank":
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ActionError(f"{url[:200]!r} is not an address: {error}.") from error
    if parts.scheme not in ("http", "https"):
        raise ActionError(f"Only http and https addresses can be opened, not {url[:200]!r}.")
    if not host:
        raise ActionError(f"{url[:200]!r} names no host.")
