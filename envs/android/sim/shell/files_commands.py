"""Commands that make, copy, move and remove files."""

from __future__ import annotations

import re
from datetime import datetime

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.clock import to_ms
from osgenesis.envs.android.sim.shell.ownership import user_id
from osgenesis.envs.android.sim.shell.registry import Context, Options, command, options
from osgenesis.envs.android.sim.storage_errors import FsError

_MODE = re.compile(r"([ugoa]*)([-+=])([rwxXst]*)")
_MISSING = "No such file or directory"


@command("cat")
def cat(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Print files."""
    code = 0
    for argument in options(args, "uevtnAET").rest or ["-"]:
        if argument == "-":
            ctx.out.write(stdin)
            continue
        try:
            ctx.out.write(ctx.files.read(ctx.path(argument)))
        except FsError as error:
            code = ctx.fs_error(argument, error)
    return code


@command("rm", "unlink")
def rm(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Remove files; `-r` directories with what they hold, `-f` without complaint."""
    given = options(args, "rRfiv")
    if given.unknown:
        return ctx.fail(f"Unknown option '{given.unknown}' (see \"rm --help\")")
    if not given.rest and not given.has("f"):
        return ctx.fail('Needs 1 argument (see "rm --help")')
    code = 0
    for argument in given.rest:
        path = ctx.path(argument)
        try:
            if not ctx.files.exists(path):
                if not given.has("f"):
                    code = ctx.fail(f"{argument}: {_MISSING}")
            elif given.has("r", "R"):
                ctx.files.rmtree(path)
            elif ctx.files.is_dir(path):
                code = ctx.fail(f"{argument}: Is a directory")
            else:
                ctx.files.remove(path)
        except FsError as error:
            code = ctx.fs_error(argument, error)
    return code


@command("rmdir")
def rmdir(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Remove empty directories."""
    code = 0
    for argument in options(args, "p").rest:
        try:
            if not ctx.files.is_dir(ctx.path(argument)):
                ctx.files.stat(ctx.path(argument))
                code = ctx.fail(f"{argument}: Not a directory")
            else:
                ctx.files.remove(ctx.path(argument))
        except FsError as error:
            code = ctx.fs_error(argument, error)
    return code


@command("mkdir")
def mkdir(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Make directories; `-p` with those above, and without complaint if they exist."""
    given = options(args, "pv", "mZ", long=("parents",))
    if not given.rest:
        return ctx.fail('Needs 1 argument (see "mkdir --help")')
    everything = given.has("p", "parents")
    code = 0
    for argument in given.rest:
        try:
            ctx.files.mkdir(ctx.path(argument), parents=everything, exist_ok=everything)
            if given.has("m"):
                _chmod(ctx, ctx.path(argument), given.flags["m"])
        except FsError as error:
            code = ctx.fail(f"'{argument}': {error.reason}")
    return code


@command("touch")
def touch(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Make empty files or set times; `-a` and `-m` pick one, `-d`, `-t` and `-r` say which time."""
    given = options(args, "acmh", "dtr")
    try:
        at_ns = _touch_time(ctx, given)
    except ValueError:
        return ctx.fail(f"bad date '{given.flags.get('d') or given.flags.get('t')}'")
    code = 0
    for argument in given.rest:
        path = ctx.path(argument)
        if given.has("c") and not ctx.files.exists(path):
            continue
        only_access, only_change = given.has("a"), given.has("m")
        moment = ctx.phone.clock.stamp_ns() if at_ns is None else at_ns
        try:
            ctx.files.touch(
                path,
                atime_ns=moment if only_access or not only_change else None,
                mtime_ns=moment if only_change or not only_access else None,
            )
        except FsError as error:
            code = ctx.fail(f"'{argument}': {error.reason}")
    return code


def _touch_time(ctx: Context, given: Options) -> int | None:
    if given.has("r"):
        return ctx.files.stat(ctx.path(given.flags["r"])).mtime_ns
    text = given.flags.get("d") or given.flags.get("t")
    if not text:
        return None
    if text.startswith("@"):
        return int(float(text[1:]) * 1e9)
    if given.has("t"):
        digits, _, seconds = text.partition(".")
        digits = digits if len(digits) == 12 else f"{ctx.phone.clock.local().year}{digits}"[-12:]
        moment = datetime.strptime(digits + (seconds or "00"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    else:
        moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ctx.phone.clock.tz)
    return to_ms(moment) * 1_000_000


@command("cp")
def cp(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Copy files; `-r` directories, `-a` and `-p` with times, mode and owner."""
    given = options(args, "aRrdpLPHfivnslTDF", "t", long=("preserve", "parents"))
    sources, target = _operands(ctx, given)
    if target is None:
        return ctx.fail('Needs 2 arguments (see "cp --help")')
    into = ctx.files.is_dir(ctx.path(target)) and not given.has("T")
    if len(sources) > 1 and not into:
        return ctx.fail(f"'{target}' not directory")
    keep = given.has("a", "p", "preserve")
    code = 0
    for source in sources:
        try:
            code = _copy_one(ctx, source, _inside(ctx, source, target, into), given, keep) or code
        except FsError as error:
            code = ctx.fail(f"bad '{source}': {error.reason}")
    return code


def _copy_one(ctx: Context, source: str, target: str, given: Options, keep: bool) -> int:
    origin = ctx.path(source)
    if ctx.files.is_dir(origin):
        if not given.has("a", "r", "R"):
            return ctx.fail(f"Skipped dir '{source}'")
        ctx.files.copytree(origin, target, preserve=keep)
        return 0
    if ctx.files.canonical(origin) == ctx.files.canonical(target) and ctx.files.exists(origin):
        return ctx.fail(f"'{source}' is '{source}'")
    if given.has("n") and ctx.files.exists(target):
        return 0
    ctx.files.copy(origin, target, preserve=keep)
    return 0


@command("mv")
def mv(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Move or rename files and directories."""
    given = options(args, "finvTx", "t")
    sources, target = _operands(ctx, given)
    if target is None:
        return ctx.fail('Needs 2 arguments (see "mv --help")')
    into = ctx.files.is_dir(ctx.path(target)) and not given.has("T")
    if len(sources) > 1 and not into:
        return ctx.fail(f"'{target}' not directory")
    code = 0
    for source in sources:
        goal = _inside(ctx, source, target, into)
        if given.has("n") and ctx.files.exists(goal):
            continue
        try:
            ctx.files.rename(ctx.path(source), goal)
        except FsError as error:
            code = ctx.fail(f"bad '{source}': {error.reason}")
    return code


def _operands(ctx: Context, given: Options) -> tuple[list[str], str | None]:
    if given.has("t"):
        return given.rest, given.flags["t"]
    return (given.rest[:-1], given.rest[-1]) if len(given.rest) > 1 else ([], None)


def _inside(ctx: Context, source: str, target: str, into: bool) -> str:
    """Where a source goes: `dir/name` in a directory; the contents of `dir/.` merge into it."""
    path = ctx.path(target)
    if not into:
        return path
    name = source.rstrip("/").rpartition("/")[2]
    return path if name in (".", "..") else paths.join(path, name)


@command("ln", "mount", "umount", "mknod")
def unsupported(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Things this phone's file system cannot hold."""
    return ctx.fail("Operation not permitted")


@command("chmod")
def chmod(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Set permissions by number or as `u+x`; `-R` for everything below."""
    # Not `options`: a mode may begin with a minus, and flags may come last.
    recursive = any(arg in ("-R", "-fR", "-Rf", "--recursive") for arg in args)
    words = [arg for arg in args if arg not in ("-R", "-f", "-v", "-fR", "-Rf", "--recursive")]
    if len(words) < 2:
        return ctx.fail('Needs 2 arguments (see "chmod --help")')
    mode, code = words[0], 0
    if not re.fullmatch(r"[0-7]{1,4}", mode) and not all(_MODE.fullmatch(clause) for clause in mode.split(",")):
        return ctx.fail(f"bad mode '{mode}'")
    for argument in words[1:]:
        try:
            for path in _targets(ctx, argument, recursive):
                _chmod(ctx, path, mode)
        except FsError as error:
            code = ctx.fs_error(argument, error)
    return code


def _chmod(ctx: Context, path: str, mode: str) -> None:
    ctx.files.chmod(path, new_mode(ctx.files.stat(path).mode, mode))


def new_mode(old: int, mode: str) -> int:
    """The permission bits after `chmod mode`: `755`, `u+x,go-w`, `a=r`."""
    if mode.isdecimal():
        return int(mode, 8)
    bits = old & 0o7777
    for clause in mode.split(","):
        match = _MODE.fullmatch(clause)
        if match is None:
            continue
        who = match[1] or "a"
        wanted = 0
        for letter in match[3]:
            executable = letter == "X" and (old & 0o040000 or old & 0o111)
            wanted |= {"r": 0o444, "w": 0o222, "x": 0o111}.get(letter, 0)
            wanted |= 0o111 if executable else 0
        mask = 0o777 if "a" in who else sum({"u": 0o700, "g": 0o070, "o": 0o007}[w] for w in set(who))
        wanted &= mask
        if match[2] == "+":
            bits |= wanted
        elif match[2] == "-":
            bits &= ~wanted
        else:
            bits = bits & ~mask | wanted
    return bits


@command("chown", "chgrp")
def chown(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Set owner and group: `user`, `user:group`, `:group`; `chgrp` the group."""
    given = options(args, "Rhfv")
    if len(given.rest) < 2:
        return ctx.fail(f'Needs 2 arguments (see "{ctx.name} --help")')
    owner, _, group = given.rest[0].replace(".", ":").partition(":")
    if ctx.name == "chgrp":
        owner, group = "", given.rest[0]
    uid = user_id(owner) if owner else -1
    gid = user_id(group) if group else -1
    if uid is None or gid is None:
        return ctx.fail(f"no user '{given.rest[0]}'")
    code = 0
    for argument in given.rest[1:]:
        try:
            for path in _targets(ctx, argument, given.has("R")):
                node = ctx.files.stat(path)
                ctx.files.chown(path, node.uid if uid < 0 else uid, node.gid if gid < 0 else gid)
        except FsError as error:
            code = ctx.fs_error(argument, error)
    return code


def _targets(ctx: Context, argument: str, recursive: bool) -> list[str]:
    path = ctx.path(argument)
    if not recursive or not ctx.files.is_dir(path):
        ctx.files.stat(path)
        return [path]
    found = []
    for folder, _, names in ctx.files.walk(path):
        found.append(folder)
        found += [paths.join(folder, name) for name in names]
    return found
