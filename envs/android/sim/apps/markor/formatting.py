"""Editing by button: what the format bar does to a text and its selection. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

Edited = tuple[str, int, int]  # text, start and end of the selection

_PREFIX = re.compile(r"^(\s*)(- \[[ xX]\] |[-*+] |\d+\. |#{1,6} |> )?")
_PRIORITY = re.compile(r"^\(([A-Z])\) ")
_DONE = re.compile(r"^x (?:\d{4}-\d\d-\d\d )?")
INDENT = "    "


class Button(NamedTuple):
    """A button of the format bar. `deed` names an entry of `EDITS`, or a method of the editor after `!`."""

    icon: str
    label: str
    deed: str


_LINES = (
    Button("format-indent-increase", "Indent", "indent"), Button("format-indent-decrease", "Unindent", "unindent"),
    Button("arrow-up", "Move line up", "line_up"), Button("arrow-down", "Move line down", "line_down"),
    Button("calendar", "Insert date", "!insert_date"),
)  # fmt: skip
BARS = {
    "markdown": (
        Button("checkbox-marked-outline", "Check list", "check"),
        Button("format-list-bulleted", "Unordered list", "bullets"),
        Button("format-list-numbered", "Ordered list", "numbers"),
        Button("format-bold", "Bold", "bold"),
        Button("format-italic", "Italic", "italic"),
        Button("format-header-1", "Heading 1", "heading1"),
        Button("format-header-2", "Heading 2", "heading2"),
        Button("format-header-3", "Heading 3", "heading3"),
        Button("link-variant", "Insert link", "!ask_link"),
        Button("format-strikethrough", "Strikeout", "strike"),
        Button("code-tags", "Inline code", "code"),
        Button("format-quote-close", "Quote", "quote"),
        Button("minus", "Horizontal line", "rule"),
        *_LINES,
    ),
    "plain": (
        Button("checkbox-marked-outline", "Check list", "check"),
        Button("format-list-bulleted", "Unordered list", "bullets"),
        Button("format-list-numbered", "Ordered list", "numbers"),
        *_LINES,
    ),
    "todo": (
        Button("check", "Toggle done", "done"),
        Button("priority-high", "Priority", "!ask_priority"),
        Button("at", "Add context", "!ask_context"),
        Button("plus", "Add project", "!ask_project"),
        Button("sort-variant", "Sort tasks", "sort_tasks"),
        Button("archive-outline", "Archive completed tasks", "!archive_done"),
        Button("arrow-up", "Move line up", "line_up"),
        Button("arrow-down", "Move line down", "line_down"),
        Button("calendar", "Insert date", "!insert_date"),
    ),
}


def insert(text: str, start: int, end: int, new: str) -> Edited:
    """Puts `new` in place of the selection."""
    return text[:start] + new + text[end:], start + len(new), start + len(new)


def around(mark: str) -> Callable[[str, int, int], Edited]:
    """Puts a mark on both sides of the selection, or takes it away where it is."""

    def edit(text: str, start: int, end: int) -> Edited:
        size = len(mark)
        if text[max(start - size, 0) : start] == mark and text[end : end + size] == mark:
            return text[: start - size] + text[start:end] + text[end + size :], start - size, end - size
        return text[:start] + mark + text[start:end] + mark + text[end:], start + size, end + size

    return edit


def _selected_lines(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(end - 1, start) if end > start else end)
    return first, len(text) if last < 0 else last


def per_line(change: Callable[[str, int], str]) -> Callable[[str, int, int], Edited]:
    """Changes each selected line by (line, number from 0)."""

    def edit(text: str, start: int, end: int) -> Edited:
        first, last = _selected_lines(text, start, end)
        old = text[first:last]
        new = "\n".join(change(line, i) for i, line in enumerate(old.split("\n")))
        shift = len(new) - len(old)
        if start == end:
            at = max(first, end + shift)
            return text[:first] + new + text[last:], at, at
        return text[:first] + new + text[last:], first, last + shift

    return edit


def prefixed(prefix: str, *, numbered: bool = False) -> Callable[[str, int], str]:
    """Gives a line a list mark or heading, in place of another one; takes it away where it is already."""

    def change(line: str, i: int) -> str:
        found = _PREFIX.match(line)
        lead, old = (found[1], found[2] or "") if found else ("", "")
        rest = line[len(lead) + len(old) :]
        wanted = f"{i + 1}. " if numbered else prefix
        if old == wanted or (numbered and old[:1].isdigit()):
            return lead + rest
        return lead + wanted + rest

    return change


def check(line: str, _: int) -> str:
    """Open item, done item, open item ..."""
    found = re.match(r"^(\s*)- \[([ xX])\] ", line)
    if found:
        return f"{found[1]}- [{'x' if found[2] == ' ' else ' '}] {line[found.end() :]}"
    return prefixed("- [ ] ")(line, 0)


def done(line: str, _: int) -> str:
    """Marks a todo.txt task as done, or as open again."""
    if not line.strip():
        return line
    return _DONE.sub("", line) if line.startswith("x ") else "x " + line


def with_priority(line: str, letter: str) -> str:
    """Gives a todo.txt task a priority; an empty letter takes it away."""
    bare = _PRIORITY.sub("", line)
    return f"({letter}) {bare}" if letter else bare


def move_line(step: int) -> Callable[[str, int, int], Edited]:
    """Swaps the selected lines with the one above (-1) or below (1)."""

    def edit(text: str, start: int, end: int) -> Edited:
        first, last = _selected_lines(text, start, end)
        if (step < 0 and first == 0) or (step > 0 and last >= len(text)):
            return text, start, end
        if step < 0:
            above = text.rfind("\n", 0, first - 1) + 1
            other = text[above : first - 1]
            return (
                text[:above] + text[first:last] + "\n" + other + text[last:],
                start - len(other) - 1,
                end - len(other) - 1,
            )
        below = text.find("\n", last + 1)
        below = len(text) if below < 0 else below
        other = text[last + 1 : below]
        return (
            text[:first] + other + "\n" + text[first:last] + text[below:],
            start + len(other) + 1,
            end + len(other) + 1,
        )

    return edit


def sort_tasks(text: str, start: int, end: int) -> Edited:
    """Open tasks by priority and name, then the done ones; a last line break stays."""
    tail = "\n" if text.endswith("\n") else ""
    lines = [line for line in text.split("\n") if line.strip()]
    lines.sort(
        key=lambda li: (
            li.startswith("x "),
            not _PRIORITY.match(li),
            li[:3] if _PRIORITY.match(li) else "",
            li.casefold(),
        )
    )
    new = "\n".join(lines) + tail
    return new, len(new), len(new)


def split_done(text: str) -> tuple[str, str]:
    """(what stays, done tasks), each line as it was."""
    lines = text.splitlines(keepends=True)
    return "".join(li for li in lines if not li.startswith("x ")), "".join(li for li in lines if li.startswith("x "))


def _rule(text: str, start: int, end: int) -> Edited:
    lead = "" if start == 0 or text[start - 1] == "\n" else "\n"
    return insert(text, start, end, f"{lead}----\n")


EDITS: dict[str, Callable[[str, int, int], Edited]] = {
    "check": per_line(check),
    "bullets": per_line(prefixed("- ")),
    "numbers": per_line(prefixed("", numbered=True)),
    "bold": around("**"),
    "italic": around("_"),
    "strike": around("~~"),
    "code": around("`"),
    "heading1": per_line(prefixed("# ")),
    "heading2": per_line(prefixed("## ")),
    "heading3": per_line(prefixed("### ")),
    "quote": per_line(prefixed("> ")),
    "rule": _rule,
    "indent": per_line(lambda line, _: INDENT + line),
    "unindent": per_line(lambda line, _: line[len(INDENT) :] if line.startswith(INDENT) else line.lstrip(" \t")),
    "line_up": move_line(-1),
    "line_down": move_line(1),
    "done": per_line(done),
    "sort_tasks": sort_tasks,
}
