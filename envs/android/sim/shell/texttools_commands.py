"""Filters over lines of text: grep, wc, head, tail, sort, cut, sed and friends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.shell.registry import Context, Options, command, options, text_of
from osgenesis.envs.android.sim.storage_errors import FsError


def _inputs(ctx: Context, names: list[str], stdin: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Name and bytes of each input; `None` where it could not be read, which is complained about."""
    for name in names or ["-"]:
        if name == "-":
            yield name, stdin
            continue
        try:
            yield name, ctx.files.read(ctx.path(name))
        except FsError as error:
            ctx.fs_error(name, error)
            yield name, None


def _lines(data: bytes) -> list[str]:
    """Lines without their ends; a last line without one counts."""
    text = text_of(data)
    lines = text.split("\n")
    return lines[:-1] if text.endswith("\n") or not text else lines


@command("grep", "egrep", "fgrep")
def grep(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Lines that match: -i -v -c -l -L -n -o -q -w -x -r -h -H -s -E -F -e PATTERN -m COUNT -A -B -C."""
    given = options(args, "ivclLnoqwxrRhHsEFzIa", "emABCf", long=("color", "include"))
    names = list(given.rest)
    if given.has("e"):
        patterns = [arg for flag, arg in pairwise(args) if flag == "-e"]
        patterns = patterns or [given.flags["e"]]
    elif names:
        patterns = names.pop(0).split("\n")
    else:
        return ctx.fail("no REGEX", 2)
    try:
        match = _grep_pattern(ctx, patterns, given)
    except re.error:
        return ctx.fail(f"bad REGEX '{patterns[0]}'", 2)
    if given.has("r", "R"):
        names = _below(ctx, names or ["."])
    with_name = given.has("H") or (not given.has("h") and (len(names) > 1 or given.has("r", "R")))
    found = broken = False
    for name, data in _inputs(ctx, names, stdin):
        if data is None:
            broken = True
            continue
        shown = "(standard input)" if name == "-" else name
        found = _grep_one(ctx, shown, data, match, given, with_name) or found
    return 0 if found else 2 if broken else 1


def _grep_pattern(ctx: Context, patterns: list[str], given: Options) -> re.Pattern[str]:
    if given.has("F") or ctx.name == "fgrep":
        parts = [re.escape(pattern) for pattern in patterns]
    elif given.has("E") or ctx.name == "egrep":
        parts = [python_regex(pattern, extended=True) for pattern in patterns]
    else:
        parts = [python_regex(pattern, extended=False) for pattern in patterns]
    text = "|".join(f"(?:{part})" for part in parts)
    if given.has("w"):
        text = rf"(?<!\w)(?:{text})(?!\w)"
    if given.has("x"):
        text = rf"\A(?:{text})\Z"
    return re.compile(text, re.IGNORECASE if given.has("i") else 0)


def python_regex(pattern: str, *, extended: bool) -> str:
    """A POSIX regular expression in Python's spelling."""
    out: list[str] = []
    position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            following = pattern[position + 1 : position + 2]
            swap = not extended and following and following in "(){}|+?"
            out.append(following if swap else "\\" + (following or "\\"))
            position += 2
            continue
        if char == "[":
            end = pattern.find("]", position + 3 if pattern[position + 1 :].startswith("^]") else position + 2)
            if end > 0:
                inner = pattern[position + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
                out.append("[" + _CLASSES.sub(_class, inner) + "]")
                position = end + 1
                continue
        if not extended and char in "(){}|+?":
            out.append("\\" + char)
        elif char == "*" and (not out or out[-1] in ("(", "|", "^")):
            out.append("\\*")
        elif extended and char == "{" and not re.match(r"\{\d*,?\d*\}", pattern[position:]):
            out.append("\\{")
        else:
            out.append(char)
        position += 1
    return "".join(out)


_CLASSES = re.compile(r"\\\[:(\w+):")


def _class(match: re.Match[str]) -> str:
    named = {"digit": "0-9", "alpha": "a-zA-Z", "alnum": "0-9a-zA-Z", "space": r"\s"}
    return {**named, "upper": "A-Z", "lower": "a-z"}.get(match[1], match[0])


def _grep_one(ctx: Context, name: str, data: bytes, match: re.Pattern[str], given: Options, with_name: bool) -> bool:
    limit = given.flags.get("m", "")
    most = int(limit) if limit.isdecimal() else -1
    lines = _lines(data)
    hits = [i for i, line in enumerate(lines) if bool(match.search(line)) != given.has("v")]
    hits = hits if most < 0 else hits[:most]
    lead = f"{name}:" if with_name else ""
    if given.has("q"):
        return bool(hits)
    if given.has("l", "L"):
        if bool(hits) == given.has("l"):
            ctx.out.line(name)
    elif given.has("c"):
        ctx.out.line(f"{lead}{len(hits)}")
    elif given.has("o"):
        for i in hits:
            number = f"{i + 1}:" if given.has("n") else ""
            ctx.out.lines(lead + number + m[0] for m in match.finditer(lines[i]) if m[0])
    else:
        _print_hits(ctx, name if with_name else "", lines, hits, given)
    return bool(hits)


def _print_hits(ctx: Context, name: str, lines: list[str], hits: list[int], given: Options) -> None:
    around = given.flags.get("C", "0")
    before, after = (
        int(n) if n.isdecimal() else 0 for n in (given.flags.get("B", around), given.flags.get("A", around))
    )
    wanted = set(hits)
    shown = sorted({j for i in hits for j in range(i - before, i + after + 1) if 0 <= j < len(lines)})
    last = -1
    for i in shown:
        if (before or after) and last >= 0 and i > last + 1:
            ctx.out.line("--")
        last = i
        mark = ":" if i in wanted else "-"
        number = f"{i + 1}{mark}" if given.has("n") else ""
        ctx.out.line((name + mark if name else "") + number + lines[i])


def _below(ctx: Context, names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        path = ctx.path(name)
        if not ctx.files.is_dir(path):
            found.append(name)
            continue
        for folder, _, files in ctx.files.walk(path):
            inside = name + folder[len(path) :]
            found += [paths.join(inside, file) for file in files]
    return found


@command("wc")
def wc(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Count lines, words and bytes (`-c`) or characters (`-m`)."""
    given = options(args, "lwcm")
    picked = [flag for flag in "lwmc" if given.has(flag)] or ["l", "w", "c"]
    totals = [0] * len(picked)
    code = 0
    for name, data in _inputs(ctx, given.rest, stdin):
        if data is None:
            code = 1
            continue
        counts = {"l": data.count(b"\n"), "w": len(data.split()), "c": len(data)}
        counts["m"] = len(text_of(data))
        values = [counts[flag] for flag in picked]
        totals = [a + b for a, b in zip(totals, values, strict=True)]
        ctx.out.line(" ".join(str(v) for v in values) + (f" {name}" if name != "-" else ""))
    if len(given.rest) > 1:
        ctx.out.line(" ".join(str(v) for v in totals) + " total")
    return code


@command("head", "tail")
def head(ctx: Context, args: list[str], stdin: bytes) -> int:
    """First or last lines (`-n`, 10 by default) or bytes (`-c`)."""
    args = [f"-n{arg[1:]}" if re.fullmatch(r"-\d+", arg) else arg for arg in args]
    given = options(args, "qvfF", "nc")
    text = given.flags.get("n") or given.flags.get("c") or "10"
    if not re.fullmatch(r"[-+]?\d{1,9}", text):
        return ctx.fail(f"bad number '{text}'")
    code = 0
    for i, (name, data) in enumerate(_inputs(ctx, given.rest, stdin)):
        if data is None:
            code = 1
            continue
        if (len(given.rest) > 1 and not given.has("q")) or given.has("v"):
            ctx.out.write(("\n" if i else "") + f"==> {name} <==\n")
        if given.has("c"):
            ctx.out.write(data[_window(len(data), text, ctx.name)])
        else:
            pieces = re.findall(rb"[^\n]*\n|[^\n]+", data)
            ctx.out.write(b"".join(pieces[_window(len(pieces), text, ctx.name)]))
    return code


def _window(size: int, text: str, name: str) -> slice:
    """Which of `size` items `head -n text` or `tail -n text` shows."""
    count = int(text.lstrip("+-"))
    if name == "head":
        return slice(0, max(size - count, 0) if text.startswith("-") else count)
    return slice(max(count - 1, 0) if text.startswith("+") else max(size - count, 0), size)


@command("sort")
def sort(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Sort lines: -r -n -u -f, -k FIELD, -t SEPARATOR."""
    given = options(args, "rnufbsghVz", "kto")
    lines: list[str] = []
    for _, data in _inputs(ctx, given.rest, stdin):
        lines += _lines(data or b"")
    field = re.match(r"\d+", given.flags.get("k", ""))

    def key(line: str) -> tuple[float, str]:
        text = line
        if field:
            cells = line.split(given.flags.get("t"))
            position = int(field[0]) - 1
            text = cells[position] if 0 <= position < len(cells) else ""
        if given.has("n", "g"):
            number = re.match(r"\s*-?\d+(?:\.\d+)?", text)
            return (float(number[0]) if number else 0.0, text)
        return (0.0, text.lower() if given.has("f") else text)

    lines.sort(key=key, reverse=given.has("r"))
    if given.has("u"):
        lines = list(dict.fromkeys(lines))
    ctx.out.lines(lines)
    return 0


@command("uniq")
def uniq(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Join equal neighbouring lines; `-c` with their number, `-d` only repeated, `-u` only single."""
    given = options(args, "cdui", "fsw")
    groups: list[tuple[str, int]] = []
    for _, data in _inputs(ctx, given.rest, stdin):
        for line in _lines(data or b""):
            if groups and groups[-1][0] == line:
                groups[-1] = (line, groups[-1][1] + 1)
            else:
                groups.append((line, 1))
    for line, count in groups:
        if (given.has("d") and count == 1) or (given.has("u") and count > 1):
            continue
        ctx.out.line(f"{count:>7} {line}" if given.has("c") else line)
    return 0


@command("cut")
def cut(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Parts of lines: `-d , -f 1,3-`, `-c 1-5`."""
    given = options(args, "snD", "dfcbF")
    selector = next((given.flags[f] for f in "fcbF" if given.has(f)), "")
    if not re.fullmatch(r"[\d,\- ]+", selector):
        return ctx.fail("needs -bcfF")
    separator = given.flags.get("d", "\t")
    for _, data in _inputs(ctx, given.rest, stdin):
        for line in _lines(data or b""):
            if given.has("f", "F"):
                if separator not in line:
                    ctx.out.lines([] if given.has("s") else [line])
                    continue
                cells = line.split(separator)
                ctx.out.line(separator.join(cells[i] for i in _picked(selector, len(cells))))
            else:
                ctx.out.line("".join(line[i] for i in _picked(selector, len(line))))
    return 0


def _picked(selector: str, size: int) -> list[int]:
    wanted: set[int] = set()
    for part in selector.replace(" ", ",").split(","):
        low, dash, high = part.partition("-")
        first = int(low) if low.isdecimal() else 1
        last = int(high) if high.isdecimal() else (size if dash else first)
        if part:
            wanted.update(range(first - 1, min(last, size)))
    return sorted(i for i in wanted if 0 <= i < size)


@command("tr")
def tr(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Replace characters, or delete them with `-d`; `-s` squeezes repeats."""
    given = options(args, "dscC")
    if not given.rest:
        return ctx.fail("needs 1 argument")
    sets = [_characters(part) for part in given.rest]
    text = text_of(stdin)
    if given.has("c", "C"):
        sets[0] = "".join(sorted(set(text) - set(sets[0])))
    if given.has("d"):
        text = "".join(c for c in text if c not in sets[0])
    elif len(sets) > 1 and sets[1]:
        target = sets[1].ljust(len(sets[0]), sets[1][-1])
        text = text.translate(dict(zip(map(ord, sets[0]), target, strict=False)))
    if given.has("s"):
        squeezed = re.escape(sets[-1])
        text = re.sub(f"([{squeezed}])\\1+", r"\1", text) if squeezed else text
    ctx.out.write(text)
    return 0


def _characters(text: str) -> str:
    text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")
    for name, meant in (("upper", "A-Z"), ("lower", "a-z"), ("digit", "0-9"), ("space", " \t\n")):
        text = text.replace(f"[:{name}:]", meant)
    return re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), text)


@command("sed")
def sed(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Edit lines: `s/a/b/gi`, `/a/d`, `3d`, `-n 2,4p`, `$p`; `-i` in the file itself."""
    given = options(args, "nErsi", "e", long=("in-place",))
    names = list(given.rest)
    script = given.flags.get("e") or (names.pop(0) if names else "")
    try:
        edits = [_Edit(part, given.has("E", "r")) for part in re.split(r"[;\n]", script) if part.strip()]
    except (ValueError, re.error):
        return ctx.fail(f"bad pattern '{script}'")
    code = 0
    for name, data in _inputs(ctx, names, stdin):
        if data is None:
            code = 1
            continue
        text = "".join(line + "\n" for line in _edited(_lines(data), edits, given.has("n")))
        if given.has("i", "in-place") and name != "-":
            ctx.files.write(ctx.path(name), text)
        else:
            ctx.out.write(text)
    return code


def _edited(lines: list[str], edits: list[_Edit], quiet: bool) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        printed: list[str] = []
        deleted = False
        for edit in edits:
            if not edit.applies(number, line, number == len(lines)):
                continue
            if edit.action == "d":
                deleted = True
                break
            if edit.action == "p":
                printed.append(line)
            else:
                line = edit.substitute(line)  # later edits see the new line
        yield from printed
        if not deleted and not quiet:
            yield line


class _Edit:
    """One command of a sed script."""

    def __init__(self, text: str, extended: bool) -> None:
        match = re.fullmatch(r"\s*(?:(\d+|\$)(?:,(\d+|\$))?|/((?:[^/\\]|\\.)*)/)?\s*([dp]|s.+)\s*", text)
        if match is None:
            raise ValueError(text)
        self._first, self._last = match[1], match[2] or match[1]
        self._where = None if match[3] is None else re.compile(python_regex(match[3], extended=extended))
        self.action = match[4][0]
        if self.action == "s":
            mark = match[4][1]
            parts = re.split(rf"(?<!\\){re.escape(mark)}", match[4][2:])
            if len(parts) != 3 or not re.fullmatch(r"[gipI]*", parts[2]):
                raise ValueError(text)
            flags = re.IGNORECASE if "i" in parts[2].lower() else 0
            pattern = parts[0].replace("\\" + mark, mark)
            self._pattern = re.compile(python_regex(pattern, extended=extended), flags)
            self._count = 0 if "g" in parts[2] else 1
            new = parts[1].replace("\\" + mark, mark)
            # In the replacement & is the match, \1 a group, and Python's other escapes mean nothing.
            self._new = re.sub(r"\\(\d)|(?<!\\)&|\\n|\\(.)|(\\)", _replacement, new)

    def applies(self, number: int, line: str, is_last: bool) -> bool:
        if self._where is not None:
            return self._where.search(line) is not None
        if self._first is None:
            return True
        if self._first == "$":
            return is_last
        after_last = self._last != "$" and number > int(self._last)
        return number >= int(self._first) and not after_last

    def substitute(self, line: str) -> str:
        return self._pattern.sub(self._new, line, count=self._count)


def _replacement(match: re.Match[str]) -> str:
    if match[0] == "&":
        return r"\g<0>"
    if match[1]:
        return rf"\g<{match[1]}>"
    if match[0] == "\\n":
        return "\n"
    return (match[2] or "\\").replace("\\", "\\\\")


@command("xargs")
def xargs(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run a command with the words of standard input; `-I {}` once per line, `-n` per group."""
    words = list(args)
    size, mark, null = 0, "", False
    while words and words[0].startswith("-"):
        flag = words.pop(0)
        if flag.startswith(("-n", "-I", "-L", "-P", "-s", "-d")):
            value = flag[2:] or (words.pop(0) if words else "")
            size = int(value) if flag[1] in "nL" and value.isdecimal() else size
            mark = value if flag[1] == "I" else mark
        null = null or flag == "-0"
    words = words or ["echo"]
    text = text_of(stdin)
    if null:
        items = [item for item in text.split("\0") if item]
    else:
        items = [line.strip() for line in text.splitlines() if line.strip()] if mark else text.split()
    if mark:
        return max([ctx.run([w.replace(mark, item) for w in words]) for item in items], default=0)
    step = size or max(len(items), 1)
    groups = [items[i : i + step] for i in range(0, len(items), step)] or [[]]
    return max(ctx.run([*words, *group]) for group in groups)


@command("seq")
def seq(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Count: `seq 3`, `seq 2 5`, `seq 1 2 9`."""
    numbers = [int(arg) for arg in args if re.fullmatch(r"-?\d{1,9}", arg)]
    if not numbers or len(numbers) != len(args) or len(numbers) > 3:
        return ctx.fail("usage: seq [FIRST [STEP]] LAST")
    first, last = (numbers[0], numbers[-1]) if len(numbers) > 1 else (1, numbers[0])
    step = numbers[1] if len(numbers) == 3 else 1
    if step == 0:
        return ctx.fail("bad increment '0'")
    ctx.out.lines(str(n) for n in range(first, last + (1 if step > 0 else -1), step)[:100_000])
    return 0


@command("tac", "rev", "nl")
def turned(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Lines backwards, characters backwards, lines with numbers."""
    for _, data in _inputs(ctx, options(args, "b").rest, stdin):
        lines = _lines(data or b"")
        if ctx.name == "tac":
            ctx.out.lines(reversed(lines))
        elif ctx.name == "rev":
            ctx.out.lines(line[::-1] for line in lines)
        else:
            ctx.out.lines(f"{i:>6}\t{line}" for i, line in enumerate(lines, 1))
    return 0
