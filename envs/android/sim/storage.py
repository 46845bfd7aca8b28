"""`FileSystem`: the phone's files in memory, as immutable nodes; a snapshot costs no copy.

Paths may be given in any spelling (`/sdcard/a`, `/storage/emulated/0/x/../a`). Every time is in
nanoseconds from the phone's clock. Reading a file does not change its access time.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
import stat as stat_bits
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.paths import SHARED, aliased_names, canonical, join, split
from osgenesis.envs.android.sim.storage_errors import (
    BusyError,
    ExistsError,
    FsError,
    InvalidPathError,
    IsADirectoryFsError,
    NameTooLongError,
    NotADirectoryFsError,
    NotEmptyError,
    NotFoundError,
)

FOLDERS = (
    "Alarms Audiobooks DCIM Documents Download Movies Music Notifications Pictures Podcasts Recordings Ringtones"
).split()
"""What shared storage holds on a new phone."""

_TREE = (
    "/storage/self", "/mnt/user/0", "/mnt/runtime/default/emulated", "/data/media", "/data/user",
    "/data/data", "/data/app", "/data/system", "/data/local/tmp", "/data/misc", "/system/bin",
    "/system/app", "/system/etc", "/vendor", "/proc", "/dev", "/cache", SHARED,
)  # fmt: skip
_KEEP = frozenset({"/", SHARED, "/data", "/data/data", "/storage", "/storage/emulated"})
_ROOT_ID, _MEDIA_ID = 0, 1023
_NAME_MAX = 255
_MAX_DEPTH = 200  # far beyond what apps make; trees are walked by recursion


class Node(NamedTuple):
    """A file or a directory. `mode` holds type and permission bits, as in `stat`."""

    mode: int
    uid: int
    gid: int
    atime_ns: int
    mtime_ns: int
    ctime_ns: int
    data: bytes  # empty for a directory
    names: tuple[str, ...]  # of a directory, sorted; empty for a file

    @property
    def is_dir(self) -> bool:
        """Whether this is a directory."""
        return self.mode & 0o170000 == 0o040000

    @property
    def size(self) -> int:
        """Bytes of a file; what `stat` reports for a directory."""
        return 4096 if self.is_dir else len(self.data)

    @property
    def permissions(self) -> str:
        """As `ls -l` prints them: `-rw-rw----`."""
        return stat_bits.filemode(self.mode)


class Deferred(Protocol):
    """Content that is produced when somebody looks at the file (see `FileSystem.defer`)."""

    def produce(self) -> bytes:
        """The file's bytes now."""

    def discard(self) -> None:
        """Somebody overwrote or removed the file: what was deferred is void."""


class FileSystem:
    """Files and directories by canonical path.

    `freeze` returns the live mapping and marks it shared; the next write copies it first, so a
    snapshot is O(1) and a snapshot that nobody writes after costs nothing at all.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        now = clock.stamp_ns()
        self._nodes: dict[str, Node] = {
            "/": Node(0o040755, 0, 0, now, now, now, b"", ()),
        }
        self._shared = False
        self._deferred: dict[str, Deferred] = {}
        self.version = 0  # grows with every change
        for path in _TREE:
            self.mkdir(path, parents=True, exist_ok=True)
        for path in (SHARED, "/data/local/tmp"):
            self.chmod(path, 0o771)
            self.chown(path, _MEDIA_ID, _MEDIA_ID)
        for name in FOLDERS:
            self.mkdir(join(SHARED, name))

    # Looking

    @staticmethod
    def canonical(path: str) -> str:
        """The one spelling of `path`: absolute, without `..`, aliases resolved."""
        return canonical(path)

    def exists(self, path: str) -> bool:
        """Whether something is at `path`."""
        return canonical(path) in self._nodes

    def is_dir(self, path: str) -> bool:
        """Whether a directory is at `path`."""
        node = self._nodes.get(canonical(path))
        return node is not None and node.is_dir

    def is_file(self, path: str) -> bool:
        """Whether a regular file is at `path`."""
        node = self._nodes.get(canonical(path))
        return node is not None and not node.is_dir

    def link_target(self, path: str) -> str | None:
        """Where a symbolic link such as `/sdcard` points; `None` for everything else."""
        return paths.LINKS.get(paths.normal(path))

    def stat(self, path: str) -> Node:
        """The node at `path`, with its content."""
        return self._look(path)

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        node = self._look(path)
        if node.is_dir:
            raise IsADirectoryFsError(path)
        return node.data

    def read_text(self, path: str) -> str:
        """The text of a file; bytes that are not UTF-8 become replacement characters."""
        return self.read(path).decode("utf-8", "replace")

    def stored(self, path: str) -> bytes | None:
        """The bytes as last written, without asking for deferred ones; `None` if no file.

        The same object as long as nobody writes the file.
        """
        node = self._nodes.get(canonical(path))
        return None if node is None or node.is_dir else node.data

    def listdir(self, path: str) -> list[str]:
        """The names in a directory, sorted."""
        node = self._look(path)
        if not node.is_dir:
            raise NotADirectoryFsError(path)
        names = list(node.names)
        aliases = aliased_names(canonical(path))
        if aliases:
            names += [name for name, target in aliases if canonical(target) in self._nodes]
            names.sort()
        return names

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """`(directory, directory names, file names)` from `path` down, parents first.

        Directories keep the spelling of `path`; symbolic links are named but not entered.
        """
        folders: list[str] = []
        files: list[str] = []
        for name in self.listdir(path):
            (folders if self.is_dir(join(path, name)) else files).append(name)
        yield path, folders, files
        for name in folders:
            child = join(path, name)
            if self.link_target(child) is None:
                yield from self.walk(child)

    def files_under(self, path: str) -> list[str]:
        """Canonical paths of the regular files below `path` (any depth), sorted; none if absent."""
        prefix = canonical(path).rstrip("/") + "/"
        nodes = self._nodes
        return sorted(p for p in nodes if p.startswith(prefix) and not nodes[p].is_dir)

    def glob(self, pattern: str, cwd: str = "/") -> list[str]:
        """Paths that match a shell pattern, sorted, spelt as the pattern spells them.

        A wildcard matches neither a slash nor the dot of a hidden name. No match: an empty list.
        """
        absolute = pattern.startswith("/")
        found = ["/" if absolute else ""]
        parts = [part for part in pattern.split("/") if part]
        for i, part in enumerate(parts):
            last = i == len(parts) - 1
            found = [hit for base in found for hit in self._glob_in(base, part, cwd, last)]
        only_folders = pattern.endswith("/") and bool(parts)
        return [path + "/" if only_folders else path for path in found if path]

    def items(self) -> Iterator[tuple[str, Node]]:
        """Every canonical path and its node, deferred content produced; in no special order."""
        self.settle()
        return iter(self._nodes.items())

    # Changing

    def write(self, path: str, data: bytes | str, *, mode: int | None = None, parents: bool = False) -> None:
        """Create or replace a file. An existing file keeps its mode, owner and access time."""
        spot = canonical(path)
        if parents:
            self.mkdir(split(spot)[0], parents=True, exist_ok=True)
        content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
        now = self._clock.stamp_ns()
        old = self._nodes.get(spot)
        if old is not None and old.is_dir:
            raise IsADirectoryFsError(path)
        if old is None:
            parent = self._new_entry(path, spot, now)
            bits = 0o100000 | (0o660 if mode is None else mode & 0o7777)
            node = Node(bits, parent.uid, parent.gid, now, now, now, content, ())
        else:
            bits = old.mode if mode is None else 0o100000 | mode & 0o7777
            node = Node(bits, old.uid, old.gid, old.atime_ns, now, now, content, ())
        self._drop_deferred(spot)
        self._put(spot, node)

    def append(self, path: str, data: bytes | str) -> None:
        """Add to the end of a file, creating it if needed."""
        content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        self.write(path, (self.read(path) if self.exists(path) else b"") + content)

    def mkdir(self, path: str, *, parents: bool = False, exist_ok: bool = False) -> None:
        """Make a directory; with `parents` also what is missing above it."""
        spot = canonical(path)
        old = self._nodes.get(spot)
        if old is not None:
            if exist_ok and old.is_dir:
                return
            raise ExistsError(path)
        if parents and spot.count("/") <= _MAX_DEPTH:
            self.mkdir(split(spot)[0], parents=True, exist_ok=True)
        now = self._clock.stamp_ns()
        parent = self._new_entry(path, spot, now)
        bits = 0o040000 | (0o771 if spot.startswith(("/data", "/storage")) else 0o755)
        self._put(spot, Node(bits, parent.uid, parent.gid, now, now, now, b"", ()))

    def remove(self, path: str) -> None:
        """Remove a file, or an empty directory."""
        spot = canonical(path)
        node = self._raw(path, spot)
        if node.names:
            raise NotEmptyError(path)
        if spot in _KEEP:
            raise BusyError(path)
        self._drop_deferred(spot)
        self._forget_entry(spot)
        del self._writable()[spot]

    def rmtree(self, path: str) -> None:
        """Remove a file or a directory with all it holds. A mount point is only emptied."""
        spot = canonical(path)
        node = self._raw(path, spot)
        for name in node.names:
            self.rmtree(join(spot, name))
        self.remove(path)

    def rename(self, source: str, target: str) -> None:
        """Move to the path `target`, replacing a file or an empty directory there."""
        old, new = canonical(source), canonical(target)
        node = self._look(source)
        if old in _KEEP:
            raise BusyError(source)
        if old == new:
            return
        if new.startswith(old + "/"):
            raise InvalidPathError(source)
        there = self._nodes.get(new)
        if there is not None:
            if there.is_dir and not node.is_dir:
                raise IsADirectoryFsError(target)
            if node.is_dir and not there.is_dir:
                raise NotADirectoryFsError(target)
            self.remove(target)
        now = self._clock.stamp_ns()
        self._new_entry(target, new, now)
        self._forget_entry(old)
        self.settle()
        nodes = self._writable()
        moved = [p for p in nodes if p.startswith(old + "/")] if node.is_dir else []
        for path in moved:
            nodes[new + path[len(old) :]] = nodes.pop(path)
        nodes[new] = nodes.pop(old)._replace(ctime_ns=now)

    def copy(self, source: str, target: str, *, preserve: bool = False) -> None:
        """Copy a file to the path `target`; `preserve` keeps times, mode and owner."""
        node = self._look(source)
        if node.is_dir:
            raise IsADirectoryFsError(source)
        if canonical(source) == canonical(target):
            raise ExistsError(target)
        self.write(target, node.data)
        if preserve:
            self.copy_attributes(source, target)

    def copytree(self, source: str, target: str, *, preserve: bool = False) -> None:
        """Copy what `source` is, with all below it, onto the path `target`; directories merge."""
        if not self._look(source).is_dir:
            self.copy(source, target, preserve=preserve)
            return
        if (canonical(target) + "/").startswith(canonical(source) + "/"):
            raise InvalidPathError(target)
        self.mkdir(target, exist_ok=True)
        for name in self._look(source).names:
            self.copytree(join(source, name), join(target, name), preserve=preserve)
        if preserve:
            self.copy_attributes(source, target)

    def copy_attributes(self, source: str, target: str) -> None:
        """Give `target` the mode, owner, access and modification times of `source`."""
        node = self._look(source)
        there = self._raw(target, canonical(target))
        bits = there.mode & 0o170000 | node.mode & 0o7777
        self._put(
            canonical(target),
            there._replace(
                mode=bits, uid=node.uid, gid=node.gid,
                atime_ns=node.atime_ns, mtime_ns=node.mtime_ns,
            ),
        )  # fmt: skip

    def chmod(self, path: str, mode: int) -> None:
        """Set the permission bits."""
        node = self._raw(path, canonical(path))
        bits = node.mode & 0o170000 | mode & 0o7777
        self._put(canonical(path), node._replace(mode=bits, ctime_ns=self._clock.stamp_ns()))

    def chown(self, path: str, uid: int, gid: int) -> None:
        """Set the owner and the group."""
        node = self._raw(path, canonical(path))
        now = self._clock.stamp_ns()
        self._put(canonical(path), node._replace(uid=uid, gid=gid, ctime_ns=now))

    def touch(self, path: str, *, atime_ns: int | None = None, mtime_ns: int | None = None) -> None:
        """Create an empty file, or set its times (default: both to now)."""
        spot = canonical(path)
        if spot not in self._nodes:
            self.write(path, b"")
        now = self._clock.stamp_ns()
        if atime_ns is None and mtime_ns is None:
            atime_ns = mtime_ns = now
        node = self._nodes[spot]
        self._put(
            spot,
            node._replace(
                atime_ns=node.atime_ns if atime_ns is None else atime_ns,
                mtime_ns=node.mtime_ns if mtime_ns is None else mtime_ns,
                ctime_ns=now,
            ),
        )

    # Content that is produced late

    def defer(self, path: str, content: Deferred) -> None:
        """The file has changed now; `content` produces the new bytes when somebody looks."""
        spot = canonical(path)
        node = self._raw(path, spot)
        now = self._clock.stamp_ns()
        self._put(spot, node._replace(mtime_ns=now, ctime_ns=now))
        self._deferred[spot] = content

    def settle(self) -> None:
        """Produce all deferred content."""
        for spot in list(self._deferred):
            self._settle(spot)

    # Snapshots

    def freeze(self) -> Mapping[str, Node]:
        """The whole state; treat as immutable. O(1)."""
        if self._deferred:
            self.settle()
        self._shared = True
        return self._nodes

    def thaw(self, frozen: Mapping[str, Node]) -> None:
        """Go back to what `freeze` returned. O(1)."""
        for spot in list(self._deferred):
            self._drop_deferred(spot)
        self._nodes = frozen if isinstance(frozen, dict) else dict(frozen)
        self._shared = True
        self.version += 1

    # Parts

    def _look(self, path: str) -> Node:
        spot = canonical(path)
        if spot in self._deferred:
            self._settle(spot)
        return self._raw(path, spot)

    def _raw(self, path: str, spot: str) -> Node:
        node = self._nodes.get(spot)
        if node is None:
            raise self._absent(path, spot)
        return node

    def _absent(self, path: str, spot: str) -> FsError:
        parent = split(spot)[0]
        while parent not in self._nodes:
            parent = split(parent)[0]
        return NotFoundError(path) if self._nodes[parent].is_dir else NotADirectoryFsError(path)

    def _writable(self) -> dict[str, Node]:
        self.version += 1
        return self._own()

    def _own(self) -> dict[str, Node]:
        if self._shared:
            self._nodes = dict(self._nodes)
            self._shared = False
        return self._nodes

    def _put(self, spot: str, node: Node) -> None:
        self._writable()[spot] = node

    def _new_entry(self, path: str, spot: str, now: int) -> Node:
        """Name `spot` in its directory and return the directory; checks that this can be done."""
        parent, name = split(spot)
        if not name or "\0" in name:
            raise InvalidPathError(path)
        if spot.count("/") > _MAX_DEPTH:
            raise NameTooLongError(path)
        if len(name) > _NAME_MAX // 4 and len(name.encode("utf-8", "replace")) > _NAME_MAX:
            raise NameTooLongError(path)
        node = self._nodes.get(parent)
        if node is None:
            raise self._absent(path, spot)
        if not node.is_dir:
            raise NotADirectoryFsError(path)
        names = tuple(sorted({*node.names, name}))
        node = node._replace(names=names, mtime_ns=now, ctime_ns=now)
        self._put(parent, node)
        return node

    def _forget_entry(self, spot: str) -> None:
        parent, name = split(spot)
        node = self._nodes[parent]
        now = self._clock.stamp_ns()
        names = tuple(n for n in node.names if n != name)
        self._put(parent, node._replace(names=names, mtime_ns=now, ctime_ns=now))

    def _settle(self, spot: str) -> None:
        content = self._deferred.pop(spot)
        # No new version: the change was counted when it was deferred.
        self._own()[spot] = self._nodes[spot]._replace(data=content.produce())

    def _drop_deferred(self, spot: str) -> None:
        content = self._deferred.pop(spot, None)
        if content is not None:
            content.discard()

    def _glob_in(self, base: str, part: str, cwd: str, last: bool) -> list[str]:
        if not _MAGIC.search(part):
            path = join(base, part) if base else part
            here = join(cwd, path)
            return [path] if (self.exists(here) if last else self.is_dir(here)) else []
        folder = join(cwd, base) if base else cwd
        if not self.is_dir(folder):
            return []
        match = _pattern(part)
        hits = [
            join(base, name) if base else name
            for name in self.listdir(folder)
            if match.fullmatch(name) and (part.startswith(".") or not name.startswith("."))
        ]
        return hits if last else [hit for hit in hits if self.is_dir(join(cwd, hit))]


_MAGIC = re.compile(r"[*?\[]")


@lru_cache(maxsize=512)
def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(part))


@lru_cache(maxsize=4096)
def digest(data: bytes) -> str:
    """32 hex digits that name some bytes; kept, since the same bytes are asked for again."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
