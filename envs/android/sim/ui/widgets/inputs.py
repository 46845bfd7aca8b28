"""Switches, boxes, sliders and text fields. Part of `widgets`, which re-exports everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, FILL, Color, dp
from osgenesis.envs.android.sim.ui.widgets.basic import icon, padding, text
from osgenesis.envs.android.sim.ui.widgets.classes import (
    CHECK_BOX,
    CHECKABLE,
    CHECKED,
    EDIT_TEXT,
    RADIO_BUTTON,
    SEEK_BAR,
    SWITCH,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page


def switch(ui: Page, checked: bool, on_tap: Handler | None = None, *, desc: str = "", **more: Any) -> Node:
    """A switch. Inside a tappable row it needs no handler of its own."""
    theme = ui.theme
    knob = dp(24 if checked else 16)
    more.setdefault("cls", SWITCH)
    return Node(
        kind="box",
        width=dp(52),
        height=dp(32),
        radius=dp(16),
        bg=theme.primary if checked else theme.surface_high,
        border=None if checked else (theme.outline, dp(2)),
        pad=padding((4, 4)) if checked else padding((8, 8)),
        desc=desc,
        on_tap=on_tap,
        flags=CHECKABLE | (CHECKED if checked else 0),
        children=(
            Node(kind="icon", size=knob, gravity="cr" if checked else "cl",
                 draw=("rrect", theme.on_primary if checked else theme.outline, knob // 2)),
        ),
        **more,
    )  # fmt: skip


def checkbox(
    ui: Page,
    checked: bool,
    on_tap: Handler | None = None,
    *,
    desc: str = "",
    label: str = "",
    **more: Any,
) -> Node:
    """A check box, with its label as the node's text where it has one."""
    return _mark(
        ui,
        "checkbox-marked" if checked else "checkbox-blank-outline",
        checked,
        on_tap,
        desc,
        label,
        CHECK_BOX,
        more,
    )


def radio(
    ui: Page,
    checked: bool,
    on_tap: Handler | None = None,
    *,
    desc: str = "",
    label: str = "",
    **more: Any,
) -> Node:
    """A radio button, with its label as the node's text where it has one."""
    return _mark(
        ui,
        "radiobox-marked" if checked else "checkbox-blank-circle-outline",
        checked,
        on_tap,
        desc,
        label,
        RADIO_BUTTON,
        more,
    )


def _mark(
    ui: Page,
    name: str,
    checked: bool,
    on_tap: Handler | None,
    desc: str,
    label: str,
    cls: str,
    more: dict[str, Any],
) -> Node:
    mark = icon(
        ui,
        name,
        24,
        color=ui.theme.primary if checked else ui.theme.on_surface_variant,
        gravity="cc",
    )
    children = [mark]
    if label:
        children.append(text(ui, label, BODY, cls=""))
        more.setdefault("kind", "row")
        more.setdefault("pad", padding((24, 12)))
        more.setdefault("gap", dp(16))
    else:
        more.setdefault("kind", "box")
        more.setdefault("width", dp(40))
        more.setdefault("height", dp(40))
    more.setdefault("cls", cls)
    return Node(
        text=label,
        desc=desc,
        on_tap=on_tap,
        flags=CHECKABLE | (CHECKED if checked else 0),
        children=children,
        **more,
    )


def slider(
    ui: Page,
    fraction: float,
    on_slide: Callable[[float], object],
    *,
    desc: str = "",
    width: int | None = FILL,
    **more: Any,
) -> Node:
    """A seek bar; `fraction` and the handler's argument run from 0 to 1. Tapping or dragging sets it."""
    theme = ui.theme
    fraction = min(max(fraction, 0.0), 1.0)
    more.setdefault("cls", SEEK_BAR)
    more.setdefault("height", dp(48))
    return Node(
        kind="box", width=width, desc=desc, on_slide=on_slide, text=more.pop("text", ""),
        draw=("slider", fraction, theme.primary, theme.surface_high), **more,
    )  # fmt: skip


def text_field(
    ui: Page,
    key: str,
    label: str = "",
    value: str = "",
    *,
    hint: str = "",
    style: str = "outlined",
    multiline: bool = False,
    input_kind: str = "text",
    ime: str = "",
    size: int = BODY,
    on_change: Callable[[str], object] | None = None,
    on_submit: Handler | None = None,
    autofocus: bool = False,
    select_all: bool = False,
    color: Color | None = None,
    **more: Any,
) -> Node:
    """An editable field. Its text lives in the page under `key` (read it with `ui.text(key)`), starting as `value`.

    Args:
        ui: The page.
        key: Name of the value in the page.
        label: The floating label; reported as the hint while the field is empty or not.
        value: What it holds until somebody types.
        hint: Placeholder; defaults to the label.
        style: `outlined`, `filled`, `plain` (no box, for editors and search).
        multiline: ENTER starts a new line.
        input_kind: text, number, phone, email, password or time.
        ime: What ENTER does on one line: next, done, search, send, go.
        size: Text size in px.
        on_change: Called with the new text after each edit.
        on_submit: Called by ENTER with ime search, send, go or done.
        autofocus: Take the focus when the page opens.
        select_all: Getting the focus selects the text, so that typing replaces it.
        color: Text colour.
        more: Further node attributes (`rid`, `grow`, `height` ...).
    """
    theme = ui.theme
    content = ui.register_field(key, value, autofocus)
    focused = ui.focused == key
    hint = hint or label
    boxed = style != "plain"
    more.setdefault("cls", EDIT_TEXT)
    more.setdefault("pad", padding((16, 16)) if boxed else padding((0, 8)))
    floating = label if boxed and (content or focused) and label else ""
    return Node(
        kind="field",
        key=key,
        text=content,
        hint=hint,
        caption=floating,
        size=size,
        color=color or theme.on_surface,
        multiline=multiline,
        input_kind=input_kind,
        ime=ime or ("" if multiline else "done" if on_submit else "next"),
        on_change=on_change,
        on_submit=on_submit,
        select_all=select_all,
        cursor=ui.selection(key, content, select_all=select_all) if focused else None,
        radius=dp(4),
        bg=theme.surface_high if style == "filled" else None,
        border=((theme.primary, dp(2)) if focused else (theme.outline, dp(1))) if style == "outlined" else None,
        draw=("field", style, theme.primary, theme.on_surface_variant, theme.surface),
        **more,
    )


def search_field(
    ui: Page, key: str, hint: str, *, on_change: Callable[[str], object] | None = None, **more: Any
) -> Node:
    """A borderless field for an app bar's `title_node`."""
    color = ui.theme.on_bar or ui.theme.on_surface
    return text_field(
        ui,
        key,
        hint=hint,
        style="plain",
        ime="search",
        on_change=on_change,
        autofocus=True,
        color=color,
        **more,
    )
