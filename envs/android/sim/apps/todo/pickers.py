"""Sheets and dialogs that choose a value of a task: dates with shortcuts, tags, repetition rule, timer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from osgenesis.envs.android.sim.app import App, dialog, page, sheet
from osgenesis.envs.android.sim.apps.todo import dates
from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME
from osgenesis.envs.android.sim.apps.todo.look import ID
from osgenesis.envs.android.sim.apps.todo.repeats import FREQUENCIES, UNITS, Repeat
from osgenesis.envs.android.sim.apps.todo.schema import Named
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import WEEKDAYS, dialog_box
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, TITLE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    button,
    checkbox,
    chip,
    column,
    empty_state,
    icon,
    padding,
    row,
    scaffold,
    scroll,
    text,
    text_field,
)
from osgenesis.envs.core.elements import Flag

DAY_TIMES = (
    ("Morning", "morning_time", "09:00", "weather-sunset-up"),
    ("Afternoon", "afternoon_time", "13:00", "weather-sunny"),
    ("Evening", "evening_time", "17:00", "weather-sunset"),
    ("Night", "night_time", "20:00", "weather-night"),
)
_MOST_HOURS = 999
_Option = tuple[str, str, bool, Handler]  # icon, label, chosen, what a tap does


def minutes_of_text(clock: str) -> int:
    """Minutes since midnight of "09:00"."""
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


class PickerPages(App):
    """Choosing values."""

    # -- dates -------------------------------------------------------------------------------------

    @sheet
    def due_sheet(self, ui: Page) -> Node:
        """A date by shortcut or calendar, and a time. Closes with the stored number; 0 = no date."""
        day, minutes = self._chosen_date(ui)
        today = ui.now().date()
        shortcuts: list[tuple[str, str, date | None]] = [
            ("calendar-today", "Today", today), ("calendar-arrow-right", "Tomorrow", today + timedelta(days=1)),
            ("calendar-week", "Next week", dates.next_week(today)),
        ]  # fmt: skip
        if not ui.args.get("moment"):
            shortcuts.append(("calendar-remove", "No due date", None))
        return self._date_sheet(ui, "Reminder" if ui.args.get("moment") else "Due date", shortcuts, day, minutes)

    @sheet
    def start_sheet(self, ui: Page) -> Node:
        """The same for the day from which a task shows; relative to the due date where there is one."""
        day, minutes = self._chosen_date(ui)
        today = ui.now().date()
        shortcuts: list[tuple[str, str, date | None]] = []
        if ui.args["base"]:
            due = dates.local(ui.args["base"], ui.phone.clock.tz).date()
            shortcuts = [
                ("calendar", "Due date", due), ("calendar", "Day before due", due - timedelta(days=1)),
                ("calendar-week", "Week before due", due - timedelta(days=7)),
            ]  # fmt: skip
        else:
            shortcuts = [
                ("calendar-today", "Today", today), ("calendar-arrow-right", "Tomorrow", today + timedelta(days=1)),
                ("calendar-week", "Next week", dates.next_week(today)),
            ]  # fmt: skip
        shortcuts.append(("calendar-remove", "No start date", None))
        return self._date_sheet(ui, "Start date", shortcuts, day, minutes)

    def _chosen_date(self, ui: Page) -> tuple[date | None, int]:
        """(day, minutes) chosen so far, from the arguments at first."""
        chosen: tuple[int, int] | None = ui.get("chosen")
        if chosen is not None:
            return (date.fromordinal(chosen[0]) if chosen[0] else None), chosen[1]
        due, zone = int(ui.args["due"]), ui.phone.clock.tz
        if not due:
            return None, NO_TIME
        return dates.local(due, zone).date(), dates.minutes_of(due, zone)

    def _date_sheet(
        self, ui: Page, title: str, shortcuts: list[tuple[str, str, date | None]], day: date | None, minutes: int
    ) -> Node:
        today, twenty_four = ui.now().date(), ui.phone.is_24_hour
        days: list[_Option] = [
            (name, label, day == value, self._day_setter(ui, value)) for name, label, value in shortcuts
        ]
        other = day is not None and all(day != value for _, _, value in shortcuts)
        label = dates.day_text(day, today, names=False) if other and day is not None else "Pick a date"
        start = day or today
        days.append(
            (
                "calendar-edit",
                label,
                other,
                lambda: ui.pick_date(start.year, start.month, start.day, then="picked_date"),
            )
        )
        times: list[_Option] = []
        known = set()
        for name, key, default, symbol in DAY_TIMES:
            at = minutes_of_text(ui.prefs.text(key, default))
            known.add(at)
            times.append(
                (symbol, f"{name} {dates.clock_text(at, twenty_four)}", at == minutes, self._time_setter(ui, at))
            )
        odd = minutes != NO_TIME and minutes not in known
        now = ui.now()
        hour, minute = divmod(minutes, 60) if minutes != NO_TIME else ((now.hour + 1) % 24, 0)
        times.append(
            ("clock-outline", dates.clock_text(minutes, twenty_four) if odd else "Pick a time", odd,
             lambda: ui.pick_time(hour, minute, then="picked_time"))
        )  # fmt: skip
        times.append(("close-circle-outline", "No time", minutes == NO_TIME, self._time_setter(ui, NO_TIME)))
        return column(
            text(ui, title, TITLE, weight="medium", pad=padding((24, 20, 24, 8))),
            row(_options(ui, days), _options(ui, times), cross="start", width=FILL, pad=(8, 0)),
            row(
                button(ui, "Cancel", ui.back),
                button(ui, "OK", lambda: self._accept(ui, day, minutes)),
                align="end",
                gap=8,
                pad=(16, 8, 16, 16),
                width=FILL,
            ),
            width=FILL,
        )

    def _accept(self, ui: Page, day: date | None, minutes: int) -> None:
        start = ui.record.name == "start_sheet"
        if day is None:
            ui.close(0)
        elif ui.args.get("moment"):
            at = minutes if minutes != NO_TIME else minutes_of_text(ui.prefs.text("day_reminder_time", "18:00"))
            ui.close(dates.stored(day, at, ui.phone.clock.tz))
        else:
            ui.close(dates.stored(day, minutes, ui.phone.clock.tz, start=start))

    def _day_setter(self, ui: Page, day: date | None) -> Handler:
        _, minutes = self._chosen_date(ui)
        return lambda: ui.put(chosen=(day.toordinal(), minutes) if day else (0, NO_TIME))

    def _time_setter(self, ui: Page, minutes: int) -> Handler:
        day, _ = self._chosen_date(ui)
        base = day or (ui.now().date() if minutes != NO_TIME else None)
        return lambda: ui.put(chosen=(base.toordinal() if base else 0, minutes))

    def picked_date(self, ui: Page, chosen: tuple[int, int, int], _: Any) -> None:
        """The calendar gave a date."""
        self._day_setter(ui, date(*chosen))()

    def picked_time(self, ui: Page, chosen: tuple[int, int], _: Any) -> None:
        """The clock gave a time."""
        self._time_setter(ui, chosen[0] * 60 + chosen[1])()

    # -- tags --------------------------------------------------------------------------------------

    @page
    def tag_picker(self, ui: Page) -> Node:
        """Ticks tags and creates new ones by typing; leaving the page keeps what is ticked."""
        chosen: tuple[str, ...] = ui.get("tags", ui.args["chosen"])
        query = ui.text("query").strip()
        names = [n.name for n in Store(ui.phone).named("tag") if query.casefold() in n.name.casefold()]
        rows = [checkbox(ui, name in chosen, self._tag_toggler(ui, name), label=name, height=dp(52)) for name in names]
        if query and query.casefold() not in {name.casefold() for name in names}:
            rows.insert(
                0,
                row(
                    icon(ui, "plus", 24),
                    text(ui, f"Create “{query}”", BODY, lines=1, grow=1),
                    gap=16,
                    pad=(24, 0),
                    height=dp(52),
                    on_tap=lambda: self._create_tag(ui),
                    cls="android.widget.LinearLayout",
                ),
            )
        body = (
            scroll(ui, "tags", *rows)
            if rows
            else empty_state(ui, "tag-outline", "No tags yet", "Type a name to create one.")
        )
        field = text_field(
            ui,
            "query",
            hint="Search or create",
            style="plain",
            grow=1,
            rid=ID + "search_input",
            ime="done",
            on_submit=lambda: self._create_tag(ui),
        )
        return scaffold(
            ui, app_bar(ui, "Tags", navigation=action(ui, "arrow-left", "Back", lambda: ui.close(chosen))),
            row(icon(ui, "magnify", 24), field, gap=16, pad=(24, 4, 16, 4)), body, on_back=lambda: ui.close(chosen),
        )  # fmt: skip

    def _tag_toggler(self, ui: Page, name: str) -> Handler:
        chosen: tuple[str, ...] = ui.get("tags", ui.args["chosen"])
        return lambda: ui.put(tags=tuple(sorted(set(chosen) ^ {name}, key=str.casefold)))

    def _create_tag(self, ui: Page) -> None:
        name = ui.text("query").strip()
        if not name:
            return
        store = Store(ui.phone)
        known = next((n.name for n in store.named("tag") if n.name.casefold() == name.casefold()), None)
        if known is None:
            store.put_named("tag", Named(0, name))
        chosen: tuple[str, ...] = ui.get("tags", ui.args["chosen"])
        ui.put(tags=tuple(sorted({*chosen, known or name}, key=str.casefold)))
        ui.set_text("query", "")

    # -- repetition --------------------------------------------------------------------------------

    @dialog
    def repeat_dialog(self, ui: Page) -> Node:
        """Puts a rule together: every n units, on weekdays, until when. Closes with the rule's text."""
        rule: Repeat = ui.get("rule", ui.args["rule"])
        every = row(
            text(ui, "Every", BODY),
            text_field(
                ui, "interval", value=str(rule.interval), input_kind="number", width=dp(72), rid=ID + "interval"
            ),
            button(
                ui,
                UNITS[FREQUENCIES.index(rule.frequency)] + "s",
                lambda: ui.choose(
                    "Repeat every", [unit + "s" for unit in UNITS], FREQUENCIES.index(rule.frequency), then="set_unit"
                ),
                style="outlined",
            ),
            gap=12,
            pad=(24, 8),
        )
        parts = [every]
        if rule.frequency == "WEEKLY":
            circles = [self._weekday(ui, rule, day) for day in (6, 0, 1, 2, 3, 4, 5)]
            parts.append(row(*circles, gap=2, pad=(20, 4)))
        until = "On a date"
        if rule.until:
            end = date(int(rule.until[:4]), int(rule.until[4:6]), int(rule.until[6:]))
            until = dates.day_text(end, ui.now().date(), names=False)
        ends = row(
            chip(
                ui,
                "Never",
                lambda: ui.put(rule=rule._replace(until="", times=0)),
                selected=not rule.until and not rule.times,
            ),
            chip(ui, until, lambda: self._pick_end(ui), selected=bool(rule.until)),
            chip(
                ui,
                f"After {rule.times} times" if rule.times else "After…",
                lambda: ui.prompt("Number of times", value=str(rule.times or 5), input_kind="number", then="set_count"),
                selected=bool(rule.times),
            ),
            gap=6,
            pad=(24, 4, 24, 8),
        )
        return dialog_box(
            ui, "Custom repeat", *parts, text(ui, "Ends", BODY_MEDIUM, muted=True, pad=padding((24, 8, 24, 0))),
            Node(kind="hscroll", key="ends", offset=ui.get("scroll:ends", 0), children=(ends,)),
            buttons=(button(ui, "Cancel", ui.back), button(ui, "OK", lambda: self._accept_rule(ui))),
        )  # fmt: skip

    def _weekday(self, ui: Page, rule: Repeat, day: int) -> Node:
        on = day in rule.days
        theme = ui.theme
        return Node(
            kind="text", text=WEEKDAYS[day][0], size=BODY_MEDIUM, text_align="center", width=dp(40), height=dp(40),
            pad=(0, dp(10), 0, 0), radius=dp(20), bg=theme.primary if on else theme.surface_container,
            color=theme.on_primary if on else theme.on_surface, cls="android.widget.ToggleButton", desc=WEEKDAYS[day],
            flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if on else 0),
            on_tap=lambda: ui.put(rule=rule._replace(days=tuple(sorted(set(rule.days) ^ {day})))),
        )  # fmt: skip

    def _pick_end(self, ui: Page) -> None:
        day = ui.now().date() + timedelta(days=30)
        ui.pick_date(day.year, day.month, day.day, then="set_end")

    def set_unit(self, ui: Page, index: int, _: Any) -> None:
        """A unit was chosen."""
        ui.put(rule=ui.get("rule", ui.args["rule"])._replace(frequency=FREQUENCIES[index]))

    def set_end(self, ui: Page, chosen: tuple[int, int, int], _: Any) -> None:
        """The last date was chosen."""
        ui.put(rule=ui.get("rule", ui.args["rule"])._replace(until=f"{date(*chosen):%Y%m%d}", times=0))

    def set_count(self, ui: Page, typed: str, _: Any) -> None:
        """The number of times was typed."""
        if typed.strip().isdecimal() and 1 <= int(typed) <= _MOST_HOURS:
            ui.put(rule=ui.get("rule", ui.args["rule"])._replace(times=int(typed), until=""))
        else:
            ui.toast(f"Type a number from 1 to {_MOST_HOURS}")

    def _accept_rule(self, ui: Page) -> None:
        typed = ui.text("interval").strip()
        if not (typed.isdecimal() and 1 <= int(typed) <= _MOST_HOURS):
            ui.toast(f"Type a number from 1 to {_MOST_HOURS}")
            return
        rule: Repeat = ui.get("rule", ui.args["rule"])
        days = rule.days if rule.frequency == "WEEKLY" else ()
        ui.close(rule._replace(interval=int(typed), days=days).rule())

    # -- timer -------------------------------------------------------------------------------------

    @dialog
    def timer_dialog(self, ui: Page) -> Node:
        """Estimated and elapsed time in hours and minutes. Closes with (estimated, elapsed) seconds."""
        lines = [
            column(
                text(ui, label, BODY_MEDIUM, muted=True),
                row(self._number(ui, key + "_hours", "Hours", ui.args[key] // 3600),
                    self._number(ui, key + "_minutes", "Minutes", ui.args[key] % 3600 // 60), gap=12),
                gap=6, pad=(24, 8),
            )
            for key, label in (("estimated", "Estimated time"), ("elapsed", "Elapsed time"))
        ]  # fmt: skip
        return dialog_box(
            ui, "Timer", *lines,
            buttons=(button(ui, "Cancel", ui.back), button(ui, "OK", lambda: self._accept_timer(ui))),
        )  # fmt: skip

    def _number(self, ui: Page, key: str, label: str, value: int) -> Node:
        return text_field(ui, key, label, str(value), input_kind="number", grow=1, rid=ID + key)

    def _accept_timer(self, ui: Page) -> None:
        seconds = []
        for key in ("estimated", "elapsed"):
            hours, minutes = ui.text(key + "_hours").strip() or "0", ui.text(key + "_minutes").strip() or "0"
            if not (hours.isdecimal() and minutes.isdecimal() and int(hours) <= _MOST_HOURS and int(minutes) < 60):
                ui.toast(f"Type up to {_MOST_HOURS} hours and 59 minutes")
                return
            total = int(hours) * 3600 + int(minutes) * 60
            old = int(ui.args[key])
            seconds.append(old if total == old // 60 * 60 else total)  # keep the seconds of what nobody changed
        ui.close(tuple(seconds))


def _options(ui: Page, options: list[_Option]) -> Node:
    """A column of choices with their icons."""
    theme = ui.theme
    cells = []
    for name, label, chosen, on_tap in options:
        color = theme.on_secondary_container if chosen else theme.on_surface
        cells.append(
            row(
                icon(ui, name, 22, color=color),
                text(ui, label, BODY, color=color, lines=1, grow=1),
                gap=12,
                pad=(14, 0),
                height=dp(46),
                radius=dp(23),
                bg=theme.secondary_container if chosen else None,
                on_tap=on_tap,
                cls="android.widget.RadioButton",
                width=FILL,
                flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if chosen else 0),
            )
        )
    return column(*cells, grow=1, gap=2)
