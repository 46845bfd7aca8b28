"""What the phone holds, as facts: `State` for tasks and synthesis, one hash over everything for exactness."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.packages import PackagesState
from osgenesis.envs.android.sim.prefs import Preferences
from osgenesis.envs.core.state import FileFact, Key, Row, State

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

SHARED = "/storage/emulated/0/"
_DATA = "/data/data/"
_TEXT_LIMIT = 65_536
_SQLITE_MAGIC = b"SQLite format 3\0"
_FOLDER = FileFact("", 0, None)  # one object, so that unchanged folders are seen to be the same
_INTERNAL = ("android_metadata", "sqlite_sequence")


class Cache:
    """The parts of the last `State` and hash, by what they depend on; the same object while nothing changed."""

    __slots__ = ("files", "files_at", "hash", "hash_at", "prefs", "settings", "settings_at", "tables", "tables_at")

    def __init__(self) -> None:
        self.files_at: Any = None
        self.files: Mapping[str, FileFact] = {}
        self.prefs: dict[str, str] = {}
        self.tables_at: Any = None
        self.tables: Mapping[str, Mapping[Key, Row]] = {}
        self.settings_at: Any = None
        self.settings: Mapping[str, str] = {}
        self.hash_at: Any = None
        self.hash = b""


def state(phone: Phone) -> State:
    """Rows as "package/table", files of shared storage, settings, preferences ("prefs/package/key"), the clipboard."""
    cache = phone.facts_cache
    phone.files.settle()
    at = phone.files.freeze()
    if cache.files_at is not at:
        _read_files(phone, cache)
        cache.files_at = at
    settings_at = (phone.settings.version, id(cache.prefs))
    if cache.settings_at != settings_at:
        cache.settings = {**phone.settings.flat(), **cache.prefs}
        cache.settings_at = settings_at
    return State(cache.tables, cache.files, cache.settings, {"clipboard": phone.clipboard})


def _read_files(phone: Phone, cache: Cache) -> None:
    files: dict[str, FileFact] = {}
    prefs: dict[str, str] = {}
    tables: dict[str, Mapping[Key, Row]] = {}
    for path, node in phone.files.items():
        if node.is_dir:
            if path.startswith(SHARED):
                files[path + "/"] = _FOLDER
        elif path.startswith(SHARED):
            files[path] = file_fact(node.data)
        elif path.startswith(_DATA):
            package, _, rest = path[len(_DATA) :].partition("/")
            if rest.startswith("shared_prefs/"):
                for key, value in Preferences(phone.files, package).all().items():
                    prefs[f"prefs/{package}/{key}"] = _plain(value)
            elif node.data.startswith(_SQLITE_MAGIC):
                for name, rows in phone.databases.tables(path).items():
                    if name not in _INTERNAL:
                        tables[f"{package}/{name}"] = rows
    cache.files = _kept(cache.files, files)
    cache.prefs = cache.prefs if cache.prefs == prefs else prefs
    cache.tables = _kept(cache.tables, tables)


def _kept(old: Mapping[str, Any], new: dict[str, Any]) -> Mapping[str, Any]:
    """The old mapping where nothing in it changed, so that differences are found without reading it."""
    if old.keys() == new.keys() and all(old[key] is new[key] for key in new):
        return old
    return new


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(sorted(value)) if isinstance(value, (set, frozenset, tuple)) else str(value)


_FACTS: dict[bytes, FileFact] = {}


def file_fact(data: bytes) -> FileFact:
    """Digest, size and text of a file's bytes; remembered by the bytes."""
    fact = _FACTS.get(data)
    if fact is None:
        text: str | None = None
        if len(data) <= _TEXT_LIMIT:
            try:
                text = data.decode()
            except UnicodeDecodeError:
                text = None
        if len(_FACTS) > 4096:
            _FACTS.clear()
        fact = _FACTS[data] = FileFact(blake2b(data, digest_size=16).hexdigest(), len(data), text)
    return fact


def state_hash(phone: Phone) -> str:
    """32 hex digits over files, rows, settings, packages, the back stack with its values, time and system UI."""
    phone.files.settle()
    cache = phone.facts_cache
    at = phone.files.freeze()
    if cache.hash_at is not at:
        cache.hash = _files_hash(phone)
        cache.hash_at = at
    rest = (
        phone.clock.freeze(),
        phone.settings.flat(),
        _ordered(phone.packages.freeze()),
        phone.notifications.freeze(),
        phone.alarms.freeze(),
        phone.telephony.freeze(),
        phone.stack.freeze(),
        phone.system,
        phone.clipboard,
        phone.last_tap,
    )
    return blake2b(cache.hash + repr(rest).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _ordered(frozen: PackagesState) -> Any:
    """Without sets, whose order differs between processes."""
    granted = {name: sorted(permissions) for name, permissions in sorted(frozen.granted.items())}
    return sorted(frozen.packages), granted, sorted(frozen.installed_ms.items())


def _files_hash(phone: Phone) -> bytes:
    digest = blake2b(digest_size=16)
    for path, node in sorted(phone.files.items()):
        digest.update(path.encode("utf-8", "surrogatepass"))
        if node.data.startswith(_SQLITE_MAGIC):
            digest.update(phone.databases.content_hash(path).encode())
        elif not node.is_dir:
            digest.update(file_fact(node.data).digest.encode())
        digest.update(repr((node[0], node[1], node[2], node[3], node[4], node[5])).encode())
    return digest.digest()
