"""Event types: the filter of the main screen and the page that adds, renames, recolours and deletes them."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, dialog, page
from osgenesis.envs.android.sim.apps.calendar.look import ID
from osgenesis.envs.android.sim.apps.calendar.schema import REGULAR, EventType, argb, rgb
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import PALETTE, dialog_box
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, Color, dp
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    back_button,
    button,
    checkbox,
    column,
    fab,
    icon_button,
    lazy_list,
    list_item,
    row,
    scaffold,
    scroll,
    text,
    text_field,
)


class TypePages(App):
    """Managing and filtering event types."""

    @dialog
    def filter_types(self, ui: Page) -> Node:
        """Which types show."""
        types = Store(ui.phone).types()
        hidden: tuple[int, ...] = ui.get("hidden", tuple(sorted(Store(ui.phone).hidden_types())))

        def toggler(type_id: int) -> Handler:
            return lambda: ui.put(hidden=tuple(sorted(set(hidden) ^ {type_id})))

        def accept() -> None:
            ui.prefs.put("hidden_event_types", frozenset(map(str, hidden)))
            ui.close()

        rows = [
            row(
                checkbox(ui, kind.id not in hidden, toggler(kind.id), label=kind.title, grow=1),
                _dot(rgb(kind.color)),
                pad=(0, 0, 24, 0),
                height=dp(52),
            )
            for kind in types
        ]
        return dialog_box(
            ui,
            "Filter events by type",
            scroll(ui, "types", *rows, grow=0),
            buttons=(
                button(ui, "Cancel", ui.back, rid="android:id/button2"),
                button(ui, "OK", accept, rid="android:id/button1"),
            ),
        )

    @page
    def event_types(self, ui: Page) -> Node:
        """All types; a tap edits one, a long press offers more."""
        types = Store(ui.phone).types()

        def build(i: int) -> Node:
            kind = types[i]
            items = (("Edit", "edit_event_type"), ("Delete", "ask_delete_type"))
            return list_item(
                ui,
                kind.title,
                leading=_dot(rgb(kind.color)),
                on_tap=lambda: self.edit_event_type(ui, kind.id),
                on_long=lambda: ui.menu(items, kind.id),
                rid=ID + "event_item_frame",
                trailing=icon_button(
                    ui, "dots-vertical", f"More options for {kind.title}", lambda: ui.menu(items, kind.id)
                ),
            )

        return scaffold(
            ui,
            app_bar(ui, "Manage event types", navigation=back_button(ui)),
            lazy_list(ui, "types", len(types), build, 60, rid=ID + "manage_event_types_list"),
            fab=fab(
                ui, "plus", "Add event type", lambda: ui.open("edit_type", then="type_added"), rid=ID + "add_event_type"
            ),
        )

    @dialog
    def edit_type(self, ui: Page) -> Node:
        """Title and colour of a type; closes with both."""
        title, number = ui.args.get("title", ""), ui.args.get("color", argb(PALETTE[5]))
        color: tuple[int, int, int] = ui.get("color", rgb(number))

        def accept() -> None:
            typed = ui.text("type").strip()
            taken = {k.title.lower() for k in Store(ui.phone).types()} - {title.lower()}
            if not typed:
                ui.toast("Title cannot be empty")
            elif typed.lower() in taken:
                ui.toast("A type with this title already exists")
            else:
                ui.close((typed, color))

        shown = next((i for i, c in enumerate(PALETTE) if c == color), -1)
        return dialog_box(
            ui,
            "Edit type" if title else "Add a new type",
            column(
                text_field(
                    ui, "type", "Title", title, autofocus=True, ime="done", on_submit=accept, rid=ID + "type_title"
                ),
                pad=(24, 8),
            ),
            row(
                text(ui, "Color", BODY, grow=1),
                _dot(color),
                pad=(24, 16),
                cls="android.widget.LinearLayout",
                rid=ID + "type_color",
                on_tap=lambda: ui.pick_color(shown, then="set_type_color"),
            ),
            buttons=(
                button(ui, "Cancel", ui.back, rid="android:id/button2"),
                button(ui, "OK", accept, rid="android:id/button1"),
            ),
        )

    def set_type_color(self, ui: Page, color: tuple[int, int, int], _: Any) -> None:
        """The colour of the type being edited."""
        ui.put(color=color)

    def type_added(self, ui: Page, result: tuple[str, tuple[int, int, int]], _: Any) -> None:
        """A new type was described."""
        Store(ui.phone).put_type(EventType(0, result[0], argb(result[1])))

    def edit_event_type(self, ui: Page, type_id: int) -> None:
        """Opens a type for editing."""
        kind = next((k for k in Store(ui.phone).types() if k.id == type_id), None)
        if kind is not None:
            ui.open("edit_type", then="type_edited", data=type_id, title=kind.title, color=kind.color)

    def type_edited(self, ui: Page, result: tuple[str, tuple[int, int, int]], type_id: int) -> None:
        """A type has got another title or colour."""
        Store(ui.phone).put_type(EventType(type_id, result[0], argb(result[1])))

    def ask_delete_type(self, ui: Page, type_id: int) -> None:
        """Asks before deleting; the regular type stays."""
        if type_id == REGULAR:
            ui.toast("The default event type cannot be deleted")
        else:
            ui.confirm(
                "Delete this event type?",
                "Its events become regular events.",
                ok="Yes",
                cancel="No",
                then="delete_type",
                data=type_id,
            )

    def delete_type(self, ui: Page, _: bool, type_id: int) -> None:
        """Deletes a type."""
        Store(ui.phone).delete_type(type_id)


def _dot(color: Color) -> Node:
    return Node(kind="icon", size=dp(24), draw=("rrect", color, dp(12)))
