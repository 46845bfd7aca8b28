"""`find`: walks directories and tests, prints, removes or hands on what it meets."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.shell.registry import Context, command
from osgenesis.envs.android.sim.storage import Node
from osgenesis.envs.android.sim.storage_errors import FsError

_DAY_NS = 86_400_000_000_000
_UNITS = {"c": 1, "b": 512, "k": 1024, "M": 1 << 20, "G": 1 << 30, "": 512}


class _Hit(NamedTuple):
    shown: str
    path: str
    node: Node
    is_link: bool
    depth: int


class _BadExpressionError(Exception):
    pass


Check = Callable[[_Hit], bool]


@command("find")
def find(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Find files: `find DIR... -name X -type f -maxdepth N -delete`; prints paths as given."""
    words = list(args)
    roots = []
    while words and not words[0].startswith("-") and words[0] not in ("(", "!"):
        roots.append(words.pop(0))
    try:
        search = _Search(ctx, words)
    except _BadExpressionError as error:
        return ctx.fail(str(error))
    code = 0
    for root in roots or ["."]:
        path = ctx.path(root)
        if not ctx.files.exists(path):
            code = ctx.fail(f"'{root}': No such file or directory")
            continue
        hits = list(search.hits(root, path, 0))
        for hit in hits:
            if hit.depth >= search.min_depth:
                search.expression(hit)
    search.finish()
    return code or search.code


class _Search:
    """The parsed expression and what it does."""

    def __init__(self, ctx: Context, words: list[str]) -> None:
        self._ctx = ctx
        self._words = words
        self._at = 0
        self._acts = False
        self._together: list[tuple[list[str], list[str]]] = []
        self.code = 0
        self.min_depth = 0
        self.max_depth = 1_000
        self.children_first = False
        expression = self._either() if words else _always
        if self._at < len(words):
            raise _BadExpressionError(f"bad arg '{words[self._at]}'")
        self.expression: Check = expression
        if not self._acts:
            self.expression = lambda hit: expression(hit) and self._print(hit)

    def hits(self, shown: str, path: str, depth: int) -> Iterator[_Hit]:
        """Everything below a path, parents first unless something is deleted."""
        files = self._ctx.files
        node = files.stat(path)
        is_link = files.link_target(path) is not None
        here = _Hit(shown, path, node, is_link, depth)
        if not self.children_first:
            yield here
        # As with find -P a link is not entered, unless it was named with something behind it.
        enter = node.is_dir and (not is_link or depth == 0) and depth < self.max_depth
        if enter:
            for name in files.listdir(path):
                yield from self.hits(paths.join(shown, name), paths.join(path, name), depth + 1)
        if self.children_first:
            yield here

    def finish(self) -> None:
        """Run the commands of `-exec ... {} +`."""
        for words, names in self._together:
            if names:
                argv = [part for word in words for part in (names if word == "{}" else [word])]
                self.code = self._ctx.run(argv) or self.code

    def _either(self) -> Check:
        check = self._both()
        while self._peek() in ("-o", "-or"):
            self._at += 1
            check = _or(check, self._both())
        return check

    def _both(self) -> Check:
        check = self._not()
        while self._peek() not in ("", "-o", "-or", ")"):
            if self._peek() in ("-a", "-and"):
                self._at += 1
            check = _and(check, self._not())
        return check

    def _not(self) -> Check:
        word = self._take()
        if word in ("!", "-not"):
            inner = self._not()
            return lambda hit: not inner(hit)
        if word == "(":
            inner = self._either()
            if self._take() != ")":
                raise _BadExpressionError("bad arg '('")
            return inner
        return self._primary(word)

    def _primary(self, word: str) -> Check:
        if word in ("-print", "-print0"):
            self._acts = True
            end = "\0" if word == "-print0" else "\n"
            return lambda hit: self._print(hit, end)
        if word == "-delete":
            self._acts = self.children_first = True
            return self._delete
        if word in ("-exec", "-execdir", "-ok"):
            return self._exec()
        if word in ("-depth", "-d"):
            self.children_first = True
            return _always
        if word in ("-mount", "-xdev", "-true", "-noleaf", "-follow"):
            return _always
        if word == "-empty":
            return lambda hit: not hit.node.names and not hit.node.data
        if word == "-false":
            return lambda hit: False
        return self._test(word, self._take())

    def _test(self, word: str, value: str) -> Check:
        if word in ("-maxdepth", "-mindepth"):
            if not value.isdecimal():
                raise _BadExpressionError(f"bad arg '{value}'")
            if word == "-maxdepth":
                self.max_depth = int(value)
            else:
                self.min_depth = int(value)
            return _always
        if word == "-type":
            kinds = set(value.split(","))
            return lambda hit: _kind(hit) in kinds
        if word in ("-name", "-iname", "-path", "-wholename", "-ipath"):
            return _name_test(word, value)
        if word in ("-newer", "-anewer"):
            than = self._ctx.files.stat(self._ctx.path(value)).mtime_ns
            return lambda hit: hit.node.mtime_ns > than
        if word == "-perm":
            bits = int(value.lstrip("-/"), 8) if re.fullmatch(r"[-/]?[0-7]+", value) else 0
            return lambda hit: hit.node.mode & bits == bits
        if word in ("-size", "-mtime", "-mmin", "-atime", "-amin", "-ctime", "-cmin"):
            return self._measure(word, value)
        if word in ("-user", "-group", "-regex"):
            return _always
        raise _BadExpressionError(f"bad arg '{word}'")

    def _measure(self, word: str, value: str) -> Check:
        match = re.fullmatch(r"([-+]?)(\d+)([cbkMG]?)", value)
        if match is None:
            raise _BadExpressionError(f"bad arg '{value}'")
        sign, count = match[1], int(match[2])
        now = self._ctx.phone.clock.now_ms * 1_000_000
        unit = _UNITS[match[3]] if word == "-size" else _DAY_NS
        if word.endswith("min"):
            unit = 60_000_000_000

        def amount(node: Node) -> int:
            if word == "-size":
                return -(-node.size // unit)
            stamps = {"a": node.atime_ns, "m": node.mtime_ns, "c": node.ctime_ns}
            return int((now - stamps[word[1]]) // unit)

        if sign == "+":
            return lambda hit: amount(hit.node) > count
        if sign == "-":
            return lambda hit: amount(hit.node) < count
        return lambda hit: amount(hit.node) == count

    def _exec(self) -> Check:
        self._acts = True
        words: list[str] = []
        while True:
            word = self._take()
            if word == ";":
                break
            if word == "+" and words and words[-1] == "{}":
                names: list[str] = []
                self._together.append((words, names))
                return lambda hit: _remember(names, hit)
            words.append(word)
        if not words:
            raise _BadExpressionError("-exec needs a command")
        return lambda hit: self._ctx.run([w.replace("{}", hit.shown) for w in words]) == 0

    def _print(self, hit: _Hit, end: str = "\n") -> bool:
        self._ctx.out.write(hit.shown + end)
        return True

    def _delete(self, hit: _Hit) -> bool:
        if hit.shown in (".", ".."):
            return True
        try:
            self._ctx.files.remove(hit.path)
        except FsError as error:
            self.code = self._ctx.fs_error(hit.shown, error)
            return False
        return True

    def _peek(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def _take(self) -> str:
        if self._at >= len(self._words):
            raise _BadExpressionError(f"'{self._words[-1]}' needs 1 arg")
        self._at += 1
        return self._words[self._at - 1]


def _remember(names: list[str], hit: _Hit) -> bool:
    names.append(hit.shown)
    return True


def _always(hit: _Hit) -> bool:
    return True


def _or(left: Check, right: Check) -> Check:
    return lambda hit: left(hit) or right(hit)


def _and(left: Check, right: Check) -> Check:
    return lambda hit: left(hit) and right(hit)


def _kind(hit: _Hit) -> str:
    if hit.is_link and hit.depth:
        return "l"
    return "d" if hit.node.is_dir else "f"


def _name_test(word: str, pattern: str) -> Check:
    whole = word in ("-path", "-wholename", "-ipath")
    flags = re.IGNORECASE if word.startswith("-i") else 0
    match = re.compile(fnmatch.translate(pattern), flags)

    def check(hit: _Hit) -> bool:
        text = hit.shown if whole else hit.shown.rstrip("/").rpartition("/")[2] or "/"
        return match.fullmatch(text) is not None

    return check
