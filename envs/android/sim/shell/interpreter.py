"""Runs parsed scripts: expansion of words, redirection, pipes, control flow."""

from __future__ import annotations

import glob as wildcards
import importlib
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.shell.arithmetic import evaluate
from osgenesis.envs.android.sim.shell.parser import ShellSyntaxError, parse
from osgenesis.envs.android.sim.shell.registry import COMMANDS, Context, Session, Stream, text_of
from osgenesis.envs.android.sim.shell.syntax import (
    AndOr,
    Arithmetic,
    Command,
    For,
    If,
    Literal,
    Part,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Variable,
    While,
    Word,
)
from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.core.errors import OsgenesisError

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

FAMILIES = (
    "activity", "basics", "content", "display", "dumpsys", "files", "filetools", "find",
    "inputs", "listing", "packages", "services", "settings", "system", "texttools",
)  # fmt: skip
ENVIRONMENT = {
    "PATH": "/product/bin:/apex/com.android.runtime/bin:/system/bin:/system/xbin:/vendor/bin",
    "HOME": "/",
    "USER": "root",
    "LOGNAME": "root",
    "SHELL": "/bin/sh",
    "HOSTNAME": "emulator64_x86_64",
    "TERM": "xterm",
    "ANDROID_DATA": "/data",
    "ANDROID_ROOT": "/system",
    "ANDROID_STORAGE": "/storage",
    "EXTERNAL_STORAGE": "/sdcard",
    "TMPDIR": "/data/local/tmp",
}
_BIN = ("/system/bin/", "/system/xbin/", "/vendor/bin/", "/bin/", "/product/bin/")
_MAX_COMMANDS = 100_000
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class ShellResult:
    """What a shell call gave: the bytes of both streams and the exit code."""

    out: bytes
    err: bytes
    code: int

    @property
    def stdout(self) -> str:
        """Standard output as text."""
        return self.out.decode("utf-8", "replace")

    @property
    def stderr(self) -> str:
        """Standard error as text."""
        return self.err.decode("utf-8", "replace")


class Shell:
    """The phone's shell. Each `run` is a session of its own, as with `adb shell`."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def run(self, text: str, stdin: bytes = b"") -> ShellResult:
        """Run a command line or a script."""
        _load_families()
        out, err = Stream(), Stream()
        session = Session(variables=dict(ENVIRONMENT))
        code = Interpreter(self._phone).source(text, session, stdin, out, err)
        return ShellResult(out.bytes(), err.bytes(), code)


@cache
def _load_families() -> None:
    for family in FAMILIES:
        importlib.import_module(f"osgenesis.envs.android.sim.shell.{family}_commands")


class _Exit(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


class _Runaway(Exception):
    """More commands than any script that ends would need."""


@dataclass
class _Streams:
    stdin: bytes
    out: Stream
    err: Stream


class Interpreter:
    """Runs scripts for one shell call."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self._commands = 0
        self._depth = 0

    def source(self, text: str, session: Session, stdin: bytes, out: Stream, err: Stream) -> int:
        """Run a text to its end or to `exit`."""
        try:
            script = parse(text)
            return self._script(script, session, _Streams(stdin, out, err))
        except ShellSyntaxError as error:
            err.line(f"/system/bin/sh: {error}")
            return 1
        except _Exit as stop:
            return stop.code
        except _Runaway:
            err.line(f"Killed: more than {_MAX_COMMANDS} commands")
            return 137

    def call(self, argv: list[str], session: Session, stdin: bytes, out: Stream, err: Stream) -> int:
        """Run one command that is already split into words."""
        self._commands += 1
        if self._commands > _MAX_COMMANDS:
            raise _Runaway
        name = argv[0]
        if name == "exit":
            code = argv[1] if len(argv) > 1 else str(session.last_code)
            raise _Exit(int(code) & 255 if code.isdigit() else 2)
        handler = COMMANDS.get(command_name(name))
        if handler is None:
            err.line(f"/system/bin/sh: {name}: inaccessible or not found")
            return 127
        ctx = Context(self.phone, command_name(name), session, out, err, self)
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                return ctx.fail("calls itself too deeply", 126)
            return handler(ctx, argv[1:], stdin)
        except FsError as error:
            return ctx.fail(str(error))
        except OsgenesisError as error:
            return ctx.fail(f"Error: {error}")
        finally:
            self._depth -= 1

    # Control flow

    def _script(self, script: Script, session: Session, streams: _Streams) -> int:
        code = 0
        for item in script:
            code = self._and_or(item, session, streams)
            session.last_code = code
        return code

    def _and_or(self, item: AndOr, session: Session, streams: _Streams) -> int:
        code = self._pipeline(item.first, session, streams)
        for operator, pipeline in item.rest:
            session.last_code = code
            if (code == 0) == (operator == "&&"):
                code = self._pipeline(pipeline, session, streams)
        return code

    def _pipeline(self, pipeline: Pipeline, session: Session, streams: _Streams) -> int:
        stdin, code = streams.stdin, 0
        last = len(pipeline.commands) - 1
        for i, item in enumerate(pipeline.commands):
            out = streams.out if i == last else Stream()
            # Only the last part of a pipe runs in the session itself, as in mksh.
            here = session if i == last else _copy(session)
            try:
                code = self._command(item, here, _Streams(stdin, out, streams.err))
            except _Exit as stop:
                if last == 0:
                    raise
                code = stop.code
            stdin = out.bytes() if i != last else b""
        return int(code == 0) if pipeline.negated else code

    def _command(self, item: Command, session: Session, streams: _Streams) -> int:
        self._commands += 1
        if self._commands > _MAX_COMMANDS:
            raise _Runaway
        files: list[tuple[str, Stream, bool]] = []
        try:
            streams = self._redirected(item.redirects, session, streams, files)
        except _RedirectError as error:
            streams.err.line(f"/system/bin/sh: {error}")
            return 1
        try:
            return self._dispatch(item, session, streams)
        finally:
            self._write_back(files, streams.err)

    def _dispatch(self, item: Command, session: Session, streams: _Streams) -> int:
        if isinstance(item, Simple):
            return self._simple(item, session, streams)
        if isinstance(item, If):
            for condition, body in item.branches:
                if self._script(condition, session, streams) == 0:
                    return self._script(body, session, streams)
            return self._script(item.otherwise, session, streams)
        if isinstance(item, For):
            code = 0
            for value in self._fields(item.words, session, streams):
                session.variables[item.name] = value
                code = self._script(item.body, session, streams)
            return code
        if isinstance(item, While):
            code = 0
            while (self._script(item.condition, session, streams) == 0) != item.until:
                code = self._script(item.body, session, streams)
            return code
        if item.subshell:
            try:
                return self._script(item.body, _copy(session), streams)
            except _Exit as stop:
                return stop.code
        return self._script(item.body, session, streams)

    def _simple(self, item: Simple, session: Session, streams: _Streams) -> int:
        session_code = session.last_code
        argv = self._fields(item.words, session, streams)
        values = {name: self._text(word, session, streams) for name, word in item.assignments}
        if not argv:
            session.variables.update(values)
            return 0 if session.last_code == session_code else session.last_code
        if not values:
            return self.call(argv, session, streams.stdin, streams.out, streams.err)
        here = replace(session, variables={**session.variables, **values})
        code = self.call(argv, here, streams.stdin, streams.out, streams.err)
        session.cwd = here.cwd
        return code

    # Redirection

    def _redirected(
        self,
        redirects: tuple[Redirect, ...],
        session: Session,
        streams: _Streams,
        files: list[tuple[str, Stream, bool]],
    ) -> _Streams:
        result = replace(streams)
        for redirect in redirects:
            target = self._text(redirect.target, session, streams)
            if redirect.operator == "<":
                result.stdin = self._input(target, session)
            elif redirect.operator == "<<<":
                result.stdin = (target + "\n").encode("utf-8", "surrogateescape")
            elif redirect.operator == ">&":
                source = {"1": result.out, "2": result.err}.get(target)
                if source is None:
                    raise _RedirectError(f"{target}: bad file descriptor")
                self._assign(result, redirect.fd, source)
            else:
                stream = self._output(target, session, redirect.operator == ">>", files)
                self._assign(result, redirect.fd, stream)
        return result

    @staticmethod
    def _assign(streams: _Streams, fd: int, stream: Stream) -> None:
        if fd == 1:
            streams.out = stream
        elif fd == 2:
            streams.err = stream

    def _input(self, target: str, session: Session) -> bytes:
        path = paths.join(session.cwd, target)
        if paths.normal(path).startswith("/dev/"):
            return b""
        try:
            return self.phone.files.read(path)
        except FsError as error:
            raise _RedirectError(f"can't open {target}: {error.reason}") from None

    def _output(self, target: str, session: Session, append: bool, files: list[tuple[str, Stream, bool]]) -> Stream:
        path = paths.join(session.cwd, target)
        stream = Stream()
        if paths.normal(path).startswith("/dev/"):
            return stream
        try:
            # Made at once, so that the command sees the empty file, as on a real system.
            if not append or not self.phone.files.exists(path):
                self.phone.files.write(path, b"")
            elif self.phone.files.is_dir(path):
                raise _RedirectError(f"can't create {target}: Is a directory")
        except FsError as error:
            raise _RedirectError(f"can't create {target}: {error.reason}") from None
        files.append((path, stream, append))
        return stream

    def _write_back(self, files: list[tuple[str, Stream, bool]], err: Stream) -> None:
        for path, stream, append in files:
            data = stream.bytes()
            if not data:
                continue
            try:
                if append:
                    self.phone.files.append(path, data)
                else:
                    self.phone.files.write(path, data)
            except FsError as error:
                err.line(f"/system/bin/sh: {error}")

    # Expansion

    def _fields(self, words: tuple[Word, ...], session: Session, streams: _Streams) -> list[str]:
        found: list[str] = []
        for word in words:
            plain = word.plain
            if plain is not None and not _WILD.search(plain):
                found.append(plain)
            else:
                for field in self._split(word, session, streams):
                    found += self._globbed(field, session)
        return found

    def _text(self, word: Word, session: Session, streams: _Streams) -> str:
        """A word without splitting and matching, as in an assignment or a redirection."""
        return "".join(self._value(part, session, streams) for part in word.parts)

    def _split(self, word: Word, session: Session, streams: _Streams) -> list[list[tuple[str, bool]]]:
        """The arguments a word becomes, each as runs of text with whether they are quoted."""
        found: list[list[tuple[str, bool]]] = []
        current: list[tuple[str, bool]] | None = None
        for part in word.parts:
            if isinstance(part, Variable) and part.name == "@" and part.quoted:
                for i, argument in enumerate(session.arguments):
                    if i and current is not None:
                        found.append(current)
                        current = None
                    current = [*(current or []), (argument, True)]
                continue
            value = self._value(part, session, streams)
            if part.quoted or isinstance(part, Literal):
                current = [*(current or []), (value, part.quoted)]
                continue
            pieces = re.split(r"[ \t\n]+", value)
            for i, piece in enumerate(pieces):
                if i and current is not None:
                    found.append(current)
                    current = None
                if piece:
                    current = [*(current or []), (piece, False)]
        if current is not None:
            found.append(current)
        return found

    def _globbed(self, field: list[tuple[str, bool]], session: Session) -> list[str]:
        text = "".join(run for run, _ in field)
        if not any(_WILD.search(run) for run, quoted in field if not quoted):
            return [text]
        pattern = "".join(wildcards.escape(run) if quoted else run for run, quoted in field)
        return self.phone.files.glob(pattern, session.cwd) or [text]

    def _value(self, part: Part, session: Session, streams: _Streams) -> str:
        if isinstance(part, Literal):
            return part.text
        if isinstance(part, Variable):
            return self._variable(part, session, streams)
        if isinstance(part, Arithmetic):
            return str(evaluate(part.expression, session.variables))
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                raise _Runaway
            out = Stream()
            try:
                inner = _copy(session)
                session.last_code = self._script(part.script, inner, _Streams(streams.stdin, out, streams.err))
            except _Exit as stop:
                session.last_code = stop.code
            return text_of(out.bytes()).rstrip("\n")
        finally:
            self._depth -= 1

    def _variable(self, part: Variable, session: Session, streams: _Streams) -> str:
        value = _lookup(part.name, session)
        operator = part.operator
        if operator == "#":
            return str(len(value or ""))
        missing = value is None or (operator.startswith(":") and not value)
        if operator.endswith("+"):
            missing = not missing
        if operator and missing and part.operand is not None:
            value = self._text(part.operand, session, streams)
            if operator.endswith("="):
                session.variables[part.name] = value
        elif operator.endswith("+"):
            value = ""
        return value or ""


class _RedirectError(Exception):
    pass


_WILD = re.compile(r"[*?\[]")


def command_name(name: str) -> str:
    """The name a command is listed under: `/system/bin/ls` is `ls`."""
    for folder in _BIN:
        if name.startswith(folder):
            return name[len(folder) :]
    return name


def _copy(session: Session) -> Session:
    return replace(session, variables=dict(session.variables))


def _lookup(name: str, session: Session) -> str | None:
    if name == "?":
        return str(session.last_code)
    if name in ("@", "*"):
        return " ".join(session.arguments)
    if name == "#":
        return str(len(session.arguments))
    if name in ("$", "!"):
        return "4711"  # the shell's process id; always the same here
    if name == "0":
        return session.name
    if name == "-":
        return ""
    if name.isdigit():
        index = int(name) - 1
        return session.arguments[index] if index < len(session.arguments) else None
    if name == "PWD":
        return session.cwd
    return session.variables.get(name)
