"""The main screen: search bar, the five views, the menu, and selecting events to share or delete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.calendar.look import (
    ID,
    day_title,
    default_start,
    event_row,
    full_day,
    is_past,
    row_height,
    span,
    type_colors,
)
from osgenesis.envs.android.sim.apps.calendar.month_view import heading, month_view, year_view
from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.reminders import reschedule
from osgenesis.envs.android.sim.apps.calendar.schema import DONE
from osgenesis.envs.android.sim.apps.calendar.store import ALL, Store
from osgenesis.envs.android.sim.apps.calendar.week_view import week_view
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import MONTHS
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, NAVIGATION_BAR_PX, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    button,
    column,
    empty_state,
    fab,
    icon,
    icon_button,
    lazy_list,
    padding,
    row,
    scaffold,
    stack,
    text,
    text_field,
)

VIEWS = (
    ("daily", "Daily view"), ("weekly", "Weekly view"), ("monthly", "Monthly view"),
    ("monthly_daily", "Monthly and daily view"), ("yearly", "Yearly view"), ("list", "Simple event list"),
)  # fmt: skip
VIEW_LABELS = tuple(label for _, label in VIEWS)
_BAR_DP = 64
_LEAST_QUERY = 2
_Rows = list[Occurrence | str]


class MainPages(App):
    """The views of the calendar."""

    @page
    def main(self, ui: Page) -> Node:
        """The chosen view, search results, or events being selected."""
        store = Store(ui.phone)
        query = ui.text("query").strip()
        searching = ui.focused == "query" or bool(query)
        selected = ui.get("selected", ())
        if len(query) >= _LEAST_QUERY:
            body = self._results(ui, store, query)
        else:
            body = self._view(ui, store)
        if ui.get("adding"):
            body = stack(body, self._scrim(ui), width=FILL, grow=1)
            body.children[0].width, body.children[0].height = FILL, FILL
        return scaffold(
            ui, self._selection_bar(ui) if selected else self._bar(ui, searching), body,
            fab=None if searching or selected else self._add_buttons(ui), on_back=self._back(ui, searching),
        )  # fmt: skip

    # -- bar ---------------------------------------------------------------------------------------

    def _bar(self, ui: Page, searching: bool) -> Node:
        theme = ui.theme
        field = text_field(
            ui, "query", hint="Search", style="plain", ime="search", grow=1, rid=ID + "top_toolbar_search",
            on_submit=lambda: ui.put(ime="hidden"),
        )  # fmt: skip
        if searching:
            parts = [
                icon_button(ui, "arrow-left", "Back", lambda: self._end_search(ui), size=44),
                field,
                *(
                    [icon_button(ui, "close", "Clear", lambda: ui.set_text("query", ""), size=44)]
                    if ui.text("query")
                    else []
                ),
            ]
        else:
            today = ui.now().date()
            parts = [
                icon_button(ui, "magnify", "Search", lambda: ui.focus("query"), size=44), field,
                *([icon_button(ui, "calendar-today", "Go to today", lambda: self._go(ui, today), size=44)]
                  if not self._shows(ui, today) else []),
                icon_button(ui, "filter-variant", "Filter events by type", lambda: ui.open("filter_types"), size=44),
                icon_button(ui, "view-agenda-outline", "Change view", lambda: self.change_view(ui, None), size=44),
                icon_button(ui, "dots-vertical", "More options", lambda: ui.menu(_MENU), size=44),
            ]  # fmt: skip
        pill = row(*parts, bg=theme.surface_high, radius=dp(24), height=dp(48), grow=1, pad=(4, 0), gap=2)
        return Node(
            kind="row", height=dp(_BAR_DP) + ui.inset_top, pad=(dp(12), ui.inset_top, dp(12), 0), children=(pill,),
            bg=theme.surface,
        )  # fmt: skip

    def _selection_bar(self, ui: Page) -> Node:
        selected = ui.get("selected", ())
        return app_bar(
            ui,
            f"{len(selected)} selected",
            navigation=action(ui, "close", "Close selection", lambda: ui.put(selected=None)),
            actions=(
                action(ui, "share-variant", "Share", lambda: self._share_selected(ui)),
                action(ui, "delete", "Delete", lambda: self._ask_delete_selected(ui)),
            ),
        )

    def _add_buttons(self, ui: Page) -> Node:
        if not ui.prefs.flag("allow_tasks", True):
            return fab(ui, "plus", "New Event", lambda: self._new(ui, "event"), rid=ID + "calendar_fab")
        if not ui.get("adding"):
            return fab(ui, "plus", "New Event", lambda: ui.put(adding=True), rid=ID + "calendar_fab")
        return column(
            self._add_button(ui, "checkbox-marked-circle-outline", "Task", "task"),
            self._add_button(ui, "calendar", "Event", "event"),
            fab(ui, "close", "Close", lambda: ui.put(adding=None), rid=ID + "calendar_fab"),
            gap=14,
            cross="end",
        )

    def _add_button(self, ui: Page, name: str, label: str, kind: str) -> Node:
        theme = ui.theme
        return row(
            text(
                ui,
                label,
                BODY,
                weight="medium",
                bg=theme.surface_container,
                radius=dp(8),
                pad=padding((12, 8)),
                rid=ID + f"fab_{kind}_label",
            ),
            Node(
                kind="box",
                width=dp(48),
                height=dp(48),
                bg=theme.primary_container,
                radius=dp(16),
                children=(icon(ui, name, 24, color=theme.on_primary_container, gravity="cc"),),
            ),
            gap=12,
            on_tap=lambda: self._new(ui, kind),
            cls="android.widget.LinearLayout",
            pad=(0, 0, 4, 0),
        )

    def _scrim(self, ui: Page) -> Node:
        return Node(
            kind="box",
            width=FILL,
            height=FILL,
            bg=(*ui.theme.surface[:3], 200),
            on_tap=lambda: ui.put(adding=None),
            solid=True,
        )

    def _back(self, ui: Page, searching: bool) -> Handler | None:
        trail = ui.get("trail", ())
        if ui.get("adding"):
            return lambda: ui.put(adding=None)
        if ui.get("selected"):
            return lambda: ui.put(selected=None)
        if searching:
            return lambda: self._end_search(ui)
        if trail:
            return lambda: ui.put(view=trail[-1][0], day=trail[-1][1], trail=trail[:-1] or None)
        return None

    def _end_search(self, ui: Page) -> None:
        ui.set_text("query", "")
        ui.put(focus="", selected=None)

    # -- views -------------------------------------------------------------------------------------

    def _name(self, ui: Page) -> str:
        name: str = ui.get("view") or ui.prefs.text("view", "monthly")
        return name if any(name == known for known, _ in VIEWS) else "monthly"

    def _day(self, ui: Page) -> date:
        day = ui.get("day")
        return date.fromisoformat(day) if day else ui.now().date()

    def _shows(self, ui: Page, today: date) -> bool:
        day, name = self._day(ui), self._name(ui)
        if name in ("monthly", "yearly"):
            return day.year == today.year and (name == "yearly" or day.month == today.month)
        if name == "weekly":
            return abs((day - today).days) < 7 and self._week(ui, day) == self._week(ui, today)
        return day == today

    def _week(self, ui: Page, day: date) -> date:
        return day - timedelta(days=(day.weekday() + (1 if ui.prefs.flag("sunday_first", True) else 0)) % 7)

    def _go(self, ui: Page, day: date) -> None:
        ui.put(**{"day": day.isoformat(), "selected": None, "scroll:events": None, "list_from": None})

    def _open_day(self, ui: Page, day: date) -> None:
        """From a cell to its day; BACK returns to the view before."""
        step = (self._name(ui), self._day(ui).isoformat())
        ui.put(
            **{"view": "daily", "day": day.isoformat(), "trail": (*ui.get("trail", ()), step), "scroll:events": None}
        )

    def _open_month(self, ui: Page, day: date) -> None:
        step = (self._name(ui), self._day(ui).isoformat())
        ui.put(view="monthly", day=day.isoformat(), trail=(*ui.get("trail", ()), step))

    def _view(self, ui: Page, store: Store) -> Node:
        name, day = self._name(ui), self._day(ui)
        height = ui.height - ui.inset_top - dp(_BAR_DP) - NAVIGATION_BAR_PX

        def go(to: date) -> None:
            self._go(ui, to)

        def ask() -> None:
            self.go_to_date(ui, None)

        if name == "daily":
            return self._daily(ui, store, day, go, ask)
        if name == "weekly":
            return week_view(
                ui,
                store,
                day,
                open_day=lambda d: lambda: self._open_day(ui, d),
                open_event=lambda o: self._opener(ui, o),
                new_at=lambda at: self._edit_new(ui, "event", at),
                go=go,
                on_title=ask,
            )
        if name == "monthly":
            return month_view(ui, store, day, height, lambda d: lambda: self._open_day(ui, d), go, ask)
        if name == "yearly":
            return year_view(ui, store, day.year, lambda d: lambda: self._open_month(ui, d), go, ask)
        if name == "monthly_daily":
            grid = month_view(ui, store, day, height // 2, lambda d: lambda: go(d), go, ask, chosen=day)
            found = store.on_days(day, 1)
            title = text(ui, day_title(day, today=ui.now().date()), BODY, weight="medium", pad=padding((16, 8)))
            return column(grid, title, self._rows(ui, store, list(found), "No events"), width=FILL, height=FILL)
        return self._list(ui, store, day)

    def _daily(self, ui: Page, store: Store, day: date, go: Callable[[date], None], ask: Handler) -> Node:
        one = timedelta(days=1)
        title = day_title(day, today=ui.now().date())
        return column(
            heading(ui, title, lambda: go(day - one), lambda: go(day + one), "day", ask),
            self._rows(ui, store, list(store.on_days(day, 1)), "No events for the day."),
            width=FILL, height=FILL, on_swipe=lambda way: go(day + one if way == "left" else day - one),
        )  # fmt: skip

    def _list(self, ui: Page, store: Store, day: date) -> Node:
        first = date.fromisoformat(ui.get("list_from") or day.isoformat())
        days = ui.get("list_days", 365)
        rows: _Rows = []
        month = shown = None
        for occurrence in store.on_days(first, days + (day - first).days):
            at = store.local(max(occurrence.start, store.midnight(first))).date()
            if (at.year, at.month) != month:
                month = (at.year, at.month)
                rows.append(f"# {MONTHS[at.month - 1]} {at.year}")
            if at != shown:
                shown = at
                rows.append(day_title(at, today=ui.now().date()))
            rows.append(occurrence)
        more = row(
            button(
                ui,
                "Earlier events",
                lambda: ui.put(list_from=(first - timedelta(days=30)).isoformat()),
                icon_name="chevron-up",
            ),
            button(ui, "Later events", lambda: ui.put(list_days=days + 365), icon_name="chevron-down"),
            align="between",
            width=FILL,
            pad=(8, 0),
        )
        empty = f"Nothing from {full_day(first)} on."
        return column(more, self._rows(ui, store, rows, empty), width=FILL, height=FILL)

    def _results(self, ui: Page, store: Store, query: str) -> Node:
        today = ui.now().date()
        first, last = store.midnight(today - timedelta(days=730)), store.midnight(today + timedelta(days=730))
        found: list[Occurrence] = []
        repeats: dict[int, int] = {}
        for occurrence in store.search(query, first, last):
            seen = repeats[occurrence.event.id] = repeats.get(occurrence.event.id, 0) + 1
            if seen <= 50:  # a daily event would drown everything else
                found.append(occurrence)
        found.sort(key=lambda o: (o.start, o.end))
        rows: _Rows = []
        shown = None
        for occurrence in found:
            at = store.local(occurrence.start).date()
            if at != shown:
                shown = at
                rows.append(day_title(at, today=today))
            rows.append(occurrence)
        ahead = next(
            (i for i, o in enumerate(rows) if not isinstance(o, str) and o.end >= int(ui.now().timestamp())), None
        )
        return self._rows(ui, store, rows, "No items found.", key=f"results:{query}", start=max((ahead or 1) - 1, 0))

    def _rows(
        self, ui: Page, store: Store, rows: _Rows | list[Occurrence], empty: str, key: str = "events", start: int = 0
    ) -> Node:
        """Cards and headings, built as they come into view; `start` is the row that shows first."""
        if not rows:
            return empty_state(ui, "calendar-blank-outline", empty)
        colors = type_colors(store)
        selected = ui.get("selected", ())
        over = int(ui.now().timestamp()) if ui.prefs.flag("dim_past_events", True) else 0

        def build(i: int) -> Node:
            entry = rows[i]
            if isinstance(entry, str):
                if entry.startswith("# "):
                    return text(
                        ui, entry[2:], BODY, weight="medium", color=ui.theme.primary, pad=padding((16, 14, 16, 4))
                    )
                return text(ui, entry, BODY_MEDIUM, muted=True, weight="medium", pad=padding((16, 10, 16, 4)))
            mark = (entry.event.id, entry.start)
            card = event_row(
                ui,
                store,
                entry,
                colors,
                selected=mark in selected,
                past=is_past(entry, over),
                on_tap=(lambda: self._toggle(ui, mark)) if selected else self._opener(ui, entry),
                on_long=lambda: self._toggle(ui, mark),
                on_tick=(lambda: self._tick(ui, entry)) if entry.event.is_task else None,
            )
            return column(card, pad=(12, 0, 12, 8), width=FILL)

        heights = [
            (44 if entry.startswith("# ") else 36) if isinstance(entry, str) else row_height(ui, entry)
            for entry in rows
        ]
        node = lazy_list(ui, key, len(rows), build, heights, rid=ID + "calendar_events_list")
        if start and ui.get("scroll:" + key) is None:
            node.offset = sum(dp(height) for height in heights[:start])
        return node

    # -- what taps do ------------------------------------------------------------------------------

    def _opener(self, ui: Page, occurrence: Occurrence) -> Handler:
        return lambda: ui.open("event", id=occurrence.event.id, at=occurrence.start)

    def _toggle(self, ui: Page, mark: tuple[int, int]) -> None:
        selected = ui.get("selected", ())
        rest = tuple(m for m in selected if m != mark)
        ui.put(selected=(rest if len(rest) < len(selected) else (*selected, mark)) or None)

    def _tick(self, ui: Page, occurrence: Occurrence) -> None:
        Store(ui.phone).update(occurrence.event._replace(flags=occurrence.event.flags ^ DONE))

    def _new(self, ui: Page, kind: str) -> None:
        ui.put(adding=None)
        day, now = self._day(ui), ui.now()
        if self._name(ui) in ("monthly", "yearly") and self._shows(ui, now.date()):
            day = now.date()  # these views show a period, not a day
        self._edit_new(ui, kind, default_start(ui, day))

    def _edit_new(self, ui: Page, kind: str, at: datetime) -> None:
        ui.open("event", kind=kind, at=int(at.timestamp()))

    def _share_selected(self, ui: Page) -> None:
        store = Store(ui.phone)
        lines = []
        for event_id, start in ui.get("selected", ()):
            event = store.get(event_id)
            if event is not None:
                occurrence = Occurrence(event, start, start + event.end_ts - event.start_ts)
                lines.append(f"{event.title}: {full_day(store.local(start).date())}, {span(ui, store, occurrence)}")
        ui.put(selected=None)
        ui.share("\n".join(lines))

    def _ask_delete_selected(self, ui: Page) -> None:
        store = Store(ui.phone)
        selected = ui.get("selected", ())
        events = [event for event in (store.get(event_id) for event_id, _ in selected) if event is not None]
        if any(event.repeat_interval for event in events):
            ui.open("delete_scope", then="delete_selected", data=selected, count=len(selected))
        else:
            what = "this item" if len(selected) == 1 else f"these {len(selected)} items"
            ui.confirm(f"Delete {what}?", "", ok="Yes", cancel="No", then="delete_all_selected", data=selected)

    def delete_all_selected(self, ui: Page, _: bool, selected: tuple[tuple[int, int], ...]) -> None:
        """The question was answered with yes."""
        self.delete_selected(ui, ALL, selected)

    def delete_selected(self, ui: Page, scope: int, selected: tuple[tuple[int, int], ...]) -> None:
        """Deletes events, of repetitions as much as was asked for."""
        store = Store(ui.phone)
        for event_id, start in selected:
            store.delete(event_id, start, scope)
        reschedule(ui.phone)
        ui.put(selected=None)

    # -- menu --------------------------------------------------------------------------------------

    def change_view(self, ui: Page, _: Any) -> None:
        """Asks for a view."""
        names = [name for name, _ in VIEWS]
        ui.choose("Change view", VIEW_LABELS, names.index(self._name(ui)), then="set_view")

    def set_view(self, ui: Page, index: int, _: Any) -> None:
        """Shows a view and keeps it for the next start, unless the settings name another."""
        name = VIEWS[index][0]
        ui.put(**{"view": name, "trail": None, "selected": None, "list_from": None, "scroll:events": None})
        if not ui.prefs.flag("fixed_view", False):
            ui.prefs.put("view", name)

    def go_to_date(self, ui: Page, _: Any) -> None:
        """Asks for a date."""
        day = self._day(ui)
        ui.pick_date(day.year, day.month, day.day, then="show_date")

    def show_date(self, ui: Page, chosen: tuple[int, int, int], _: Any) -> None:
        """Shows the date that was picked in the view that is open."""
        self._go(ui, date(*chosen))

    def open_settings(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.open("settings")

    def open_types(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.open("event_types")

    def open_about(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.open("about")

    def go_to_today(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        self._go(ui, ui.now().date())


_MENU = (
    ("Go to today", "go_to_today"),
    ("Go to date", "go_to_date"),
    ("Manage event types", "open_types"),
    ("Export events", "ask_export"),
    ("Import events", "ask_import"),
    ("Settings", "open_settings"),
    ("About", "open_about"),
)
