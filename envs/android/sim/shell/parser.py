"""The shell's grammar, by recursive descent over the text.

Covers what `adb shell` users write: quotes, escapes, variables, substitution, pipes, redirection,
`&&`, `||`, `;`, `if`, `for`, `while`, groups. Anything else is a `ShellSyntaxError`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from osgenesis.envs.android.sim.shell.syntax import (
    AndOr,
    Arithmetic,
    Command,
    For,
    Group,
    If,
    Literal,
    Part,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Substitution,
    Variable,
    While,
    Word,
)

_BLANK = " \t"
_END_OF_WORD = frozenset(" \t\n;|&<>()")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
_REDIRECT = re.compile(r"(\d?)(>>|>&|<<<|<&|>\||>|<)")
_SPECIAL = frozenset("?#@*$!-0123456789")
_CLOSERS = frozenset(("then", "elif", "else", "fi", "do", "done", "}"))
_MAX_DEPTH = 60


class ShellSyntaxError(Exception):
    """The text is not a script; the message reads as the shell's."""


@lru_cache(maxsize=1024)
def parse(text: str) -> Script:
    """The script that `text` spells."""
    parser = _Parser(text)
    script = parser.script()
    if parser.at < len(text):
        raise parser.unexpected()
    return script


class _Parser:
    def __init__(self, text: str, depth: int = 0) -> None:
        self.text = text
        self.at = 0
        self.depth = depth

    # Lists

    def script(self, closers: frozenset[str] = frozenset()) -> Script:
        """Commands up to the end, a `)` or one of the closing words."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ShellSyntaxError("syntax error: nesting too deep")
        found: list[AndOr] = []
        while True:
            self._skip(lines=True)
            if self.at >= len(self.text) or self._peek() == ")":
                break
            word = self._bare_word()
            if word in closers:
                break
            if word in _CLOSERS or self._peek() in ";&|":
                raise self.unexpected()
            found.append(self._and_or())
            self._skip()
            if self._peek() in (";", "&") and not self._looking_at("&&"):
                if self._looking_at(";;"):
                    raise self.unexpected()
                self.at += 1
            elif self._peek() not in ("", "\n", ")"):
                raise self.unexpected()
        self.depth -= 1
        return tuple(found)

    def _and_or(self) -> AndOr:
        first = self._pipeline()
        rest: list[tuple[str, Pipeline]] = []
        while True:
            self._skip()
            operator = self.text[self.at : self.at + 2]
            if operator not in ("&&", "||"):
                return AndOr(first, tuple(rest))
            self.at += 2
            self._skip(lines=True)
            rest.append((operator, self._pipeline()))

    def _pipeline(self) -> Pipeline:
        negated = False
        while self._bare_word() == "!":
            self._take_word()
            self._skip()
            negated = not negated
        commands = [self._command()]
        while True:
            self._skip()
            if self._peek() != "|" or self._looking_at("||"):
                return Pipeline(tuple(commands), negated)
            self.at += 1
            self._skip(lines=True)
            commands.append(self._command())

    # Commands

    def _command(self) -> Command:
        word = self._bare_word()
        if self._peek() == "(":
            self.at += 1
            body = self.script()
            self._expect_char(")")
            return Group(body, True, self._redirects())
        if word == "{":
            self._take_word()
            body = self.script(frozenset("}"))
            self._expect("}")
            return Group(body, False, self._redirects())
        if word == "if":
            return self._if()
        if word == "for":
            return self._for()
        if word in ("while", "until"):
            return self._while(word)
        return self._simple()

    def _if(self) -> If:
        branches: list[tuple[Script, Script]] = []
        otherwise: Script = ()
        self._take_word()
        while True:
            condition = self.script(frozenset(("then",)))
            self._expect("then")
            body = self.script(frozenset(("elif", "else", "fi")))
            branches.append((condition, body))
            word = self._bare_word()
            if word == "elif":
                self._take_word()
                continue
            if word == "else":
                self._take_word()
                otherwise = self.script(frozenset(("fi",)))
            self._expect("fi")
            return If(tuple(branches), otherwise, self._redirects())

    def _for(self) -> For:
        self._take_word()
        self._skip()
        match = _NAME.match(self.text, self.at)
        if match is None:
            raise self.unexpected()
        self.at = match.end()
        self._skip(lines=True)
        self._expect("in")
        words: list[Word] = []
        self._skip()
        while self._peek() not in ("", "\n", ";"):
            if self._peek() in _END_OF_WORD:
                raise self.unexpected()
            words.append(self._word())
            self._skip()
        self._take_separators()
        self._expect("do")
        body = self.script(frozenset(("done",)))
        self._expect("done")
        return For(match[0], tuple(words), body, self._redirects())

    def _while(self, word: str) -> While:
        self._take_word()
        condition = self.script(frozenset(("do",)))
        self._expect("do")
        body = self.script(frozenset(("done",)))
        self._expect("done")
        return While(condition, body, word == "until", self._redirects())

    def _simple(self) -> Simple:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            self._skip()
            redirect = self._redirect()
            if redirect is not None:
                redirects.append(redirect)
                continue
            if self._peek() == "" or self._peek() in "\n;|&()":
                break
            match = _ASSIGNMENT.match(self.text, self.at) if not words else None
            if match:
                self.at = match.end()
                assignments.append((match[1], self._word()))
            else:
                words.append(self._word())
        if not (assignments or words or redirects) or (words and self._peek() == "("):
            raise self.unexpected()
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def _redirects(self) -> tuple[Redirect, ...]:
        found: list[Redirect] = []
        while True:
            self._skip()
            redirect = self._redirect()
            if redirect is None:
                return tuple(found)
            found.append(redirect)

    def _redirect(self) -> Redirect | None:
        match = _REDIRECT.match(self.text, self.at)
        if match is None:
            return None
        operator = {">|": ">", "<&": ">&"}.get(match[2], match[2])
        if self.text.startswith("<<", self.at) and operator != "<<<":
            raise ShellSyntaxError("syntax error: here-documents are not supported")
        self.at = match.end()
        self._skip()
        if self._peek() == "" or self._peek() in _END_OF_WORD:
            raise self.unexpected()
        fd = int(match[1]) if match[1] else (0 if match[2].startswith("<") else 1)
        return Redirect(fd, operator, self._word())

    # Words

    def _word(self) -> Word:
        parts: list[Part] = []
        plain: list[str] = []

        def flush() -> None:
            if plain:
                parts.append(Literal("".join(plain), False))
                plain.clear()

        while self.at < len(self.text):
            char = self.text[self.at]
            if char in _END_OF_WORD:
                break
            if char == "\\":
                following = self.text[self.at + 1 : self.at + 2]
                self.at += 2
                if following != "\n":
                    flush()
                    parts.append(Literal(following or "\\", True))
            elif char == "'":
                flush()
                parts.append(self._single_quoted())
            elif char == '"':
                flush()
                parts += self._double_quoted()
            elif char in "$`":
                flush()
                parts.append(self._expansion(quoted=False))
            else:
                plain.append(char)
                self.at += 1
        flush()
        return Word(tuple(parts))

    def _single_quoted(self) -> Literal:
        end = self.text.find("'", self.at + 1)
        if end < 0:
            raise ShellSyntaxError("no closing quote")
        text = self.text[self.at + 1 : end]
        self.at = end + 1
        return Literal(text, True)

    def _double_quoted(self) -> list[Part]:
        self.at += 1
        parts: list[Part] = []
        plain: list[str] = []
        while True:
            if self.at >= len(self.text):
                raise ShellSyntaxError("no closing quote")
            char = self.text[self.at]
            if char == '"':
                self.at += 1
                parts.append(Literal("".join(plain), True))
                return parts
            following = self.text[self.at + 1 : self.at + 2]
            if char == "\\" and following and following in '"\\$`\n':
                plain.append("" if following == "\n" else following)
                self.at += 2
            elif char in "$`":
                parts.append(Literal("".join(plain), True))
                plain.clear()
                parts.append(self._expansion(quoted=True))
            else:
                plain.append(char)
                self.at += 1

    def _expansion(self, *, quoted: bool) -> Part:
        if self.text[self.at] == "`":
            return self._backquoted(quoted)
        if self._looking_at("$(("):
            end = self._end_of_arithmetic()
            if end > 0:
                expression = self.text[self.at + 3 : end]
                self.at = end + 2
                return Arithmetic(expression, quoted)
        if self._looking_at("$("):
            inner = _Parser(self.text, self.depth)
            inner.at = self.at + 2
            script = inner.script()
            self.at = inner.at
            self._expect_char(")")
            return Substitution(script, quoted)
        if self._looking_at("${"):
            return self._braced(quoted)
        self.at += 1
        match = _NAME.match(self.text, self.at)
        if match:
            self.at = match.end()
            return Variable(match[0], quoted)
        if self._peek() in _SPECIAL:
            self.at += 1
            return Variable(self.text[self.at - 1], quoted)
        return Literal("$", True)

    def _end_of_arithmetic(self) -> int:
        """Where the `))` is that closes a `$((`; -1 where it is a command after all."""
        depth = 0
        for position in range(self.at + 3, len(self.text)):
            char = self.text[position]
            if char == "(":
                depth += 1
            elif char == ")" and depth == 0:
                return position if self.text.startswith("))", position) else -1
            elif char == ")":
                depth -= 1
        return -1

    def _backquoted(self, quoted: bool) -> Substitution:
        inner: list[str] = []
        position = self.at + 1
        while position < len(self.text) and self.text[position] != "`":
            if self.text[position] == "\\" and self.text[position + 1 : position + 2] in "`\\$":
                position += 1
            inner.append(self.text[position : position + 1])
            position += 1
        if position >= len(self.text):
            raise ShellSyntaxError("no closing quote")
        self.at = position + 1
        parser = _Parser("".join(inner), self.depth)
        script = parser.script()
        if parser.at < len(parser.text):
            raise parser.unexpected()
        return Substitution(script, quoted)

    def _braced(self, quoted: bool) -> Variable:
        match = re.compile(r"\$\{(#?)([A-Za-z_]\w*|[?#@*$!\-]|\d+)").match(self.text, self.at)
        if match is None:
            raise ShellSyntaxError("bad substitution")
        self.at = match.end()
        operator, operand = ("#" if match[1] else ""), None
        found = re.compile(r":?[-+=]").match(self.text, self.at)
        if found and not operator:
            operator = found[0]
            self.at = found.end()
            operand = self._until_brace()
        self._expect_char("}")
        return Variable(match[2], quoted, operator, operand)

    def _until_brace(self) -> Word:
        parts: list[Part] = []
        while self._peek() not in ("", "}"):
            char = self._peek()
            if char == "'":
                parts.append(self._single_quoted())
            elif char == '"':
                parts += self._double_quoted()
            elif char in "$`":
                parts.append(self._expansion(quoted=True))
            else:
                parts.append(Literal(char, True))
                self.at += 1
        return Word(tuple(parts))

    # Characters

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _looking_at(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def _skip(self, *, lines: bool = False) -> None:
        """Past blanks, joined lines and comments; with `lines` past line ends too."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in _BLANK or (lines and char in "\r\n"):
                self.at += 1
            elif self._looking_at("\\\n"):
                self.at += 2
            elif char == "\r" and self.text[self.at + 1 : self.at + 2] == "\n":
                self.at += 1
            elif char == "#" and (self.at == 0 or self.text[self.at - 1] in " \t\n;"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def _bare_word(self) -> str:
        """The unquoted word that comes next, without taking it."""
        end = self.at
        while end < len(self.text) and self.text[end] not in _END_OF_WORD:
            end += 1
        return self.text[self.at : end]

    def _take_word(self) -> None:
        self.at += len(self._bare_word())

    def _take_separators(self) -> None:
        self._skip(lines=True)
        if self._peek() == ";":
            self.at += 1
            self._skip(lines=True)

    def _expect(self, word: str) -> None:
        self._skip(lines=True)
        if self._bare_word() != word:
            raise self.unexpected()
        self._take_word()

    def _expect_char(self, char: str) -> None:
        if self._peek() != char:
            raise self.unexpected()
        self.at += 1

    def unexpected(self) -> ShellSyntaxError:
        """The error for what comes next."""
        rest = self._bare_word() or self._peek()
        shown = {"": "EOF", "\n": "newline"}.get(rest, rest)
        return ShellSyntaxError(f"syntax error: unexpected '{shown}'")
