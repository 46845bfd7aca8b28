"""From a seed to a site's database image, kept on disk because large contents take seconds to make."""

from __future__ import annotations

import functools
import hashlib
import importlib
import os
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.envs.web.sites.clock import START
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.site import Site
from osgenesis.envs.web.sites.store import Image, Store
from osgenesis.envs.web.sites.visit import session_token

__all__ = ["SIZES", "Seeding", "image_of"]

SIZES: Final = ("small", "full")
_CHECK_SIZE: Final = 16


@dataclass(frozen=True)
class Seeding:
    """What a site's seed function gets.

    Attributes:
        connection: An empty database with the site's tables.
        dice: All randomness; `Dice(seeding.seed, "comments")` gives a part a stream of its own.
        seed: The world's seed.
        size: "small" or "full".
        now: The moment at which every episode begins; contents lie before it.
        entities: Things that must exist by name (see `entities.py`), or None.
    """

    connection: sqlite3.Connection
    dice: Dice
    seed: int
    size: str
    now: datetime = START
    entities: Any = None

    def insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Add rows that all have the same columns."""
        if not rows:
            return
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        self.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


@dataclass(frozen=True)
class _Key:
    site: str
    package: str
    size: str
    seed: int
    entities: str = field(default="")


def image_of(site: Site, size: str, seed: int, entities: Any = None) -> Image:
    """The seeded database of a site; made once per machine, read once per process."""
    if size not in SIZES:
        raise UnknownNameError("size of a world", size, SIZES)
    text = "" if entities is None else repr(entities)
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest() if text else ""
    return _image(_Key(site.name, site.package, size, seed, digest), _Hidden(site, entities))


class _Hidden:
    """Carries what the cache's key stands for past the cache."""

    def __init__(self, site: Site, entities: Any) -> None:
        self.site, self.entities = site, entities

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hidden)


@functools.lru_cache(maxsize=16)
def _image(key: _Key, hidden: _Hidden) -> Image:
    path = _cache_folder() / f"{key.site}-{key.size}-{key.seed}-{_version(hidden.site)}{key.entities}.sqlite"
    data = _kept(path)
    if data is None:
        data = _build(key, hidden)
        _keep(path, data)
    return Image(data, f"{key.site}-{key.size}-{key.seed}-{key.entities}")


def _check(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECK_SIZE, person=b"image").digest()


def _kept(path: Path) -> bytes | None:
    """A file of the cache, None where it is missing or broken; it begins with a check of the rest."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    found, data = data[:_CHECK_SIZE], data[_CHECK_SIZE:]
    return data if found == _check(data) else None


def _build(key: _Key, hidden: _Hidden) -> bytes:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(hidden.site.full_schema)
        dice = Dice(key.site, key.seed, key.size)
        hidden.site.seed(Seeding(connection, dice, key.seed, key.size, START, hidden.entities))
        _keep_logged_in(connection, hidden.site)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _keep_logged_in(connection: sqlite3.Connection, site: Site) -> None:
    """Session 1 is the account's, so that starting logged in writes nothing."""
    if site.account is None or site.user_id is None:
        return
    connection.commit()
    store = Store(Image(connection.serialize()))
    try:
        user = site.user_id(store, site.account.username)
    finally:
        store.close()
    if user is not None:
        connection.execute("INSERT INTO session VALUES (1, ?, ?, '{}', 0)", (session_token(site, 1), user))


def _keep(path: Path, data: bytes) -> None:
    """Write atomically; a world works as well without the cache."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_check(data) + data)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "osgenesis" / "sites"


@functools.cache
def _version_of(package: str) -> str:
    """Digest of everything that contents may come from: the site's own files and the frame's."""
    digest = hashlib.blake2b(digest_size=8)
    frame = Path(__file__).parent
    folder = Path(str(importlib.import_module(package).__file__)).parent
    own = sorted(
        p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts and "templates" not in p.parts
    )
    for path in [*sorted(frame.glob("*.py")), *own]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(sqlite3.sqlite_version.encode())
    return digest.hexdigest()


def _version(site: Site) -> str:
    return _version_of(site.package)


def plain_entities(entities: Mapping[str, Any] | None, site: str) -> Any:
    """The entities of one site, or None."""
    return None if entities is None else entities.get(site)
