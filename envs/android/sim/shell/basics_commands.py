"""Built-in commands of the shell: variables, directories, tests, echo."""

from __future__ import annotations

import re

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.shell.interpreter import command_name
from osgenesis.envs.android.sim.shell.registry import COMMANDS, Context, Session, command, text_of

_BUILTINS = frozenset(("cd", "pwd", "export", "unset", "set", "test", "[", "echo", "exit", "true", "false", ":"))
_ESCAPES = {
    "\\": "\\", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
    "v": "\v", '"': '"',
}  # fmt: skip


@command(":", "true", "sync", "wait", "log", "setenforce", "restorecon", "chcon", "iptables")
@command("ip6tables", "umask", "renice", "nice", "trap", "stop", "start", "readonly", "local")
def succeed(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Commands whose effect the phone does not show."""
    return 0


@command("false")
def fail(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Exit code 1."""
    return 1


@command("echo")
def echo(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Print words; `-n` without the line end, `-e` with escapes."""
    newline, escapes = True, False
    while args and re.fullmatch(r"-[neE]+", args[0]):
        newline = newline and "n" not in args[0]
        escapes = (escapes or "e" in args[0]) and "E" not in args[0]
        args = args[1:]
    text = " ".join(args)
    if escapes:
        text, _, cut = unescape(text).partition("\0c")
        newline = newline and not cut
    ctx.out.write(text + ("\n" if newline else ""))
    return 0


@command("printf")
def printf(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Print by format; the format repeats while there are arguments left."""
    if not args:
        return ctx.fail("usage: printf format [arg ...]")
    pattern, values = unescape(args[0]), args[1:]
    while True:
        text, used = _formatted(pattern, values)
        ctx.out.write(text)
        values = values[used:]
        if not used or not values:
            return 0


def _formatted(pattern: str, values: list[str]) -> tuple[str, int]:
    used = 0

    def one(match: re.Match[str]) -> str:
        nonlocal used
        kind = match[2]
        if kind == "%":
            return "%"
        value = values[used] if used < len(values) else ""
        used += 1
        flags = match[1]
        if kind in "dixXou":
            kind = "d" if kind in "iu" else kind
            return f"%{flags}{kind}" % _whole(value)
        if kind in "feg":
            return f"%{flags}{kind}" % _real(value)
        if kind == "c":
            value = value[:1]
        return f"%{flags}s" % (unescape(value) if kind == "b" else value)

    return re.sub(r"%([-+ 0#]*\d{0,3}(?:\.\d{1,3})?)([%diuxXosbcfeg])", one, pattern), used


def _whole(text: str) -> int:
    try:
        return int(text, 0) if text else 0
    except ValueError:
        return int(text) if text.isdecimal() else 0


def _real(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def unescape(text: str) -> str:
    r"""Resolve backslash escapes; `\c` becomes a NUL and a c, where `echo` stops."""

    def one(match: re.Match[str]) -> str:
        escape = match[1]
        if escape[0] in "01234567":
            return chr(int(escape, 8) & 255)
        if escape[0] == "x" and len(escape) > 1:
            return chr(int(escape[1:], 16))
        if escape == "c":
            return "\0c"
        return _ESCAPES.get(escape, match[0])

    return re.sub(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,4}|.)", one, text, flags=re.DOTALL)


@command("cd")
def cd(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Change the working directory of the session."""
    target = args[0] if args else ctx.session.variables.get("HOME", "/")
    if target == "-":
        target = ctx.session.variables.get("OLDPWD", "/")
    path = paths.normal(ctx.path(target))
    if not ctx.files.is_dir(path):
        reason = "Not a directory" if ctx.files.exists(path) else "No such file or directory"
        ctx.err.line(f"/system/bin/sh: cd: {target}: {reason}")
        return 2
    ctx.session.variables["OLDPWD"] = ctx.session.cwd
    ctx.session.cwd = path
    return 0


@command("pwd")
def pwd(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Print the working directory."""
    ctx.out.line(ctx.session.cwd)
    return 0


@command("export", "set", "typeset")
def export(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Set variables; without arguments list them."""
    for arg in args:
        name, equals, value = arg.partition("=")
        if equals and re.fullmatch(r"[A-Za-z_]\w*", name):
            ctx.session.variables[name] = value
    if not args:
        ctx.out.lines(f"{name}={value}" for name, value in _variables(ctx.session))
    return 0


@command("unset")
def unset(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Forget variables."""
    for name in args:
        ctx.session.variables.pop(name, None)
    return 0


@command("env", "printenv")
def env(ctx: Context, args: list[str], stdin: bytes) -> int:
    """List the environment, or run a command with changes to it."""
    names = list(args)
    while names and "=" in names[0] and ctx.name == "env":
        name, _, value = names.pop(0).partition("=")
        ctx.session.variables[name] = value
    if names and ctx.name == "env":
        return ctx.run(names, stdin)
    if names:
        value_of = ctx.session.variables.get(names[0])
        if value_of is None:
            return 1
        ctx.out.line(value_of)
        return 0
    ctx.out.lines(f"{name}={value}" for name, value in _variables(ctx.session))
    return 0


def _variables(session: Session) -> list[tuple[str, str]]:
    return sorted({**session.variables, "PWD": session.cwd}.items())


@command("exec", "command", "nohup", "time", "toybox", "busybox", "stdbuf")
def run_rest(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run the rest of the line as a command; `command -v` only names it."""
    if args and args[0] in ("-v", "-V") and ctx.name == "command":
        return which(ctx, args[1:], stdin)
    rest = [*args]
    while rest and rest[0].startswith("-"):
        rest.pop(0)
    return ctx.run(rest, stdin) if rest else 0


@command("timeout")
def timeout(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run a command; nothing takes long enough here to be stopped."""
    rest = [*args]
    while rest and (rest[0].startswith("-") or re.fullmatch(r"[\d.]+[smhd]?", rest[0])):
        rest.pop(0)
    return ctx.run(rest, stdin) if rest else ctx.fail("needs a command")


@command("su")
def su(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run a command as a user (everybody is root here): `su 0 ls /`, `su -c "ls /"`."""
    rest = [*args]
    if rest and not rest[0].startswith("-"):
        rest.pop(0)
    if rest and rest[0] == "-c":
        return _script(ctx, rest[1] if len(rest) > 1 else "", stdin, ())
    while rest and rest[0] in ("-", "-l", "--login", "-m", "-p", "--"):
        rest.pop(0)
    return ctx.run(rest, stdin) if rest else _script(ctx, text_of(stdin), b"", ())


@command("sh", "mksh", "bash")
def sh(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run a script: `sh -c "text" name args`, `sh file args`, or from standard input."""
    rest = [*args]
    while rest and rest[0] in ("-x", "-e", "-l", "-i", "--"):
        rest.pop(0)
    if rest and rest[0] == "-c":
        return _script(ctx, rest[1] if len(rest) > 1 else "", stdin, tuple(rest[2:]))
    if rest:
        text = text_of(ctx.files.read(ctx.path(rest[0])))
        return _script(ctx, text, stdin, tuple(rest))
    return _script(ctx, text_of(stdin), b"", ())


@command(".", "source")
def source(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run a file in the present session."""
    if not args:
        return ctx.fail("missing file name", 2)
    text = text_of(ctx.files.read(ctx.path(args[0])))
    return ctx.interpreter.source(text, ctx.session, stdin, ctx.out, ctx.err)


@command("eval")
def eval_words(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run words as a script in the present session."""
    return ctx.interpreter.source(" ".join(args), ctx.session, stdin, ctx.out, ctx.err)


def _script(ctx: Context, text: str, stdin: bytes, words: tuple[str, ...]) -> int:
    """Run a script in a session of its own; `words` are `$0` and the arguments."""
    session = Session(ctx.session.cwd, dict(ctx.session.variables), words[1:])
    session.name = words[0] if words else session.name
    return ctx.interpreter.source(text, session, stdin, ctx.out, ctx.err)


@command("which", "type", "whence")
def which(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Say where a command is."""
    code = 0
    for name in args:
        if command_name(name) not in COMMANDS:
            code = 1
        elif name in _BUILTINS and ctx.name != "which":
            ctx.out.line(f"{name} is a shell builtin" if ctx.name == "type" else name)
        else:
            ctx.out.line(f"/system/bin/{command_name(name)}")
    return code


@command("read")
def read(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Read a line of standard input into variables; the last one takes the rest."""
    names = [arg for arg in args if not arg.startswith("-")] or ["REPLY"]
    line, _, _ = text_of(stdin).partition("\n")
    pieces = line.split(None, len(names) - 1)
    for i, name in enumerate(names):
        ctx.session.variables[name] = pieces[i] if i < len(pieces) else ""
    return 0 if stdin else 1


@command("test", "[")
def test(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Compare texts and numbers, look at files."""
    words = list(args)
    if ctx.name == "[":
        if not words or words[-1] != "]":
            return ctx.fail("missing ]", 2)
        words.pop()
    try:
        return int(not _Test(ctx, words).whole())
    except (ValueError, IndexError):
        return ctx.fail(f"syntax error near {' '.join(words)}", 2)


class _Test:
    """Evaluates the words of `test`."""

    def __init__(self, ctx: Context, words: list[str]) -> None:
        self._ctx = ctx
        self._words = words
        self._at = 0

    def whole(self) -> bool:
        if not self._words:
            return False
        value = self._either()
        if self._at != len(self._words):
            raise ValueError
        return value

    def _either(self) -> bool:
        value = self._both()
        while self._next() == "-o":
            self._at += 1
            other = self._both()
            value = value or other
        return value

    def _both(self) -> bool:
        value = self._not()
        while self._next() == "-a":
            self._at += 1
            other = self._not()
            value = value and other
        return value

    def _not(self) -> bool:
        left = len(self._words) - self._at
        if self._next() == "!" and left > 1 and not (left == 3 and self._operator(1)):
            self._at += 1
            return not self._not()
        if self._next() == "(" and left > 2:
            self._at += 1
            value = self._either()
            if self._take() != ")":
                raise ValueError
            return value
        return self._single()

    def _single(self) -> bool:
        if self._operator(1) and len(self._words) - self._at >= 3:
            left, operator, right = self._take(), self._take(), self._take()
            return _compare(self._ctx, left, operator, right)
        first = self._take()
        if re.fullmatch(r"-[a-zA-Z]", first) and self._at < len(self._words):
            return self._unary(first[1], self._take())
        return bool(first)

    def _unary(self, flag: str, value: str) -> bool:
        files, path = self._ctx.files, self._ctx.path(value)
        if flag in "nz":
            return bool(value) == (flag == "n")
        if not value:
            return False
        if flag == "d":
            return files.is_dir(path)
        if flag == "f":
            return files.is_file(path)
        if flag == "s":
            return files.exists(path) and files.stat(path).size > 0
        if flag == "x":
            return files.is_dir(path) or (files.exists(path) and files.stat(path).mode & 0o111 != 0)
        if flag in "hL":
            return files.link_target(path) is not None
        if flag in "bcpSgukt":
            return False
        return files.exists(path)

    def _operator(self, ahead: int) -> bool:
        position = self._at + ahead
        return position < len(self._words) and self._words[position] in _BINARY

    def _next(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def _take(self) -> str:
        self._at += 1
        return self._words[self._at - 1]


_NUMERIC = {"-eq": 0, "-ne": 1, "-lt": 2, "-gt": 3, "-le": 4, "-ge": 5}
_BINARY = frozenset((*_NUMERIC, "=", "==", "!=", "<", ">", "-nt", "-ot", "-ef"))


def _compare(ctx: Context, left: str, operator: str, right: str) -> bool:
    if operator in _NUMERIC:
        a, b = int(left), int(right)
        return (a == b, a != b, a < b, a > b, a <= b, a >= b)[_NUMERIC[operator]]
    if operator in ("-nt", "-ot", "-ef"):
        first, second = ctx.path(left), ctx.path(right)
        if operator == "-ef":
            return ctx.files.canonical(first) == ctx.files.canonical(second)
        if not (ctx.files.exists(first) and ctx.files.exists(second)):
            return ctx.files.exists(first if operator == "-nt" else second)
        one, two = ctx.files.stat(first).mtime_ns, ctx.files.stat(second).mtime_ns
        return one > two if operator == "-nt" else one < two
    if operator in ("<", ">"):
        return left < right if operator == "<" else left > right
    return (left == right) == (operator != "!=")


@command("sleep", "usleep")
def sleep(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Let virtual time pass."""
    units = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
    total = 0.0
    for arg in args:
        match = re.fullmatch(r"(\d+(?:\.\d*)?|\.\d+)([smhd]?)", arg)
        if match is None:
            return ctx.fail(f"bad number '{arg}'")
        total += float(match[1]) * (0.001 if ctx.name == "usleep" else units[match[2] or "s"])
    ctx.phone.clock.advance(int(total))
    ctx.phone.settle()
    return 0


@command("clear", "reset")
def clear(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Clear a terminal."""
    ctx.out.write("\x1b[H\x1b[J")
    return 0
