"""The view mode: Markdown, todo.txt and plain text as nodes."""

from __future__ import annotations

import re
from collections.abc import Callable

from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, dp
from osgenesis.envs.android.sim.ui.widgets import column, divider, icon, padding, row, space, text

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+(.*)$")
_CHECK = re.compile(r"^\[([ xX])\]\s+(.*)$")
_RULE = re.compile(r"^\s*([-*_])(\s*\1){2,}\s*$")
_SPECIAL = re.compile(r"^(#{1,6}\s|\s*([-*+]|\d+[.)])\s|>|```|\|)")
_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"[\1]"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\*\*(.+?)\*\*|__(.+?)__"), r"\1\2"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?!\w)"), r"\1"),
    (re.compile(r"(?<!\w)_([^_\s][^_]*)_(?!\w)"), r"\1"),
)
_SCALE = (1.75, 1.5, 1.3, 1.15, 1.05, 1.0)


def plain(line: str) -> str:
    """Inline Markdown without its marks."""
    for pattern, by in _INLINE:
        line = pattern.sub(by, line)
    return line


def preview(ui: Page, content: str, syntax: str, size: int = BODY) -> list[Node]:
    """The blocks of a text, top to bottom."""
    if not content.strip():
        return [text(ui, "This note is empty", size, muted=True)]
    if syntax == "todo":
        return [_task(ui, line, size) for line in content.splitlines() if line.strip()]
    if syntax == "plain":
        return [text(ui, content, size)]
    return _markdown(ui, content.split("\n"), size)


def _task(ui: Page, line: str, size: int) -> Node:
    finished = line.startswith("x ")
    label = line[2:] if finished else line
    mark = icon(
        ui,
        "checkbox-marked" if finished else "checkbox-blank-outline",
        22,
        color=ui.theme.outline if finished else ui.theme.primary,
    )
    return row(mark, text(ui, label, size, muted=finished, grow=1), gap=12, width=FILL, cross="start", pad=(0, 4))


def _markdown(ui: Page, lines: list[str], size: int) -> list[Node]:
    blocks: list[Node] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if not line.strip():
            i += 1
        elif line.startswith("```"):
            end = next((k for k in range(i + 1, len(lines)) if lines[k].startswith("```")), len(lines))
            blocks.append(_code(ui, "\n".join(lines[i + 1 : end])))
            i = end + 1
        elif heading:
            blocks += _heading(ui, len(heading[1]), plain(heading[2]), size)
            i += 1
        elif _RULE.match(line):
            blocks.append(divider(ui))
            i += 1
        elif item:
            blocks.append(_item(ui, item[1], item[2], item[3], size))
            i += 1
        elif line.startswith(">"):
            end = _while(lines, i, lambda li: li.startswith(">"))
            blocks.append(_quote(ui, "\n".join(plain(li[1:].lstrip()) for li in lines[i:end]), size))
            i = end
        elif line.startswith("|"):
            end = _while(lines, i, lambda li: li.startswith("|"))
            blocks.append(_table(ui, lines[i:end], size))
            i = end
        else:
            end = _while(lines, i, lambda li: bool(li.strip()) and not _SPECIAL.match(li) and not _RULE.match(li))
            blocks.append(_paragraph(ui, lines[i : max(end, i + 1)], size))
            i = max(end, i + 1)
    return blocks


def _while(lines: list[str], start: int, holds: Callable[[str], bool]) -> int:
    end = start
    while end < len(lines) and holds(lines[end]):
        end += 1
    return end


def _paragraph(ui: Page, lines: list[str], size: int) -> Node:
    joined = "\n".join(line.strip() for line in lines)
    strong = re.fullmatch(r"\*\*[^*]+\*\*|__[^_]+__", joined)
    return text(ui, plain(joined), size, weight="bold" if strong else "regular")


def _heading(ui: Page, level: int, label: str, size: int) -> list[Node]:
    title = text(ui, label, int(size * _SCALE[level - 1]), weight="medium", pad=padding((0, 8, 0, 0)))
    return [title, divider(ui)] if level <= 2 else [title]


def _item(ui: Page, lead: str, mark: str, label: str, size: int) -> Node:
    checked = _CHECK.match(label)
    if checked:
        on = checked[1] != " "
        sign: Node = icon(ui, "checkbox-marked" if on else "checkbox-blank-outline", 22, color=ui.theme.primary)
        label = checked[2]
    else:
        sign = text(ui, mark if mark[0].isdigit() else "\u2022", size, cls="", width=dp(24))
    depth = len(lead.expandtabs(4)) // 2
    return row(space(8 + 12 * depth), sign, text(ui, plain(label), size, grow=1), gap=8, width=FILL, cross="start")


def _quote(ui: Page, content: str, size: int) -> Node:
    bar = Node(kind="box", width=dp(4), bg=ui.theme.outline_variant)
    return row(
        bar, text(ui, content, size, muted=True, grow=1, pad=padding((0, 6))), gap=12, width=FILL, cross="stretch"
    )


def _code(ui: Page, content: str) -> Node:
    return column(
        text(ui, content or " ", BODY_MEDIUM), bg=ui.theme.surface_high, radius=dp(6), pad=(12, 10), width=FILL
    )


def _table(ui: Page, lines: list[str], size: int) -> Node:
    rows: list[Node] = []
    for i, line in enumerate(lines):
        cells = [plain(cell.strip()) for cell in line.strip().strip("|").split("|")]
        if i and all(re.fullmatch(r":?-+:?", cell) for cell in cells if cell):
            continue
        rows.append(
            row(
                *(text(ui, cell, size, weight="medium" if i == 0 else "regular", grow=1) for cell in cells),
                gap=8,
                width=FILL,
                pad=(0, 6),
            )
        )
        rows.append(divider(ui))
    return column(*rows, width=FILL)
