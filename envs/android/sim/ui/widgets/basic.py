"""Containers, text, icons and pictures. Part of `widgets`, which re-exports everything."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.text import line_height
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, STATUS_BAR_PX, Color, dp
from osgenesis.envs.android.sim.ui.widgets.classes import FRAME_LAYOUT, IMAGE_VIEW, TEXT_VIEW

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page


def column(*children: Node, gap: float = 0, pad: tuple[float, ...] = (), **more: Any) -> Node:
    """Children below each other. `pad` in dp: one value, (x, y) or (left, top, right, bottom)."""
    return Node(kind="column", children=children, gap=dp(gap), pad=padding(pad), **more)


def row(*children: Node, gap: float = 0, pad: tuple[float, ...] = (), **more: Any) -> Node:
    """Children beside each other, centred vertically. `pad` as in `column`."""
    return Node(kind="row", children=children, gap=dp(gap), pad=padding(pad), **more)


def stack(*children: Node, **more: Any) -> Node:
    """Children over each other; each says where by its `gravity`."""
    return Node(kind="box", children=children, **more)


@lru_cache(maxsize=1024)
def padding(pad: tuple[float, ...]) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) px from 0, 1, 2 or 4 values in dp."""
    if not pad:
        return (0, 0, 0, 0)
    px = [dp(value) for value in pad]
    if len(px) == 1:
        return (px[0], px[0], px[0], px[0])
    if len(px) == 2:
        return (px[0], px[1], px[0], px[1])
    return (px[0], px[1], px[2], px[3])


def middle(height: float, size: int) -> tuple[int, int, int, int]:
    """The padding that centres a line of text of a size (px) in a node of a height (dp)."""
    return (0, max(dp(height) - line_height(size), 0) // 2, 0, 0)


def space(width: float = 0, height: float = 0, grow: int = 0) -> Node:
    """Empty room, in dp."""
    return (
        Node(kind="space", width=dp(width), height=dp(height), grow=grow) if not grow else Node(kind="space", grow=grow)
    )


def text(
    ui: Page,
    content: str,
    size: int = BODY,
    *,
    color: Color | None = None,
    weight: str = "regular",
    lines: int = 0,
    muted: bool = False,
    **more: Any,
) -> Node:
    """A piece of text (`TextView`). `size` px of the type scale; `lines` > 0 cuts with an ellipsis."""
    if color is None:
        color = ui.theme.on_surface_variant if muted else ui.theme.on_surface
    more.setdefault("cls", TEXT_VIEW)
    return Node(kind="text", text=content, size=size, color=color, weight=weight, lines=lines, **more)


def icon(
    ui: Page,
    name: str,
    size: float = 24,
    *,
    color: Color | None = None,
    desc: str = "",
    **more: Any,
) -> Node:
    """A Material Design icon; with `desc` it is reported as an image."""
    return Node(
        kind="icon",
        size=dp(size),
        color=color or ui.theme.on_surface_variant,
        draw=("icon", name),
        desc=desc,
        cls=IMAGE_VIEW if desc else "",
        **more,
    )


def divider(ui: Page, inset: float = 0) -> Node:
    """A hairline."""
    return Node(kind="box", height=dp(1), width=FILL, pad=(dp(inset), 0, 0, 0),
                children=(Node(kind="box", width=FILL, height=dp(1), bg=ui.theme.outline_variant),))  # fmt: skip


def section(ui: Page, title: str) -> Node:
    """A small heading in the primary colour, as in settings lists."""
    return text(
        ui,
        title,
        BODY_MEDIUM,
        color=ui.theme.primary,
        weight="medium",
        pad=padding((16, 16, 16, 8)),
    )


def avatar(ui: Page, name: str, size: float = 40, color: Color | None = None) -> Node:
    """A coloured circle with the first letter of a name."""
    letter = next((c.upper() for c in name if c.isalnum()), "#")
    if color is None:
        color = AVATAR_COLORS[sum(map(ord, name)) % len(AVATAR_COLORS)]
    return Node(kind="icon", size=dp(size), draw=("avatar", letter, color))


def picture(key: str, width: int, height: int, *, radius: float = 0, desc: str = "", **more: Any) -> Node:
    """An image: `key` is a file's path on the phone. Width and height in px (or `FILL`)."""
    return Node(
        kind="box", width=width, height=height, draw=("image", key, dp(radius)), desc=desc,
        cls=IMAGE_VIEW if desc else more.pop("cls", ""), **more,
    )  # fmt: skip


def card(
    *children: Node,
    ui: Page,
    on_tap: Handler | None = None,
    pad: tuple[float, ...] = (16,),
    **more: Any,
) -> Node:
    """A rounded container in a tone of the surface."""
    more.setdefault("bg", ui.theme.surface_container)
    return Node(
        kind="column",
        children=children,
        radius=dp(12),
        pad=padding(pad),
        on_tap=on_tap,
        cls=FRAME_LAYOUT if on_tap else "",
        **more,
    )


def empty_state(ui: Page, icon_name: str, title: str, hint: str = "") -> Node:
    """What a list shows when there is nothing in it."""
    children = [
        icon(ui, icon_name, 64, color=ui.theme.outline_variant),
        text(ui, title, BODY, muted=True, text_align="center"),
    ]
    if hint:
        children.append(text(ui, hint, BODY_MEDIUM, muted=True, text_align="center"))
    return Node(
        kind="column",
        grow=1,
        cross="center",
        align="center",
        gap=dp(12),
        pad=padding((32,)),
        children=children,
    )


def status_space(ui: Page) -> Node:
    """Room for the status bar on a page without an app bar."""
    return Node(kind="space", height=STATUS_BAR_PX)


AVATAR_COLORS: tuple[Color, ...] = (
    (66, 103, 178), (0, 121, 107), (142, 36, 170), (216, 67, 21), (85, 139, 47),
    (194, 24, 91), (2, 119, 189), (109, 76, 65), (81, 45, 168), (0, 131, 143),
)  # fmt: skip
