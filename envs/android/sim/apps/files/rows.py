"""How the Files app draws files: list rows, grid cells, breadcrumbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from osgenesis.envs.android.sim.apps.files.entries import Entry, date_text, size_text, type_name
from osgenesis.envs.android.sim.apps.files.roots import Root
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import split
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, LABEL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    LINEAR_LAYOUT,
    column,
    hscroll,
    icon,
    lazy_list,
    list_item,
    padding,
    picture,
    row,
    text,
)

GRID_COLUMNS = 2
Touch = Callable[[Entry], None]


def details(ui: Page, entry: Entry) -> str:
    """`Oct 15, 12 B, TXT document`; a folder has only its date."""
    day = date_text(ui.phone, entry.mtime_ns)
    return day if entry.is_dir else f"{day}, {size_text(entry.size)}, {type_name(entry)}"


def thumbnail(ui: Page, entry: Entry, *, selected: bool = False) -> Node:
    """A small picture of an image, else an icon on a round ground; a tick when selected."""
    size = dp(40)
    if selected:
        mark = icon(ui, "check", 24, color=ui.theme.on_primary, gravity="cc", desc="Selected")
        return Node(kind="box", width=size, height=size, radius=size // 2, bg=ui.theme.primary, children=(mark,))
    if entry.kind == "image" and not entry.name.endswith(".svg"):
        return picture(entry.path, size, size, radius=6)
    mark = icon(ui, entry.icon, 24, gravity="cc", color=ui.theme.primary if entry.is_dir else None)
    return Node(kind="box", width=size, height=size, radius=size // 2, bg=ui.theme.surface_container, children=(mark,))


def file_list(
    ui: Page,
    entries: Sequence[Entry],
    selected: Sequence[str],
    on_tap: Touch,
    on_long: Touch | None,
    *,
    key: str = "files",
    grey_files: bool = False,
) -> Node:
    """The entries as rows. With `grey_files` only folders can be tapped."""
    chosen = frozenset(selected)

    def line(i: int) -> Node:
        entry = entries[i]
        return list_item(
            ui,
            entry.name,
            details(ui, entry),
            leading=thumbnail(ui, entry, selected=entry.path in chosen),
            on_tap=lambda: on_tap(entry),
            on_long=None if on_long is None else lambda: on_long(entry),
            selected=entry.path in chosen,
            disabled=grey_files and not entry.is_dir,
            rid="com.google.android.documentsui:id/item_root",
        )

    return lazy_list(ui, key, len(entries), line, 72, rid="com.google.android.documentsui:id/dir_list")


def file_grid(
    ui: Page, entries: Sequence[Entry], selected: Sequence[str], on_tap: Touch, on_long: Touch | None
) -> Node:
    """The entries as cards, two beside each other."""
    chosen = frozenset(selected)

    def line(i: int) -> Node:
        cells = [
            _card(ui, entry, entry.path in chosen, on_tap, on_long)
            for entry in entries[i * GRID_COLUMNS : (i + 1) * GRID_COLUMNS]
        ]
        cells += [Node(kind="box", grow=1) for _ in range(GRID_COLUMNS - len(cells))]
        return row(*cells, gap=8, pad=(16, 4), width=FILL, cross="stretch")

    rows = -(-len(entries) // GRID_COLUMNS)
    return lazy_list(ui, "grid", rows, line, 164, rid="com.google.android.documentsui:id/dir_list")


def _card(ui: Page, entry: Entry, chosen: bool, on_tap: Touch, on_long: Touch | None) -> Node:
    if entry.kind == "image" and not chosen and not entry.name.endswith(".svg"):
        top = picture(entry.path, FILL, dp(104), radius=8)
    else:
        mark = thumbnail(ui, entry, selected=chosen)
        mark.gravity = "cc"
        top = Node(kind="box", width=FILL, height=dp(104), children=(mark,))
    return column(
        top,
        text(ui, entry.name, BODY_MEDIUM, lines=1, pad=padding((12, 4, 12, 0))),
        text(ui, details(ui, entry), LABEL, muted=True, lines=1, pad=padding((12, 0, 12, 8))),
        grow=1,
        radius=dp(12),
        bg=ui.theme.secondary_container if chosen else ui.theme.surface_container,
        cls=LINEAR_LAYOUT,
        on_tap=lambda: on_tap(entry),
        on_long=None if on_long is None else lambda: on_long(entry),
    )


def breadcrumb(ui: Page, root: Root, path: str, go: Callable[[str], None]) -> Node:
    """The way from the root to the folder that shows; each part leads back to it."""
    parts = [path]
    while parts[-1] != root.folder and len(parts[-1]) > len(root.folder):
        parts.append(split(parts[-1])[0])
    crumbs: list[Node] = []
    for i, folder in enumerate(reversed(parts)):
        if i:
            crumbs.append(icon(ui, "chevron-right", 18))
        last = folder == path
        crumbs.append(
            text(
                ui,
                split(folder)[1] if i else root.label,
                BODY_MEDIUM,
                color=ui.theme.primary if last else ui.theme.on_surface_variant,
                weight="medium" if last else "regular",
                lines=1,
                pad=padding((8, 12)),
                on_tap=None if last else _going(go, folder),
                rid="com.google.android.documentsui:id/breadcrumb_text",
            )
        )
    bar = hscroll(ui, "crumbs", row(*crumbs), pad=(8, 0), width=FILL)
    bar.offset = ui.get("scroll:crumbs", 1 << 20)  # a long way shows its end
    bar.cls = "androidx.recyclerview.widget.RecyclerView"
    return bar


def _going(go: Callable[[str], None], folder: str) -> Callable[[], None]:
    return lambda: go(folder)
