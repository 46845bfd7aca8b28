"""Accounts, addresses and names that the official tasks take for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.web.sites.accounts import LOG_INS, Account
from osgenesis.envs.webarena.official.configs import Configuration

__all__ = [
    "ACCOUNTS",
    "OURS",
    "PORTS",
    "VARIABLES",
    "official_addresses",
    "slug_of",
    "texts_of",
    "title_of",
    "world_site",
]

# Names of the sites in a world, by official name.
OURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "reddit": "forum",
        "shopping": "shop",
        "shopping_admin": "shopping_admin",
        "gitlab": "forge",
        "wikipedia": "wikipedia",
        "map": "map",
    }
)
# User name and password by official site name, as the harness types them.
ACCOUNTS: Final[Mapping[str, Account]] = MappingProxyType(
    {official: LOG_INS[ours].account for official, ours in OURS.items() if ours in LOG_INS}
)
# Ports of the official set-up, by our names.
PORTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "shop": 7770,
        "shopping_admin": 7780,
        "forum": 9999,
        "forge": 8023,
        "wikipedia": 8888,
        "map": 3000,
        "homepage": 4399,
    }
)
VARIABLES: Final[Mapping[str, str]] = MappingProxyType({name: f"WA_{name.upper()}" for name in OURS})
# What the addresses of these sites have after the host.
_TAILS: Final = {
    "shopping_admin": "/admin",
    "wikipedia": "/wikipedia_en_all_maxi_2022-05/A/User:The_other_Kiwix_guy/Landing",
}


def world_site(official: str) -> str:
    """The name that a site has in a world."""
    return OURS[official]


def official_addresses(origins: Mapping[str, str]) -> dict[str, str]:
    """Address by official site name, as `WA_*` variables hold them.

    Args:
        origins: Scheme and host by the names that sites have in a world; absent sites stay absent.
    """
    return {official: origins[ours] + _TAILS.get(official, "") for official, ours in OURS.items() if ours in origins}


def texts_of(task: Configuration, *, start: bool = True) -> Iterator[str]:
    """The texts of a task that may hold addresses: start, reference address, targets, reference answers."""
    if start:
        yield from task.start_urls
    rules = task.evaluation
    yield rules.url
    for target in rules.targets:
        yield target.url
        yield from target.required
    for _, references in rules.answers:
        yield from (references,) if isinstance(references, str) else references


def slug_of(title: str) -> str:
    """The words of a title as they stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def title_of(slug: str) -> str:
    """A title from which the slug follows."""
    words = slug.replace("-", " ").strip()
    if not words:
        raise TaskError(f"{slug!r} has no words to make a title of")
    return words[0].upper() + words[1:]
