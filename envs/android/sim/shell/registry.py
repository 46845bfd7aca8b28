"""The table of commands and what a command gets to work with.

A command is a function `(ctx, args, stdin) -> exit code`, put into the table by `@command("name")`.
It writes to `ctx.out` and `ctx.err` and reaches the phone through `ctx.phone`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.storage_errors import FsError

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone
    from osgenesis.envs.android.sim.shell.interpreter import Interpreter
    from osgenesis.envs.android.sim.storage import FileSystem

Handler = Callable[["Context", list[str], bytes], int]

COMMANDS: dict[str, Handler] = {}
"""Every command by name."""


def command(*names: str) -> Callable[[Handler], Handler]:
    """Put a function into the table under `names`."""

    def register(handler: Handler) -> Handler:
        for name in names:
            COMMANDS[name] = handler
        return handler

    return register


class Stream:
    """What a command writes to: bytes that pile up."""

    def __init__(self) -> None:
        self._data = bytearray()

    def write(self, data: str | bytes) -> None:
        """Add text or bytes as they are."""
        self._data += data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data

    def line(self, text: str = "") -> None:
        """Add a line."""
        self.write(text + "\n")

    def lines(self, texts: Iterable[str]) -> None:
        """Add lines."""
        for text in texts:
            self.line(text)

    def bytes(self) -> bytes:
        """Everything so far."""
        return bytes(self._data)


@dataclass
class Session:
    """What lasts from one command of a script to the next."""

    cwd: str = "/"
    variables: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    name: str = "/system/bin/sh"  # $0
    last_code: int = 0


@dataclass
class Context:
    """A command's surroundings."""

    phone: Phone
    name: str
    session: Session
    out: Stream
    err: Stream
    interpreter: Interpreter

    @property
    def files(self) -> FileSystem:
        """The phone's files."""
        return self.phone.files

    def path(self, argument: str) -> str:
        """An argument as an absolute path; its own spelling is kept where it is absolute."""
        return paths.join(self.session.cwd, argument)

    def fail(self, message: str, code: int = 1) -> int:
        """Complain on stderr as `name: message`; returns `code`."""
        self.err.line(f"{self.name}: {message}")
        return code

    def fs_error(self, argument: str, error: FsError) -> int:
        """Complain about a file as the user spelt it; returns 1."""
        return self.fail(f"{argument}: {error.reason}")

    def run(self, argv: Sequence[str], stdin: bytes = b"") -> int:
        """Run another command with the same streams."""
        return self.interpreter.call(list(argv), self.session, stdin, self.out, self.err)


class Options(NamedTuple):
    """Parsed arguments: flags with their values (the last one counts), and the rest in order."""

    flags: dict[str, str]
    rest: list[str]
    unknown: str = ""

    def has(self, *names: str) -> bool:
        """Whether one of the flags was given."""
        return any(name in self.flags for name in names)

    def count(self, name: str) -> int:
        """How often a flag without a value was given."""
        return len(self.flags.get(name, ""))


def options(args: Sequence[str], flags: str, valued: str = "", long: Sequence[str] = ()) -> Options:
    """Split arguments as toybox does: single-letter flags may be joined and may follow operands.

    `valued` letters take the rest of the word or the next argument. `long` names are taken as
    `--name` or `--name=value`. `--` ends the flags. A flag not listed ends up in `unknown`.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    unknown = ""
    queue = list(args)
    while queue:
        arg = queue.pop(0)
        if arg == "--":
            rest += queue
            break
        if arg.startswith("--"):
            name, _, value = arg[2:].partition("=")
            if name in long:
                found[name] = value or "1"
            else:
                unknown = unknown or arg
        elif len(arg) > 1 and arg.startswith("-"):
            for position, letter in enumerate(arg[1:], 2):
                if letter in valued:
                    found[letter] = arg[position:] or (queue.pop(0) if queue else "")
                    break
                if letter not in flags:
                    unknown = unknown or letter
                found[letter] = found.get(letter, "") + letter
        else:
            rest.append(arg)
    return Options(found, rest, unknown)


def text_of(data: bytes) -> str:
    """Bytes as text; what is not UTF-8 survives a round trip."""
    return data.decode("utf-8", "surrogateescape")
