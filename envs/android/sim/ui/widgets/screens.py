"""Whole screens: scaffold, app bar, tabs, bottom bar. Part of `widgets`, which re-exports everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import (
    BODY,
    BODY_MEDIUM,
    FILL,
    LABEL,
    TITLE_LARGE,
    Color,
    dp,
    mix,
)
from osgenesis.envs.android.sim.ui.widgets.basic import icon, padding, space, text
from osgenesis.envs.android.sim.ui.widgets.classes import (
    BUTTON,
    FRAME_LAYOUT,
    HORIZONTAL_SCROLL_VIEW,
    LINEAR_LAYOUT,
    SELECTED,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page


SNACKBAR_HEIGHT = 52  # dp
_SNACKBAR_LIGHT = ((50, 47, 53), (245, 239, 247), (208, 188, 255))  # background, text, action
_SNACKBAR_DARK = ((227, 226, 230), (48, 48, 52), (11, 87, 208))


def app_bar(
    ui: Page,
    title: str,
    *,
    navigation: Node | None = None,
    actions: Sequence[Node] = (),
    subtitle: str = "",
    title_node: Node | None = None,
) -> Node:
    """The top app bar, its colour running up behind the status bar."""
    theme = ui.theme
    color = theme.on_bar or theme.on_surface
    middle: list[Node] = (
        [title_node]
        if title_node
        else [text(ui, title, TITLE_LARGE if not subtitle else BODY + 4, color=color, lines=1)]
    )
    if subtitle:
        middle.append(text(ui, subtitle, LABEL + 4, color=mix(color, theme.bar or theme.surface, 0.3), lines=1))
    left = [navigation] if navigation else [space(12)]
    return Node(
        kind="row",
        height=dp(64) + ui.inset_top,
        pad=(dp(4), ui.inset_top, dp(4), 0),
        gap=dp(4),
        bg=theme.bar or theme.surface,
        children=(*left, Node(kind="column", grow=1, children=middle), *actions),
    )


def scaffold(
    ui: Page,
    bar: Node | None,
    *body: Node,
    fab: Node | None = None,
    bottom: Node | None = None,
    on_back: Handler | None = None,
    bg: Color | None = None,
) -> Node:
    """A whole screen: app bar, body, floating button, bottom bar and snackbar, above keyboard and navigation bar."""
    parts = [bar] if bar else [Node(kind="space", height=ui.inset_top)]
    main = Node(kind="column", grow=1, children=body)
    layers: list[Node] = [main]
    snack = ui.get("snack")
    if fab:
        fab.gravity = "br"
        above = 16 + (SNACKBAR_HEIGHT + 8 if snack else 0)
        layers.append(Node(kind="box", pad=padding((0, 0, 16, above)), gravity="br", children=(fab,)))
    if snack:
        layers.append(_snackbar(ui, snack))
    body_box = Node(kind="box", grow=1, children=layers)
    main.width = main.height = FILL
    parts.append(body_box)
    typing_on_a_low_screen = ui.phone.keyboard_up and ui.height < ui.width
    if bottom and not typing_on_a_low_screen:  # there the bottom bar makes room for the text
        parts.append(bottom)
    parts.append(Node(kind="space", height=ui.inset_bottom))
    return Node(
        kind="column",
        width=FILL,
        height=FILL,
        children=parts,
        bg=bg or ui.theme.surface,
        on_back=on_back,
        cls=FRAME_LAYOUT,
    )


def _snackbar(ui: Page, snack: tuple[str, str, str, Any]) -> Node:
    message, label, method, data = snack
    back, ink, accent = _SNACKBAR_DARK if ui.theme.dark else _SNACKBAR_LIGHT
    children = [text(ui, message, BODY_MEDIUM, color=ink, grow=1, lines=2)]
    if label:
        children.append(
            Node(
                kind="text", text=label, size=BODY_MEDIUM, weight="medium", color=accent, cls=BUTTON,
                pad=padding((12, 10)), on_tap=lambda: ui.resolve_snack(method, data),
            )
        )  # fmt: skip
    bar = Node(
        kind="row", width=min(dp(600), ui.width - dp(24)), height=dp(SNACKBAR_HEIGHT), pad=padding((16, 4, 8, 4)),
        bg=back, radius=dp(4), shadow=dp(3), children=children, solid=True,
    )  # fmt: skip
    return Node(kind="box", width=FILL, pad=padding((12, 8)), gravity="bl", children=(bar,))


def tabs(
    ui: Page,
    labels: Sequence[str],
    selected: int,
    on_select: Callable[[int], object],
    *,
    icons: Sequence[str] = (),
) -> Node:
    """A row of tabs below the app bar."""
    theme = ui.theme
    cells = []
    for i, label in enumerate(labels):
        active = i == selected
        color = theme.on_bar or (theme.primary if active else theme.on_surface_variant)
        inner: list[Node] = []
        if icons:
            inner.append(icon(ui, icons[i], 22, color=color))
        inner.append(text(ui, label, BODY_MEDIUM, color=color, weight="medium", lines=1))
        cells.append(
            Node(
                kind="column", grow=1, cross="center", align="center", height=dp(56 if icons else 48), children=inner,
                cls=LINEAR_LAYOUT, desc=label, flags=SELECTED if active else 0,
                draw=("underline", theme.on_bar or theme.primary) if active else None,
                on_tap=_select(on_select, i),
            )
        )  # fmt: skip
    return Node(
        kind="row",
        bg=theme.bar or theme.surface,
        cross="stretch",
        children=cells,
        cls=HORIZONTAL_SCROLL_VIEW,
    )


def bottom_bar(ui: Page, items: Sequence[tuple[str, str]], selected: int, on_select: Callable[[int], object]) -> Node:
    """The bottom navigation bar: (icon, label) each. On a screen that is wider than high it is lower."""
    theme = ui.theme
    height, pill_height, gap = (80, 32, 4) if ui.upright else (56, 26, 2)
    cells = []
    for i, (name, label) in enumerate(items):
        active = i == selected
        pill = Node(
            kind="box", width=dp(64), height=dp(pill_height), radius=dp(pill_height / 2),
            bg=theme.secondary_container if active else None,
            children=(icon(ui, name, 24, gravity="cc", color=theme.on_secondary_container if active else None),),
        )  # fmt: skip
        cells.append(
            Node(
                kind="column", grow=1, cross="center", align="center", gap=dp(gap), height=dp(height), cls=FRAME_LAYOUT,
                desc=label, flags=SELECTED if active else 0, on_tap=_select(on_select, i),
                children=(pill, text(ui, label, LABEL, weight="medium" if active else "regular", lines=1)),
            )
        )  # fmt: skip
    return Node(kind="row", bg=theme.surface_container, children=cells)


def _select(on_select: Callable[[int], object], index: int) -> Handler:
    return lambda: on_select(index)
