"""`dialog_box`: the look that all dialogs share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, HEADLINE_SMALL, dp
from osgenesis.envs.android.sim.ui.widgets import icon, padding, row, text

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

WIDTH, WIDE = 340, 560  # dp, at most
LOW = 280  # dp of height on offer, below which titles and margins shrink


def room(ui: Page) -> int:
    """Height in px that a dialog can have."""
    return ui.height - ui.inset_top - ui.inset_bottom - dp(8)


def dialog_box(
    ui: Page, title: str, *body: Node, buttons: Sequence[Node] = (), icon_name: str = "", width: float = WIDTH
) -> Node:
    """The look of an alert dialog: title, content, buttons at the right below. `width` dp at most."""
    low = room(ui) < dp(LOW)
    children: list[Node] = []
    if icon_name and not low:
        children.append(row(icon(ui, icon_name, color=ui.theme.primary), align="center", pad=(0, 24, 0, 0)))
    if title:
        size, pad = (BODY, (24, 8, 24, 0)) if low else (HEADLINE_SMALL, (24, 24, 24, 8))
        children.append(text(ui, title, size, pad=padding(pad), rid="android:id/alertTitle", lines=1 if low else 3))
    children.extend(body)
    if buttons:
        children.append(row(*buttons, align="end", gap=8, pad=(24, 0, 24, 4) if low else (24, 8, 24, 18)))
    return Node(
        kind="column", width=min(dp(width), ui.width - dp(48)), bg=ui.theme.surface_high, radius=dp(28), shadow=dp(6),
        children=children, solid=True,
    )  # fmt: skip
