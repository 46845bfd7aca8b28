"""What the shell's parser makes of a text: words with their quoting, and commands."""

from __future__ import annotations

from typing import NamedTuple


class Literal(NamedTuple):
    """Text as it stands. Quoted text is neither split nor matched against files."""

    text: str
    quoted: bool


class Variable(NamedTuple):
    """`$NAME`, `${NAME}`, `${NAME:-word}`, `${#NAME}`."""

    name: str
    quoted: bool
    operator: str = ""  # ":-", "-", ":+", "+", ":=", "=", "#" (length), or empty
    operand: Word | None = None


class Substitution(NamedTuple):
    """`$(commands)` or commands in backquotes."""

    script: Script
    quoted: bool


class Arithmetic(NamedTuple):
    """`$((expression))`."""

    expression: str
    quoted: bool


Part = Literal | Variable | Substitution | Arithmetic


class Word(NamedTuple):
    """One word; becomes no, one or several arguments."""

    parts: tuple[Part, ...]

    @property
    def plain(self) -> str | None:
        """The text of a word that nothing is expanded in and nothing is quoted in, else `None`."""
        if len(self.parts) == 1:
            part = self.parts[0]
            if isinstance(part, Literal) and not part.quoted:
                return part.text
        return None


class Redirect(NamedTuple):
    """`2>file`, `>>file`, `<file`, `2>&1`."""

    fd: int
    operator: str  # "<", ">", ">>", ">&", "<<"
    target: Word


class Simple(NamedTuple):
    """Assignments, a command with its arguments, redirections; each may be missing."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


class If(NamedTuple):
    """`if ...; then ...; elif ...; else ...; fi`: pairs of condition and body, and the rest."""

    branches: tuple[tuple[Script, Script], ...]
    otherwise: Script
    redirects: tuple[Redirect, ...]


class For(NamedTuple):
    """`for NAME in words; do ...; done`."""

    name: str
    words: tuple[Word, ...]
    body: Script
    redirects: tuple[Redirect, ...]


class While(NamedTuple):
    """`while ...; do ...; done`, or `until`."""

    condition: Script
    body: Script
    until: bool
    redirects: tuple[Redirect, ...]


class Group(NamedTuple):
    """`{ ...; }`, or `( ... )` whose changes of directory and variables stay inside."""

    body: Script
    subshell: bool
    redirects: tuple[Redirect, ...]


Command = Simple | If | For | While | Group


class Pipeline(NamedTuple):
    """Commands joined by `|`; `!` before it turns the exit code round."""

    commands: tuple[Command, ...]
    negated: bool


class AndOr(NamedTuple):
    """A pipeline and those joined to it by `&&` and `||`."""

    first: Pipeline
    rest: tuple[tuple[str, Pipeline], ...]


Script = tuple[AndOr, ...]
