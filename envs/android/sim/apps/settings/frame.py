"""The look of settings screens: large titles, rows, the main switch; and how each kind of row is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.settings.rows import (
    Choice,
    Command,
    Edit,
    Heading,
    Info,
    Level,
    Link,
    Note,
    Row,
    Toggle,
    is_on,
    number,
    summary_of,
    usable,
    write,
)
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, DISPLAY_SMALL, FILL, TITLE, TITLE_LARGE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    BUTTON,
    LINEAR_LAYOUT,
    action,
    back_button,
    column,
    icon,
    list_item,
    padding,
    row,
    scaffold,
    scroll,
    section,
    slider,
    space,
    switch,
    text,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

_COLLAPSED_PX = dp(72)
_PAD = (dp(24), dp(14), dp(24), dp(14))

Opener = Callable[["Page", str], object]


def frame(
    ui: Page, title: str, *rows: Node, actions: Sequence[Node] = (), fab: Node | None = None, search: bool = True
) -> Node:
    """A settings screen: arrow, large title that shrinks into the bar when the rows are scrolled, rows."""
    collapsed = ui.get("scroll:rows", 0) > _COLLAPSED_PX
    small = text(ui, title, TITLE_LARGE, lines=1, grow=1) if collapsed else space(grow=1)
    buttons = list(actions)
    if search:
        buttons.append(action(ui, "magnify", "Search settings", lambda: ui.open("search")))
    bar = Node(
        kind="row", height=dp(60) + ui.inset_top, pad=(dp(4), ui.inset_top, dp(4), 0), gap=dp(4),
        bg=ui.theme.surface_container if collapsed else ui.theme.surface, children=(back_button(ui), small, *buttons),
    )  # fmt: skip
    head = [] if collapsed else [text(ui, title, DISPLAY_SMALL, pad=padding((24, 28, 24, 20)), lines=2)]
    if collapsed:  # keeps the rows where they were
        head = [Node(kind="space", height=_title_height(title))]
    return scaffold(
        ui,
        bar,
        scroll(ui, "rows", *head, *rows, space(0, 32), cls="androidx.recyclerview.widget.RecyclerView"),
        fab=fab,
    )


def _title_height(title: str) -> int:
    from osgenesis.envs.android.sim.ui.text import line_height, wrap
    from osgenesis.envs.android.sim.ui.theme import DENSITY

    rows = wrap(title, DISPLAY_SMALL, "regular", int(411 * DENSITY) - 2 * dp(24), 2)
    return len(rows) * line_height(DISPLAY_SMALL) + dp(28) + dp(20)


def item(
    ui: Page, title: str, summary: str = "", *, icon_name: str = "", on_tap: Callable[[], object] | None = None,
    disabled: bool = False,
    trailing: Node | None = None, highlight: bool = False, on_long: Callable[[], object] | None = None,
    leading: Node | None = None,
) -> Node:  # fmt: skip
    """A settings row."""
    if icon_name:
        color = ui.theme.outline if disabled else ui.theme.on_surface_variant
        leading = row(icon(ui, icon_name, color=color), width=dp(32))
    return list_item(
        ui, title, summary, leading=leading, on_tap=on_tap, on_long=on_long, disabled=disabled, trailing=trailing,
        title_lines=2,
        subtitle_lines=4, selected=highlight, pad=_PAD, rid="",
    )  # fmt: skip


def main_switch(
    ui: Page, title: str, checked: bool, on_change: Callable[[bool], object], *, disabled: bool = False
) -> Node:
    """The big switch at the top of a screen."""
    theme = ui.theme
    color = theme.outline if disabled else theme.on_primary_container if checked else theme.on_surface
    bar = row(
        text(ui, title, TITLE, color=color, weight="medium", grow=1, lines=2),
        switch(ui, checked, rid="android:id/switch_widget"),
        bg=theme.primary_container if checked and not disabled else theme.surface_high, radius=dp(28), height=dp(72),
        pad=(24, 0, 20, 0), gap=12,
        on_tap=None if disabled else lambda: on_change(not checked), disabled=disabled, cls=LINEAR_LAYOUT, width=FILL,
        rid="com.android.settings:id/main_switch_bar",
    )  # fmt: skip
    return column(bar, pad=(16, 4, 16, 12))


def paragraph(ui: Page, content: str) -> Node:
    """An explanation with an information sign."""
    return column(
        icon(ui, "information-outline", 22), text(ui, content, BODY_MEDIUM, muted=True), gap=14, pad=(24, 20, 24, 12),
        cross="start"
    )  # fmt: skip


def heading(ui: Page, title: str) -> Node:
    """A heading in line with the rows."""
    node = section(ui, title)
    node.pad = padding((24, 20, 24, 6))
    return node


def action_row(ui: Page, *actions: tuple[str, str, Callable[[], object] | None]) -> Node:
    """Two or three big buttons side by side: (icon, label, handler); without a handler one is disabled."""
    cells = []
    for icon_name, label, on_tap in actions:
        color = ui.theme.primary if on_tap else ui.theme.outline
        cells.append(
            column(
                icon(ui, icon_name, color=color),
                text(ui, label, BODY_MEDIUM, color=color, weight="medium", lines=1, cls="", text_align="center"),
                gap=6, pad=(4, 14), cross="center", grow=1, bg=ui.theme.surface_container, radius=dp(16), on_tap=on_tap,
                disabled=on_tap is None, cls=BUTTON, text=label,
            )
        )  # fmt: skip
    return row(*cells, gap=8, pad=(24, 8), width=FILL)


def rows_of(ui: Page, rows: Sequence[Row], opener: Opener, highlight: str = "") -> list[Node]:
    """The nodes of rows; `opener(ui, screen)` opens what a link names."""
    return [draw(ui, entry, opener, entry.title == highlight) for entry in rows]


def draw(ui: Page, entry: Row, opener: Opener, highlight: bool = False) -> Node:
    """The node of one row."""
    if isinstance(entry, Heading):
        return heading(ui, entry.title)
    if isinstance(entry, Note):
        return paragraph(ui, entry.title)
    phone = ui.phone
    disabled = not usable(phone, entry)
    summary = summary_of(phone, entry)
    if isinstance(entry, Toggle):
        return _toggle(ui, entry, summary, disabled, highlight)
    if isinstance(entry, Level):
        return level(ui, entry, disabled)
    on_tap: Callable[[], object] | None = None
    if isinstance(entry, Link):
        name = entry.screen
        on_tap = lambda: opener(ui, name)  # noqa: E731 - one of several handlers
    elif isinstance(entry, Command):
        method, data = entry.method, entry.data
        on_tap = lambda: ui.app.call(method, ui, data)  # noqa: E731
    elif isinstance(entry, Choice):
        key = entry.key
        on_tap = lambda: ui.app.call("choose_value", ui, key)  # noqa: E731
    elif isinstance(entry, Edit):
        key = entry.key
        on_tap = lambda: ui.app.call("edit_value", ui, key)  # noqa: E731
    elif not isinstance(entry, Info):
        raise TypeError(f"no way to draw a {type(entry).__name__}")
    return item(ui, entry.title, summary, icon_name=entry.icon, on_tap=on_tap, disabled=disabled, highlight=highlight)


def _toggle(ui: Page, entry: Toggle, summary: str, disabled: bool, highlight: bool) -> Node:
    phone = ui.phone
    checked = is_on(phone, entry)

    def change(on: bool) -> None:
        write(phone, entry.key, entry.on if on else entry.off)

    if entry.main:
        return main_switch(ui, entry.title, checked, change, disabled=disabled)
    return item(
        ui, entry.title, summary, icon_name=entry.icon, disabled=disabled, highlight=highlight,
        on_tap=lambda: change(not checked),
        trailing=switch(ui, checked, rid="android:id/switch_widget", disabled=disabled),
    )  # fmt: skip


def level(ui: Page, entry: Level, disabled: bool = False) -> Node:
    """A slider with its title above."""
    phone = ui.phone
    value, span = number(phone, entry), entry.high - entry.low

    def slide(fraction: float) -> None:
        write(phone, entry.key, str(entry.low + round(fraction * span)))

    bar = slider(ui, (value - entry.low) / span, slide, desc=entry.title, rid="android:id/seekbar", disabled=disabled)
    muted = value == entry.low and entry.low == 0
    name = {"music-note": "music-note-off", "bell-ring-outline": "vibrate", "bell-outline": "bell-off-outline"}.get(
        entry.icon, entry.icon
    )
    color = ui.theme.outline if disabled else ui.theme.on_surface
    return row(
        row(icon(ui, name if muted else entry.icon), width=dp(32)),
        column(text(ui, entry.title, color=color), bar, grow=1), gap=16, pad=(24, 10, 16, 4), width=FILL,
    )  # fmt: skip
