"""`ls` and `stat`: names, modes, owners, sizes and times of files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zlib import crc32

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.shell.ownership import user_name
from osgenesis.envs.android.sim.shell.registry import Context, Options, command, options
from osgenesis.envs.android.sim.storage import Node
from osgenesis.envs.android.sim.storage_errors import FsError

_NS = 1_000_000_000


class _Entry(NamedTuple):
    name: str  # as it is printed
    path: str
    node: Node
    link: str | None


@command("ls")
def ls(ctx: Context, args: list[str], stdin: bytes) -> int:
    """List files. Options may follow the paths; `-ll` shows nanoseconds, `-u` the access time."""
    given = options(args, "1AaCcdFfgHhikLlmnopqrRSstUuxZ", long=("color", "full-time"))
    if given.unknown:
        return ctx.fail(f"Unknown option '{given.unknown}' (see \"ls --help\")")
    code = 0
    single: list[_Entry] = []
    folders: list[str] = []
    for argument in given.rest or ["."]:
        try:
            entry = _entry(ctx, argument, ctx.path(argument))
        except FsError as error:
            code = ctx.fs_error(argument, error)
            continue
        # A link is listed itself only where the long form does not end in a slash.
        as_link = entry.link is not None and given.has("l") and not argument.endswith("/")
        if entry.node.is_dir and not given.has("d") and not as_link:
            folders.append(argument)
        else:
            single.append(entry)
    _print(ctx, _sorted(single, given), given)
    titled = len(folders) + len(single) > 1 or (code != 0 and len(given.rest) > 1)
    for i, folder in enumerate(sorted(folders)):
        if i or single:
            ctx.out.line()
        _list_folder(ctx, folder, given, titled or given.has("R"))
    return code


def _list_folder(ctx: Context, folder: str, given: Options, titled: bool) -> None:
    path = ctx.path(folder)
    names = ctx.files.listdir(path)
    entries = [_entry(ctx, name, paths.join(path, name)) for name in names]
    if not given.has("a"):
        entries = [entry for entry in entries if given.has("A") or not entry.name.startswith(".")]
    below = [paths.join(folder, e.name) for e in entries if e.node.is_dir and e.link is None]
    if given.has("a"):
        above = paths.normal(path + "/..")
        entries = [_entry(ctx, ".", path), _entry(ctx, "..", above), *entries]
    if titled:
        ctx.out.line(f"{folder}:")
    if given.has("l", "s", "g", "o", "n", "full-time"):
        ctx.out.line(f"total {sum(_blocks(entry.node) for entry in entries)}")
    _print(ctx, _sorted(entries, given), given)
    if given.has("R"):
        for name in below:
            ctx.out.line()
            _list_folder(ctx, name, given, True)


def _entry(ctx: Context, name: str, path: str) -> _Entry:
    return _Entry(name, path, ctx.files.stat(path), ctx.files.link_target(path))


def _sorted(entries: Iterable[_Entry], given: Options) -> list[_Entry]:
    found = sorted(entries, key=lambda e: e.name)
    if given.has("t"):
        found.sort(key=lambda e: -_time_ns(e.node, given))
    elif given.has("S"):
        found.sort(key=lambda e: -e.node.size)
    return found[::-1] if given.has("r") else found


def _time_ns(node: Node, given: Options) -> int:
    if given.has("u"):
        return node.atime_ns
    return node.ctime_ns if given.has("c") else node.mtime_ns


def _blocks(node: Node) -> int:
    """Size in KiB as the file system rounds it."""
    return (node.size + 4095) // 4096 * 4


def _print(ctx: Context, entries: list[_Entry], given: Options) -> None:
    if given.has("l", "g", "o", "n", "full-time"):
        ctx.out.lines(_long_lines(ctx, entries, given))
        return
    shown = []
    for entry in entries:
        lead = f"{_inode(entry.path)} " if given.has("i") else ""
        lead += f"{_blocks(entry.node)} " if given.has("s") else ""
        shown.append(lead + entry.name + _mark(entry, given))
    if given.has("m"):
        ctx.out.line(", ".join(shown))
    else:
        ctx.out.lines(shown)


def _mark(entry: _Entry, given: Options) -> str:
    if given.has("F") and entry.link is not None:
        return "@"
    if entry.node.is_dir and given.has("F", "p"):
        return "/"
    return "*" if given.has("F") and entry.node.mode & 0o111 and not entry.node.is_dir else ""


def _long_lines(ctx: Context, entries: list[_Entry], given: Options) -> list[str]:
    rows = []
    for entry in entries:
        node = entry.node
        name_of = str if given.has("n") else user_name
        size = _human(node.size) if given.has("h") else str(node.size)
        links = str(2 + sum(1 for _ in node.names) if node.is_dir else 1)
        permissions = "l" + node.permissions[1:] if entry.link is not None else node.permissions
        columns = [permissions, links]
        columns += [] if given.has("g") else [name_of(node.uid)]
        columns += [] if given.has("o") else [name_of(node.gid)]
        columns.append(size)
        if given.has("i"):
            columns.insert(0, str(_inode(entry.path)))
        if given.has("s"):
            columns.insert(0, str(_blocks(node)))
        target = f" -> {entry.link}" if entry.link is not None else ""
        when = _when(ctx, _time_ns(node, given), given)
        rows.append((columns, f"{when} {entry.name}{target}{_mark(entry, given)}"))
    widths = [max(len(row[0][i]) for row in rows) for i in range(len(rows[0][0]))] if rows else []
    return [
        " ".join(_padded(cell, widths[i], i, columns) for i, cell in enumerate(columns)) + " " + rest
        for columns, rest in rows
    ]


def _padded(cell: str, width: int, column: int, columns: list[str]) -> str:
    is_number = cell.isdecimal() or column == len(columns) - 1
    return cell.rjust(width) if is_number else cell.ljust(width)


def _when(ctx: Context, ns: int, given: Options) -> str:
    moment = ctx.phone.clock.local(ns // 1_000_000)
    if given.count("l") > 1 or given.has("full-time"):
        return full_time(moment, ns)
    return f"{moment:%Y-%m-%d %H:%M}"


def full_time(moment: datetime, ns: int) -> str:
    """`2023-10-15 15:34:00.000000000 +0000`."""
    return f"{moment:%Y-%m-%d %H:%M:%S}.{ns % _NS:09d} {moment:%z}"


def _human(size: int) -> str:
    value, units = float(size), "BKMGT"
    for unit in units:
        if value < 1024 or unit == units[-1]:
            break
        value /= 1024
    number = f"{value:.1f}" if value < 10 and unit != "B" else f"{value:.0f}"
    return number if unit == "B" else number + unit


def _inode(path: str) -> int:
    """A number that stays with a path."""
    return crc32(paths.canonical(path).encode("utf-8", "surrogatepass"))


@command("stat")
def stat(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Show what is known about files; `-c FORMAT` picks."""
    given = options(args, "fLt", "c")
    if not given.rest:
        return ctx.fail('Needs 1 argument (see "stat --help")')
    code = 0
    for argument in given.rest:
        try:
            node = ctx.files.stat(ctx.path(argument))
        except FsError as error:
            code = ctx.fail(f"'{argument}': {error.reason}")
            continue
        values = _stat_values(ctx, argument, node)
        ctx.out.line(_formatted(given.flags["c"], values) if given.has("c") else _report(values))
    return code


def _stat_values(ctx: Context, argument: str, node: Node) -> dict[str, str]:
    path = ctx.path(argument)
    clock = ctx.phone.clock
    values = {
        "n": argument, "N": f"`{argument}'", "s": str(node.size), "b": str(_blocks(node) * 2),
        "B": "512", "a": f"{node.mode & 0o7777:o}", "A": node.permissions, "f": f"{node.mode:x}",
        "F": _kind(node), "u": str(node.uid), "U": user_name(node.uid), "g": str(node.gid),
        "G": user_name(node.gid), "h": str(2 if node.is_dir else 1), "i": str(_inode(path)),
        "d": "65027", "D": "fe03", "o": "4096", "m": "/", "t": "0", "T": "0",
    }  # fmt: skip
    for letter, ns in (("x", node.atime_ns), ("y", node.mtime_ns), ("z", node.ctime_ns)):
        values[letter] = full_time(clock.local(ns // 1_000_000), ns)
        values[letter.upper()] = str(ns // _NS)
    values["w"], values["W"] = values["z"], values["Z"]
    return values


def _kind(node: Node) -> str:
    if node.is_dir:
        return "directory"
    return "regular file" if node.data else "regular empty file"


def _formatted(pattern: str, values: dict[str, str]) -> str:
    text, position = "", 0
    while position < len(pattern):
        char = pattern[position]
        following = pattern[position + 1 : position + 2]
        if char == "%" and following:
            text += "%" if following == "%" else values.get(following, "?")
            position += 2
        else:
            text += char
            position += 1
    return text


def _report(v: dict[str, str]) -> str:
    return (
        f"  File: {v['n']}\n"
        f"  Size: {v['s']}\t Blocks: {v['b']}\t IO Blocks: {v['B']}\t{v['F']}\n"
        f"Device: {v['D']}h/{v['d']}d\t Inode: {v['i']}\t Links: {v['h']}\n"
        f"Access: (0{v['a']}/{v['A']})\tUid: ({v['u']:>5}/{v['U']:>8})\t"
        f"Gid: ({v['g']:>5}/{v['G']:>8})\n"
        f"Access: {v['x']}\nModify: {v['y']}\nChange: {v['z']}"
    )
