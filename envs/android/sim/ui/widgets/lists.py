"""Rows, scrolling lists and grids. Part of `widgets`, which re-exports everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, LABEL, dp
from osgenesis.envs.android.sim.ui.widgets.basic import padding, text
from osgenesis.envs.android.sim.ui.widgets.classes import (
    HORIZONTAL_SCROLL_VIEW,
    IMAGE_BUTTON,
    LINEAR_LAYOUT,
    RECYCLER_VIEW,
    SCROLL_VIEW,
    SELECTED,
    TEXT_VIEW,
)
from osgenesis.envs.android.sim.ui.widgets.inputs import switch

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page


def list_item(
    ui: Page,
    title: str,
    subtitle: str = "",
    *,
    leading: Node | None = None,
    trailing: Node | None = None,
    on_tap: Handler | None = None,
    on_long: Handler | None = None,
    selected: bool = False,
    disabled: bool = False,
    title_lines: int = 1,
    subtitle_lines: int = 1,
    overline: str = "",
    **more: Any,
) -> Node:
    """A row with title and subtitle, something before and something after it; 56 or 72 dp high."""
    theme = ui.theme
    color = theme.outline if disabled else theme.on_surface
    lines = [text(ui, title, BODY, color=color, lines=title_lines, cls=TEXT_VIEW)]
    if overline:
        lines.insert(0, text(ui, overline, LABEL, muted=True, lines=1))
    if subtitle:
        lines.append(
            text(ui, subtitle, BODY_MEDIUM, color=theme.outline if disabled else theme.on_surface_variant,
                 lines=subtitle_lines)
        )  # fmt: skip
    middle = Node(kind="column", grow=1, gap=dp(2), children=lines)
    children: list[Node] = [leading] if leading else []
    children.append(middle)
    if trailing:
        children.append(trailing)
    more.setdefault("cls", LINEAR_LAYOUT)
    right = 8 if trailing is not None and trailing.cls == IMAGE_BUTTON else 16
    more.setdefault("pad", padding((16, 10, right, 10)))
    return Node(
        kind="row",
        gap=dp(16),
        bg=theme.secondary_container if selected else None,
        on_tap=None if disabled else on_tap,
        on_long=None if disabled else on_long,
        disabled=disabled,
        flags=SELECTED if selected else 0,
        children=children,
        **more,
    )


def switch_item(
    ui: Page,
    title: str,
    checked: bool,
    on_change: Callable[[bool], object],
    subtitle: str = "",
    *,
    leading: Node | None = None,
    disabled: bool = False,
    **more: Any,
) -> Node:
    """A settings row that is a switch: tapping anywhere on it toggles."""
    rid = more.pop("rid", "android:id/switch_widget")
    return list_item(
        ui, title, subtitle, leading=leading, disabled=disabled, subtitle_lines=3, title_lines=2,
        trailing=switch(ui, checked, rid=rid), on_tap=lambda: on_change(not checked), **more,
    )  # fmt: skip


def scroll(ui: Page, key: str, *children: Node, gap: float = 0, pad: tuple[float, ...] = (), **more: Any) -> Node:
    """A vertically scrolling column; its position is kept in the page under `key`."""
    more.setdefault("cls", SCROLL_VIEW)
    more.setdefault("grow", 1)
    return Node(
        kind="scroll",
        key=key,
        offset=ui.get("scroll:" + key, 0),
        children=children,
        gap=dp(gap),
        pad=padding(pad),
        **more,
    )


def hscroll(ui: Page, key: str, *children: Node, gap: float = 0, pad: tuple[float, ...] = (), **more: Any) -> Node:
    """A horizontally scrolling row."""
    more.setdefault("cls", HORIZONTAL_SCROLL_VIEW)
    return Node(
        kind="hscroll",
        key=key,
        offset=ui.get("scroll:" + key, 0),
        children=children,
        gap=dp(gap),
        pad=padding(pad),
        **more,
    )


def lazy_list(
    ui: Page,
    key: str,
    count: int,
    builder: Callable[[int], Node],
    heights: float | Sequence[float] = 72,
    *,
    pad: tuple[float, ...] = (0, 0, 0, 88),
    start: float = 0,
    **more: Any,
) -> Node:
    """A scrolling list that builds only the rows in view.

    `heights` dp: one for all rows, or each row's. `start` dp: how far it is scrolled when it opens.
    """
    more.setdefault("cls", RECYCLER_VIEW)
    more.setdefault("grow", 1)
    px = dp(heights) if isinstance(heights, (int, float)) else [dp(height) for height in heights]
    return Node(
        kind="list", key=key, offset=ui.get("scroll:" + key, dp(start)), count=count, builder=builder, heights=px,
        pad=padding(pad), **more,
    )  # fmt: skip


def grid(ui: Page, cells: Sequence[Node], columns: int, *, gap: float = 0, pad: tuple[float, ...] = ()) -> Node:
    """Cells in rows of equal columns (not scrolling by itself)."""
    rows = []
    for start in range(0, len(cells), columns):
        line = list(cells[start : start + columns])
        for cell in line:
            cell.grow = 1
        line += [Node(kind="box", grow=1) for _ in range(columns - len(line))]
        rows.append(Node(kind="row", children=line, gap=dp(gap), cross="start"))
    return Node(kind="column", children=rows, gap=dp(gap), pad=padding(pad))
