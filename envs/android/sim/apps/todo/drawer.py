"""The drawer with filters, lists, tags and places; how they are created and changed; sorting and grouping."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from osgenesis.envs.android.sim.app import App, drawer, page, sheet
from osgenesis.envs.android.sim.apps.todo.look import ID
from osgenesis.envs.android.sim.apps.todo.schema import KINDS, PRIORITIES, Named, argb, rgb
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.apps.todo.views import (
    BUILT_IN,
    GROUPS,
    SORTS,
    criteria_of,
    matcher,
    split_filter,
    view_of,
)
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import PALETTE
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, HEADLINE_SMALL, TITLE, Color, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    button,
    column,
    divider,
    icon,
    icon_button,
    list_item,
    padding,
    row,
    scaffold,
    scroll,
    section,
    switch_item,
    text,
    text_field,
)
from osgenesis.envs.core.elements import Flag

ICONS = {
    "list": "format-list-bulleted",
    "tag": "tag-outline",
    "place": "map-marker-outline",
    "filter": "filter-variant",
}
_TITLES = {"filter": "Filters", "tag": "Tags", "list": "Local lists", "place": "Places"}
_BUILT_IN_ICONS = {"all": "inbox-outline", "today": "calendar-today", "recent": "history"}
_CRITERIA = (
    ("due", "Due by…"),
    ("priority", "Priority at least…"),
    ("list", "In list…"),
    ("tag", "Has tag…"),
    ("title", "Title contains…"),
)
_DUE = (
    ("today", "Today"),
    ("tomorrow", "Tomorrow"),
    ("week", "Next week"),
    ("month", "Next month"),
    ("overdue", "Overdue"),
    ("none", "No due date"),
)


class DrawerPages(App):
    """Filters and what they are made of."""

    # -- the drawer --------------------------------------------------------------------------------

    @drawer
    def filters_drawer(self, ui: Page) -> Node:
        """All filters with the number of their open tasks."""
        store, now = Store(ui.phone), ui.now()
        belongings = store.belongings()
        now_ms = int(now.timestamp() * 1000)
        tasks = [t for t in store.tasks() if not t.done and t.hide_until <= now_ms]
        rows: list[Node] = []
        for kind in ("filter", "tag", "list", "place"):
            named = store.named(kind)
            if kind != "list" and not ui.prefs.flag(f"drawer_{kind}", True):
                continue
            rows.append(self._heading(ui, kind))
            if kind == "filter":
                for key, label in BUILT_IN:
                    if key == "all" or ui.prefs.flag(f"drawer_{key}", True):
                        count = sum(map(matcher(None, key, belongings, now), tasks))
                        rows.append(self._filter_row(ui, key, label, _BUILT_IN_ICONS[key], None, count))
            for n in named:
                count = sum(map(matcher(n, kind, belongings, now), tasks))
                rows.append(
                    self._filter_row(
                        ui, f"{kind}:{n.id}", n.name, ICONS[kind], rgb(n.color) if n.color else None, count
                    )
                )
        rows += [
            divider(ui),
            list_item(ui, "Settings", leading=icon(ui, "cog-outline"), on_tap=lambda: ui.replace("settings")),
            list_item(
                ui, "Help & feedback", leading=icon(ui, "help-circle-outline"), on_tap=lambda: ui.replace("about")
            ),
        ]
        return column(
            text(ui, "Tasks", HEADLINE_SMALL, pad=(dp(20), ui.inset_top + dp(8), 0, dp(8))),
            scroll(ui, "drawer", *rows, pad=(0, 0, 0, 32)),
            bg=ui.theme.surface_container,
            width=FILL,
            height=FILL,
            solid=True,
        )

    def _heading(self, ui: Page, kind: str) -> Node:
        return row(
            text(ui, _TITLES[kind], BODY_MEDIUM, weight="medium", color=ui.theme.primary, grow=1),
            icon_button(ui, "plus", f"Create new {kind}", lambda: self._create(ui, kind), size=44),
            pad=(20, 4, 8, 0),
        )  # fmt: skip

    def _create(self, ui: Page, kind: str) -> None:
        ui.resolve("create_named", kind)

    def create_named(self, ui: Page, kind: str) -> None:
        """Opens the page that makes a new list, tag, place or filter, and then shows it."""
        ui.open("named_editor", then="show_new", data=kind, kind=kind, id=0)

    def show_new(self, ui: Page, named_id: int, kind: str) -> None:
        """What was created is shown."""
        if named_id > 0:
            ui.app.call("show_filter", ui, f"{kind}:{named_id}")

    def _filter_row(self, ui: Page, key: str, label: str, name: str, color: Color | None, count: int) -> Node:
        on = key == ui.args["current"]
        theme = ui.theme
        ink = theme.on_secondary_container if on else theme.on_surface
        parts = [icon(ui, name, 24, color=color or ink), text(ui, label, BODY, color=ink, lines=1, grow=1)]
        if count:
            parts.append(text(ui, str(count), BODY_MEDIUM, color=ink))
        return row(
            *parts,
            gap=16,
            pad=(16, 0, 20, 0),
            height=dp(48),
            radius=dp(24),
            bg=theme.secondary_container if on else None,
            on_tap=lambda: ui.resolve("show_filter", key),
            cls="android.widget.LinearLayout",
            flags=int(Flag.SELECTED) if on else 0,
        )

    # -- one list, tag, place or filter ------------------------------------------------------------

    def edit_filter(self, ui: Page, _: Any) -> None:
        """Menu entry: the settings of the list (tag, place, filter) that is shown."""
        kind, number = split_filter(ui.app.filter_of(ui))  # type: ignore[attr-defined]
        ui.open("named_editor", then="named_changed", kind=kind, id=number)

    def named_changed(self, ui: Page, named_id: int, _: Any) -> None:
        """After editing; a deleted one leaves My Tasks on the screen."""
        if named_id < 0:
            ui.app.call("show_filter", ui, "all")

    @page
    def named_editor(self, ui: Page) -> Node:
        """Name, colour, and for a filter its conditions. Closes with the id, or -1 after deleting."""
        kind: str = ui.args["kind"]
        named = self._named(ui)
        color = ui.get("color", named.color)
        parts = [
            column(
                text_field(ui, "name", "Display name", named.name, autofocus=not named.id, rid=ID + "name"),
                pad=(16, 16, 16, 8),
            )
        ]
        if kind == "place":
            parts.append(column(text_field(ui, "address", "Address", named.detail, rid=ID + "address"), pad=(16, 8)))
        parts.append(self._color_row(ui, color))
        if kind == "filter":
            parts += [divider(ui), section(ui, "Show tasks with all of these"), *self._criteria_rows(ui, named)]
        actions = (
            [action(ui, "delete-outline", "Delete", lambda: self._ask_delete_named(ui, named))]
            if self._deletable(ui, named)
            else []
        )
        return scaffold(
            ui,
            app_bar(ui, named.name or f"New {kind}", actions=actions,
                    navigation=action(ui, "content-save", "Save", lambda: self._save_named(ui))),
            scroll(ui, "form", *parts), on_back=lambda: self._leave_named(ui, named),
        )  # fmt: skip

    def _named(self, ui: Page) -> Named:
        found = Store(ui.phone).named_by_id(ui.args["kind"], ui.args["id"]) if ui.args["id"] else None
        return found or Named(0, "")

    def _deletable(self, ui: Page, named: Named) -> bool:
        """The first list stays: tasks that are in no other list are in it."""
        return bool(named.id) and not (ui.args["kind"] == "list" and named.name == Store(ui.phone).first_list())

    def _color_row(self, ui: Page, color: int) -> Node:
        shade = rgb(color) if color else ui.theme.outline_variant
        selected = PALETTE.index(rgb(color)) if color and rgb(color) in PALETTE else -1
        clear = icon_button(ui, "close", "Remove color", lambda: ui.put(color=0), size=44) if color else None
        return list_item(
            ui, "Color", leading=Node(kind="icon", size=dp(24), draw=("rrect", shade, dp(12))), trailing=clear,
            on_tap=lambda: ui.pick_color(selected, then="set_color"),
        )  # fmt: skip

    def set_color(self, ui: Page, color: tuple[int, int, int], _: Any) -> None:
        """A colour was chosen."""
        ui.put(color=argb(color))

    def _leave_named(self, ui: Page, named: Named) -> None:
        same = (
            ui.text("name").strip() == named.name and ui.get("color", named.color) == named.color
            and ui.get("criteria") is None and (ui.args["kind"] != "place" or ui.text("address") == named.detail)
        )  # fmt: skip
        if same:
            ui.close()
        else:
            ui.confirm("Discard changes?", ok="Discard", cancel="Keep editing", then="discard_named")

    def discard_named(self, ui: Page, _: bool, __: Any) -> None:
        """The question was answered with yes."""
        ui.close()

    def _save_named(self, ui: Page) -> None:
        kind: str = ui.args["kind"]
        named, store = self._named(ui), Store(ui.phone)
        name = " ".join(ui.text("name").split())
        if not name:
            ui.toast("Name cannot be empty")
            return
        if any(n.name.casefold() == name.casefold() and n.id != named.id for n in store.named(kind)):
            ui.toast(f"{kind.capitalize()} already exists")
            return
        detail = named.detail
        if kind == "place":
            detail = ui.text("address").strip()
        elif kind == "filter":
            detail = json.dumps([list(pair) for pair in self._criteria(ui, named)])
        ui.close(store.put_named(kind, Named(named.id, name, ui.get("color", named.color), detail)))

    def _ask_delete_named(self, ui: Page, named: Named) -> None:
        kind: str = ui.args["kind"]
        what = "All tasks of this list will be deleted too." if kind == "list" else ""
        ui.confirm(f"Delete {named.name}?", what, ok="Delete", then="delete_named", data=(kind, named.id))

    def delete_named(self, ui: Page, _: bool, what: tuple[str, int]) -> None:
        """Deletes it and closes its page."""
        Store(ui.phone).delete_named(*what)
        ui.close(-1)

    # -- conditions of a filter --------------------------------------------------------------------

    def _criteria(self, ui: Page, named: Named) -> tuple[tuple[str, str], ...]:
        chosen: tuple[tuple[str, str], ...] | None = ui.get("criteria")
        return chosen if chosen is not None else tuple(criteria_of(named))

    def _criteria_rows(self, ui: Page, named: Named) -> list[Node]:
        criteria = self._criteria(ui, named)

        def remover(i: int) -> Handler:
            return lambda: ui.put(criteria=(*criteria[:i], *criteria[i + 1 :]))

        rows = [
            list_item(
                ui,
                _criterion_text(*pair),
                trailing=icon_button(ui, "close", f"Remove {_criterion_text(*pair)}", remover(i), size=44),
            )
            for i, pair in enumerate(criteria)
        ]
        rows.append(
            row(
                button(
                    ui,
                    "Add condition",
                    lambda: ui.choose("Add condition", [label for _, label in _CRITERIA], then="choose_value"),
                    icon_name="plus",
                ),
                pad=(8, 4),
            )
        )
        return rows

    def choose_value(self, ui: Page, index: int, _: Any) -> None:
        """A kind of condition was chosen: asks for its value."""
        what, label = _CRITERIA[index]
        if what == "title":
            ui.prompt(label, then="set_title_condition")
            return
        options = self._values(ui, what)
        if options:
            ui.choose(
                label, [name for _, name in options], then="set_condition", data=(what, tuple(v for v, _ in options))
            )
        else:
            ui.toast(f"There are no {KINDS[what]} yet")

    def _values(self, ui: Page, what: str) -> Sequence[tuple[str, str]]:
        if what == "due":
            return _DUE
        if what == "priority":
            return [(str(i), name) for i, name in enumerate(PRIORITIES[:3])]
        return [(n.name, n.name) for n in Store(ui.phone).named(what)]

    def set_condition(self, ui: Page, index: int, data: tuple[str, tuple[str, ...]]) -> None:
        """A value was chosen."""
        what, values = data
        self._add_condition(ui, what, values[index])

    def set_title_condition(self, ui: Page, typed: str, _: Any) -> None:
        """A text was typed."""
        if typed.strip():
            self._add_condition(ui, "title", typed.strip())

    def _add_condition(self, ui: Page, what: str, value: str) -> None:
        pairs = self._criteria(ui, self._named(ui))
        kept = tuple(p for p in pairs if p[0] not in ("due", "priority", "list") or p[0] != what)
        ui.put(criteria=(*(p for p in kept if p != (what, value)), (what, value)))

    # -- sorting -----------------------------------------------------------------------------------

    @sheet
    def sort_sheet(self, ui: Page) -> Node:
        """Grouping, sorting, direction and which tasks show."""
        view = view_of(ui.prefs)
        groups, sorts = [name for name, _ in GROUPS], [name for name, _ in SORTS]
        direction = icon_button(
            ui, "arrow-up" if view.ascending else "arrow-down", "Ascending" if view.ascending else "Descending",
            lambda: ui.prefs.put("sort_ascending", not view.ascending),
        )  # fmt: skip
        put = ui.prefs.put
        return column(
            text(ui, "Sort and group", TITLE, weight="medium", pad=padding((16, 20, 16, 8))),
            list_item(
                ui,
                "Group by",
                dict(GROUPS)[view.group],
                leading=icon(ui, "view-list"),
                on_tap=lambda: ui.choose(
                    "Group by", [label for _, label in GROUPS], groups.index(view.group), then="set_group"
                ),
            ),
            list_item(
                ui,
                "Sort by",
                dict(SORTS)[view.sort],
                leading=icon(ui, "swap-vertical"),
                trailing=direction,
                on_tap=lambda: ui.choose(
                    "Sort by", [label for _, label in SORTS], sorts.index(view.sort), then="set_sort"
                ),
            ),
            divider(ui),
            switch_item(ui, "Show unstarted", view.show_unstarted, lambda on: put("show_unstarted", on)),
            switch_item(ui, "Show completed", view.show_completed, lambda on: put("show_completed", on)),
            switch_item(
                ui, "Completed tasks at bottom", view.completed_last, lambda on: put("completed_at_bottom", on)
            ),
            width=FILL,
            pad=(0, 0, 0, 16),
        )

    def set_group(self, ui: Page, index: int, _: Any) -> None:
        """Grouping was chosen."""
        ui.prefs.put("group", GROUPS[index][0])

    def set_sort(self, ui: Page, index: int, _: Any) -> None:
        """An order was chosen; one by hand has no groups."""
        name = SORTS[index][0]
        ui.prefs.put("sort", name)
        ui.prefs.put("sort_ascending", True)
        if name == "manual":
            ui.prefs.put("group", "none")


def _criterion_text(what: str, value: str) -> str:
    """A condition in words."""
    if what == "due":
        label = dict(_DUE).get(value, value)
        return label if value in ("none", "overdue") else f"Due by: {label}"
    if what == "priority":
        return f"Priority at least: {PRIORITIES[int(value)]}"
    return {"list": "In list", "tag": "Has tag", "title": "Title contains"}[what] + f": {value}"
