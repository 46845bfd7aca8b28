"""Dialogs for repetitions: every so many days, weeks, months or years; and until when."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, dialog
from osgenesis.envs.android.sim.apps.calendar.draft import UNITS
from osgenesis.envs.android.sim.apps.calendar.look import ID
from osgenesis.envs.android.sim.apps.calendar.schema import DAY
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, dialog_box
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, dp
from osgenesis.envs.android.sim.ui.widgets import button, column, radio, row, text, text_field

_MOST = 9_999
FOREVER, TIMES, TILL = range(3)


class RepetitionPages(App):
    """Dialogs the editor opens for a repetition."""

    @dialog
    def custom_repeat(self, ui: Page) -> Node:
        """A number and a unit; closes with the interval in seconds."""
        unit = ui.get("unit", 0)
        field = text_field(
            ui,
            "number",
            "Every",
            "2",
            input_kind="number",
            autofocus=True,
            ime="done",
            rid=ID + "dialog_custom_repeat_interval_value",
        )
        rows = [
            radio(ui, i == unit, _setter(ui, "unit", i), label=f"{name.capitalize()}s", height=dp(48))
            for i, (_, name) in enumerate(UNITS)
        ]

        def accept() -> None:
            number = _number(ui.text("number"))
            if number:
                ui.close(UNITS[unit][0] * number)
            else:
                ui.toast("Please enter a number from 1 to 9999")

        return dialog_box(
            ui, "Custom repetition", column(field, pad=(24, 8)), column(*rows), buttons=_buttons(ui, accept)
        )

    @dialog
    def repeat_limit(self, ui: Page) -> Node:
        """Forever, a number of times or until a day; closes with `repeat_limit`."""
        choice = ui.get("choice", FOREVER)
        store = Store(ui.phone)
        till = ui.get("till") or store.midnight(ui.now().date()) + 30 * DAY
        day = store.local(till)
        rows = [
            radio(ui, choice == FOREVER, _setter(ui, "choice", FOREVER), label="Forever", height=dp(52)),
            radio(ui, choice == TIMES, _setter(ui, "choice", TIMES), label="A number of times", height=dp(52)),
            radio(ui, choice == TILL, _setter(ui, "choice", TILL), label="Until a day", height=dp(52)),
        ]
        more: list[Node] = []
        if choice == TIMES:
            more.append(
                column(
                    text_field(
                        ui, "times", "Times", "10", input_kind="number", ime="done", rid=ID + "repeat_type_count"
                    ),
                    pad=(24, 8),
                )
            )
        elif choice == TILL:
            more.append(
                row(
                    text(ui, f"{MONTHS[day.month - 1]} {day.day} {day.year}", BODY, color=ui.theme.primary),
                    pad=(24, 12),
                    rid=ID + "repeat_type_date",
                    on_tap=lambda: ui.pick_date(day.year, day.month, day.day, then="set_till"),
                    cls="android.widget.LinearLayout",
                )
            )

        def accept() -> None:
            if choice == FOREVER:
                ui.close(0)
            elif choice == TILL:
                ui.close(till + DAY - 1)
            elif number := _number(ui.text("times")):
                ui.close(-number)
            else:
                ui.toast("Please enter a number from 1 to 9999")

        return dialog_box(ui, "Repeat till", column(*rows), *more, buttons=_buttons(ui, accept))

    def set_till(self, ui: Page, chosen: tuple[int, int, int], _: Any) -> None:
        """The last day of a repetition was picked."""
        store = Store(ui.phone)
        noon = store.local(0).replace(year=chosen[0], month=chosen[1], day=chosen[2])
        ui.put(till=store.midnight(noon.date()))


def _number(typed: str) -> int:
    typed = typed.strip()
    return int(typed) if typed.isdecimal() and len(typed) < 6 and 0 < int(typed) <= _MOST else 0


def _setter(ui: Page, key: str, value: int) -> Handler:
    return lambda: ui.put(**{key: value})


def _buttons(ui: Page, accept: Handler) -> tuple[Node, Node]:
    return button(ui, "Cancel", ui.back, rid="android:id/button2"), button(ui, "OK", accept, rid="android:id/button1")
