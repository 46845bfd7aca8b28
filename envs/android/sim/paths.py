"""Paths of the phone: one canonical spelling per file, lexical `..`, and the storage aliases."""

from __future__ import annotations

from functools import lru_cache

SHARED = "/storage/emulated/0"
"""Shared storage, what apps call external storage."""

# Other names of a directory. The links are listed as symbolic links and not walked into; the
# others are directories of their own right, as on the device.
LINKS = {
    "/sdcard": SHARED,
    "/mnt/sdcard": SHARED,
    "/storage/self/primary": SHARED,
    "/data/user/0": "/data/data",
}
MOUNTS = {
    "/data/media/0": SHARED,
    "/mnt/user/0/primary": SHARED,
    "/mnt/runtime/default/emulated/0": SHARED,
}
_ALIASES = {**LINKS, **MOUNTS}


@lru_cache(maxsize=16384)
def normal(path: str) -> str:
    """An absolute path without `.`, `..`, doubled or trailing slashes; `..` stops at the root."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


@lru_cache(maxsize=16384)
def canonical(path: str) -> str:
    """The one spelling under which the file system keeps `path`."""
    path = normal(path)
    for alias, target in _ALIASES.items():
        if path.startswith(alias) and path[len(alias) : len(alias) + 1] in ("", "/"):
            return canonical(target + path[len(alias) :])
    return path


def split(path: str) -> tuple[str, str]:
    """Parent directory and name: `/a/b` is `("/a", "b")`; the root is `("/", "")`."""
    parent, _, name = path.rpartition("/")
    return parent or "/", name


def join(directory: str, name: str) -> str:
    """`directory/name`, or `name` itself when it is absolute. The directory's spelling is kept."""
    if name.startswith("/"):
        return name
    return directory + name if directory.endswith("/") else f"{directory}/{name}"


def suffix(path: str) -> str:
    """The file extension, lower-case and without the dot; empty for dotfiles and none."""
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    return extension.lower() if dot and stem else ""


def aliased_names(directory: str) -> tuple[tuple[str, str], ...]:
    """Names that `directory` (canonical) holds only as aliases, with what they stand for."""
    return _ALIASED.get(directory, ())


def _aliased() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for alias, target in sorted(_ALIASES.items()):
        parent, name = split(alias)
        found.setdefault(parent, []).append((name, target))
    return {parent: tuple(names) for parent, names in found.items()}


_ALIASED = _aliased()
