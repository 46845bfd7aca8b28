"""Buttons and chips. Part of `widgets`, which re-exports everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, Color, dp
from osgenesis.envs.android.sim.ui.widgets.basic import icon, padding, text
from osgenesis.envs.android.sim.ui.widgets.classes import BUTTON, CHECKABLE, CHECKED, IMAGE_BUTTON

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page


def icon_button(
    ui: Page,
    name: str,
    desc: str,
    on_tap: Handler | None,
    *,
    color: Color | None = None,
    size: float = 48,
    **more: Any,
) -> Node:
    """A tappable icon with its description."""
    more.setdefault("cls", IMAGE_BUTTON)
    return Node(
        kind="box",
        width=dp(size),
        height=dp(size),
        desc=desc,
        on_tap=on_tap,
        disabled=on_tap is None,
        children=(
            Node(
                kind="icon",
                size=dp(24),
                color=color or ui.theme.on_surface_variant,
                draw=("icon", name),
                gravity="cc",
            ),
        ),
        **more,
    )


def button(
    ui: Page,
    label: str,
    on_tap: Handler | None,
    *,
    style: str = "text",
    icon_name: str = "",
    **more: Any,
) -> Node:
    """A button: style `text`, `filled`, `tonal` or `outlined`. Without a handler it is disabled."""
    theme = ui.theme
    colors: dict[str, tuple[Color | None, Color]] = {
        "text": (None, theme.primary),
        "filled": (theme.primary, theme.on_primary),
        "tonal": (theme.secondary_container, theme.on_secondary_container),
        "outlined": (None, theme.primary),
    }
    bg, color = colors[style]
    if on_tap is None:
        bg, color = (theme.surface_high if bg else None), theme.outline
    inner = [text(ui, label, BODY_MEDIUM, color=color, weight="medium", cls="", gravity="cc")]
    if icon_name:
        inner.insert(0, icon(ui, icon_name, 18, color=color))
    more.setdefault("cls", BUTTON)
    return Node(
        kind="row",
        height=dp(40),
        pad=padding((24 if bg or style == "outlined" else 12, 0)),
        gap=dp(8),
        bg=bg,
        radius=dp(20),
        border=(theme.outline, dp(1)) if style == "outlined" else None,
        text=label,
        on_tap=on_tap,
        disabled=on_tap is None,
        align="center",
        children=inner,
        **more,
    )


def fab(ui: Page, icon_name: str, desc: str, on_tap: Handler, *, label: str = "", **more: Any) -> Node:
    """The floating action button; place it in `scaffold(fab=...)`."""
    theme = ui.theme
    inner = [icon(ui, icon_name, 24, color=theme.on_primary_container, gravity="cc")]
    if label:
        inner.append(text(ui, label, BODY_MEDIUM, color=theme.on_primary_container, weight="medium", cls=""))
    more.setdefault("cls", IMAGE_BUTTON if not label else BUTTON)
    return Node(
        kind="row",
        width=None if label else dp(56),
        height=dp(56),
        pad=padding((16, 0)) if label else (dp(16), 0, 0, 0),
        gap=dp(12),
        bg=theme.primary_container,
        radius=dp(16),
        shadow=dp(4),
        desc=desc if not label else "",
        text=label,
        on_tap=on_tap,
        children=inner,
        **more,
    )


def chip(
    ui: Page,
    label: str,
    on_tap: Handler | None,
    *,
    selected: bool = False,
    icon_name: str = "",
    **more: Any,
) -> Node:
    """A small rounded choice."""
    theme = ui.theme
    color = theme.on_secondary_container if selected else theme.on_surface_variant
    inner = [text(ui, label, BODY_MEDIUM, color=color, weight="medium", cls="", lines=1)]
    if selected or icon_name:
        inner.insert(0, icon(ui, "check" if selected and not icon_name else icon_name, 18, color=color))
    more.setdefault("cls", "com.google.android.material.chip.Chip")
    return Node(
        kind="row", height=dp(32), pad=padding((12, 0)), gap=dp(6), radius=dp(8), text=label, on_tap=on_tap,
        bg=theme.secondary_container if selected else None,
        border=None if selected else (theme.outline_variant, dp(1)),
        flags=CHECKABLE | (CHECKED if selected else 0), children=inner, **more,
    )  # fmt: skip


def back_button(ui: Page, desc: str = "Navigate up") -> Node:
    """The arrow at the left of an app bar; does what BACK does."""
    return icon_button(ui, "arrow-left", desc, ui.back, color=ui.theme.on_bar or ui.theme.on_surface)


def action(ui: Page, icon_name: str, desc: str, on_tap: Handler | None) -> Node:
    """An icon button of the app bar, in the bar's colour."""
    return icon_button(ui, icon_name, desc, on_tap, color=ui.theme.on_bar or ui.theme.on_surface_variant)


def overflow(ui: Page, items: Sequence[tuple[str, str]], data: Any = None, desc: str = "More options") -> Node:
    """The three-dot button: opens a menu of (label, method name of the app)."""
    return action(ui, "dots-vertical", desc, lambda: ui.menu(items, data))
