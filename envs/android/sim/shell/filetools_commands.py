"""Commands about files: sizes, sums, encodings, names."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import textwrap

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.shell.registry import Context, command, options, text_of
from osgenesis.envs.android.sim.storage_errors import FsError

_DISK_KIB = 6_081_356  # what the data partition of the phone holds
_SYSTEM_KIB = 788_960
_SUMS = {"md5sum": "md5", "sha1sum": "sha1", "sha224sum": "sha224", "sha256sum": "sha256",
         "sha512sum": "sha512"}  # fmt: skip


@command("du")
def du(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Disk use in KiB; `-s` only the sum, `-a` files too, `-h` readable, `-d` to a depth, `-c` total."""
    given = options(args, "asdhkmcxLHlb", "d")
    depth = int(given.flags["d"]) if given.flags.get("d", "").isdecimal() else 200
    if given.has("s"):
        depth = 0
    code, total = 0, 0
    for argument in given.rest or ["."]:
        try:
            total += _du(ctx, argument, ctx.path(argument), depth, given.has("a"), given.has("h"))
        except FsError as error:
            code = ctx.fs_error(argument, error)
    if given.has("c"):
        ctx.out.line(f"{_size(total, given.has('h'))}\ttotal")
    return code


def _du(ctx: Context, shown: str, path: str, depth: int, every: bool, human: bool) -> int:
    node = ctx.files.stat(path)
    used = (node.size + 4095) // 4096 * 4
    if node.is_dir:
        for name in ctx.files.listdir(path):
            child, below = paths.join(path, name), paths.join(shown, name)
            if ctx.files.link_target(child) is not None:
                continue
            shows = depth > 0 and (every or ctx.files.is_dir(child))
            used += _du(ctx, below, child, depth - 1 if shows else -1, every, human)
    if depth >= 0:
        ctx.out.line(f"{_size(used, human)}\t{shown}")
    return used


def _size(kib: int, human: bool) -> str:
    if not human:
        return str(kib)
    value, units = float(kib), "KMGT"
    while value >= 1024 and len(units) > 1:
        value, units = value / 1024, units[1:]
    unit = units[0]
    return f"{value:.1f}{unit}" if value < 10 else f"{value:.0f}{unit}"


@command("df")
def df(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Free space per file system."""
    given = options(args, "Pkhiat", "t")
    used = sum(len(node.data) for _, node in ctx.files.items()) // 1024 + 1_204_880
    rows = [
        ("/dev/block/dm-0", _SYSTEM_KIB, _SYSTEM_KIB, "/"),
        ("tmpfs", 1_013_036, 1_064, "/dev"),
        ("/dev/block/dm-33", _DISK_KIB, used, "/data"),
        ("/dev/fuse", _DISK_KIB, used, "/storage/emulated"),
    ]
    wanted = [paths.canonical(ctx.path(argument)) for argument in given.rest]
    human = given.has("h")
    head = ("Size", "Used", "Avail") if human else ("1K-blocks", "Used", "Available")
    ctx.out.line(f"{'Filesystem':<20} {head[0]:>9} {head[1]:>9} {head[2]:>9} Use% Mounted on")
    for device, size, taken, mount in rows:
        if wanted and not any(_mount_of(path) == mount for path in wanted):
            continue
        free = max(size - taken, 0)
        cells = [_size(n, human) for n in (size, taken, free)]
        share = -(-taken * 100 // size)
        ctx.out.line(f"{device:<20} {cells[0]:>9} {cells[1]:>9} {cells[2]:>9} {share:>3}% {mount}")
    return 0


def _mount_of(path: str) -> str:
    for mount in ("/storage/emulated", "/data", "/dev"):
        if (path + "/").startswith(mount + "/"):
            return mount
    return "/"


@command(*_SUMS)
def checksum(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Checksums of files; `-b` the sum alone."""
    given = options(args, "bcs")
    code = 0
    for argument in given.rest or ["-"]:
        try:
            data = stdin if argument == "-" else ctx.files.read(ctx.path(argument))
        except FsError as error:
            code = ctx.fs_error(argument, error)
            continue
        value = hashlib.new(_SUMS[ctx.name], data, usedforsecurity=False).hexdigest()
        ctx.out.line(value if given.has("b") else f"{value}  {argument}")
    return code


@command("cksum", "crc32")
def cksum(ctx: Context, args: list[str], stdin: bytes) -> int:
    """CRC-32 and size of files."""
    for argument in options(args, "HILNP").rest or ["-"]:
        data = stdin if argument == "-" else ctx.files.read(ctx.path(argument))
        value = binascii.crc32(data)
        if ctx.name == "crc32":
            ctx.out.line(f"{value:08x}")
        else:
            ctx.out.line(f"{value} {len(data)} {argument}")
    return 0


@command("base64")
def base64_command(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Encode, or decode with `-d`."""
    given = options(args, "di", "w", long=("decode",))
    data = stdin
    if given.rest and given.rest[0] != "-":
        data = ctx.files.read(ctx.path(given.rest[0]))
    if given.has("d", "decode"):
        try:
            ctx.out.write(base64.b64decode(data))
        except (binascii.Error, ValueError):
            return ctx.fail("bad input")
        return 0
    text = base64.b64encode(data).decode("ascii")
    width = int(given.flags["w"]) if given.flags.get("w", "").isdecimal() else 76
    ctx.out.lines(textwrap.wrap(text, width) if width else [text])
    return 0


@command("xxd", "hexdump")
def xxd(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Bytes in hexadecimal; `-p` without addresses."""
    given = options(args, "pC", "ln")
    data = ctx.files.read(ctx.path(given.rest[0])) if given.rest else stdin
    limit = given.flags.get("l") or given.flags.get("n") or ""
    data = data[: int(limit)] if limit.isdecimal() else data
    for start in range(0, len(data), 16):
        row = data[start : start + 16]
        if given.has("p"):
            ctx.out.line(row.hex())
            continue
        pairs = " ".join(row[i : i + 2].hex() for i in range(0, len(row), 2))
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in row)
        ctx.out.line(f"{start:08x}: {pairs:<39}  {text}")
    return 0


@command("basename")
def basename(ctx: Context, args: list[str], stdin: bytes) -> int:
    """The last part of a path, without a suffix if one is given."""
    if not args:
        return ctx.fail("Needs 1 argument")
    name = args[0].rstrip("/").rpartition("/")[2] or "/"
    if len(args) > 1 and name != args[1]:
        name = name.removesuffix(args[1])
    ctx.out.line(name)
    return 0


@command("dirname")
def dirname(ctx: Context, args: list[str], stdin: bytes) -> int:
    """A path without its last part."""
    for argument in args:
        head = argument.rstrip("/").rpartition("/")
        ctx.out.line(head[0] or head[1] or ".")
    return 0


@command("realpath", "readlink")
def realpath(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Where a path leads; `readlink` without `-f` only follows a link."""
    given = options(args, "fenqmsz")
    code = 0
    for argument in given.rest:
        path = ctx.path(argument)
        if ctx.name == "readlink" and not given.has("f", "e", "m"):
            target = ctx.files.link_target(path)
            if target is None:
                code = 1
            else:
                ctx.out.line(target)
        elif ctx.name == "realpath" and not ctx.files.exists(path):
            code = ctx.fail(f"{argument}: No such file or directory")
        else:
            ctx.out.line(ctx.files.canonical(path))
    return code


@command("tee")
def tee(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Copy standard input to files and to standard output."""
    given = options(args, "ai")
    ctx.out.write(stdin)
    for argument in given.rest:
        path = ctx.path(argument)
        if given.has("a"):
            ctx.files.append(path, stdin)
        else:
            ctx.files.write(path, stdin)
    return 0


@command("cmp", "diff")
def compare(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Say whether two files differ."""
    given = options(args, "lsqu")
    if len(given.rest) < 2:
        return ctx.fail("Needs 2 arguments")
    first, second = (stdin if a == "-" else ctx.files.read(ctx.path(a)) for a in given.rest[:2])
    if first == second:
        return 0
    if not given.has("s"):
        if ctx.name == "diff":
            ctx.out.line(f"Files {given.rest[0]} and {given.rest[1]} differ")
        else:
            at = next(
                (i for i, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]),
                min(len(first), len(second)),
            )
            row = first[:at].count(b"\n") + 1
            ctx.out.line(f"{given.rest[0]} {given.rest[1]} differ: char {at + 1}, line {row}")
    return 1


@command("truncate")
def truncate(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Set the size of files: `-s 100`, `-s 4k`."""
    given = options(args, "c", "s")
    match = re.fullmatch(r"(\d{1,9})([kKmM]?)", given.flags.get("s", ""))
    if match is None:
        return ctx.fail(f"bad size '{given.flags.get('s', '')}'")
    size = int(match[1]) * {"": 1, "k": 1024, "m": 1 << 20}[match[2].lower()]
    if size > 64 << 20:
        return ctx.fail("No space left on device")
    for argument in given.rest:
        path = ctx.path(argument)
        data = ctx.files.read(path) if ctx.files.exists(path) else b""
        ctx.files.write(path, data[:size].ljust(size, b"\0"))
    return 0


@command("dd")
def dd(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Copy bytes: `if=`, `of=`, `bs=`, `count=`, `skip=`."""
    given = dict(arg.partition("=")[::2] for arg in args)
    numbers = {key: _amount(given.get(key, "")) for key in ("bs", "count", "skip")}
    source = given.get("if", "")
    block = numbers["bs"] or 512
    count = numbers["count"]
    if source in ("/dev/zero", "/dev/urandom", "/dev/random"):
        data = bytes(min(block * (count or 0), 64 << 20))
    else:
        data = ctx.files.read(ctx.path(source)) if source else stdin
        data = data[block * (numbers["skip"] or 0) :]
        data = data if count is None else data[: block * count]
    if given.get("of"):
        ctx.files.write(ctx.path(given["of"]), data)
    else:
        ctx.out.write(data)
    return 0


def _amount(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,9})([kKmM]?)", text)
    if match is None:
        return None
    return int(match[1]) * {"": 1, "k": 1024, "m": 1 << 20}[match[2].lower()]


@command("file")
def file(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Guess what files hold."""
    for argument in options(args, "bhLs").rest:
        ctx.out.line(f"{argument}: {_guess(ctx, ctx.path(argument))}")
    return 0


def _guess(ctx: Context, path: str) -> str:
    if not ctx.files.exists(path):
        return "cannot open"
    if ctx.files.is_dir(path):
        return "directory"
    data = ctx.files.read(path)
    for magic, name in (
        (b"SQLite format 3", "SQLite database"), (b"\x89PNG", "PNG image data"),
        (b"\xff\xd8\xff", "JPEG image data"), (b"ID3", "MP3 audio"), (b"<?xml", "XML document"),
        (b"PK\x03\x04", "Zip archive data"),
    ):  # fmt: skip
        if data.startswith(magic):
            return name
    if not data:
        return "empty"
    return "ASCII text" if text_of(data).isascii() else "data"
