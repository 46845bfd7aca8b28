"""The clock tab: local time and the cities of the world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.clock.alarms import clock_time
from osgenesis.envs.android.sim.clock import zone_info
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, HEADLINE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    back_button,
    checkbox,
    column,
    divider,
    empty_state,
    fab,
    icon,
    lazy_list,
    list_item,
    row,
    scaffold,
    scroll,
    search_field,
    space,
    text,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

CITIES = {
    "Amsterdam": "Europe/Amsterdam",
    "Athens": "Europe/Athens",
    "Auckland": "Pacific/Auckland",
    "Bangkok": "Asia/Bangkok",
    "Beijing": "Asia/Shanghai",
    "Berlin": "Europe/Berlin",
    "Bogot\u00e1": "America/Bogota",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "Cairo": "Africa/Cairo",
    "Cape Town": "Africa/Johannesburg",
    "Chicago": "America/Chicago",
    "Dakar": "Africa/Dakar",
    "Delhi": "Asia/Kolkata",
    "Denver": "America/Denver",
    "Dubai": "Asia/Dubai",
    "Hanoi": "Asia/Ho_Chi_Minh",
    "Helsinki": "Europe/Helsinki",
    "Honolulu": "Pacific/Honolulu",
    "Istanbul": "Europe/Istanbul",
    "Jakarta": "Asia/Jakarta",
    "Kathmandu": "Asia/Kathmandu",
    "Lagos": "Africa/Lagos",
    "Lima": "America/Lima",
    "Lisbon": "Europe/Lisbon",
    "London": "Europe/London",
    "Los Angeles": "America/Los_Angeles",
    "Madrid": "Europe/Madrid",
    "Manila": "Asia/Manila",
    "Mexico City": "America/Mexico_City",
    "Montreal": "America/Toronto",
    "Moscow": "Europe/Moscow",
    "Nairobi": "Africa/Nairobi",
    "New York": "America/New_York",
    "Oslo": "Europe/Oslo",
    "Paris": "Europe/Paris",
    "Prague": "Europe/Prague",
    "Reykjav\u00edk": "Atlantic/Reykjavik",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Rome": "Europe/Rome",
    "Santiago": "America/Santiago",
    "Seoul": "Asia/Seoul",
    "Singapore": "Asia/Singapore",
    "Stockholm": "Europe/Stockholm",
    "Sydney": "Australia/Sydney",
    "Taipei": "Asia/Taipei",
    "Tehran": "Asia/Tehran",
    "Tokyo": "Asia/Tokyo",
    "Vancouver": "America/Vancouver",
    "Vienna": "Europe/Vienna",
    "Warsaw": "Europe/Warsaw",
    "Zurich": "Europe/Zurich",
}

_NONE = timedelta()


class WorldPages:
    """The world clock part of the clock."""

    def world_tab(self, ui: Page) -> tuple[Node, Node | None]:
        """(local time and cities, the button that adds one)."""
        cities = chosen_cities(ui)
        seconds = ui.prefs.flag("seconds")
        now = ui.phone.local_time(ui.seconds() * 1000) if seconds else ui.now()
        shown = clock_time(ui.phone, now.hour, now.minute)
        if seconds:
            hour_minute, space_before, half = shown.partition(" ")
            shown = f"{hour_minute}:{now.second:02d}{space_before}{half}"
        face = (
            self._analog(ui, now)
            if ui.prefs.number("style")
            else text(ui, shown, dp(56 if len(shown) > 8 else 68), text_align="center")
        )
        head = column(
            face,
            text(ui, f"{now:%a}, {now:%b} {now.day}", BODY, muted=True),
            gap=4,
            cross="center",
            pad=(16, 24),
            width=FILL,
        )
        rows = [self._city(ui, name, now) for name in cities]
        add = fab(ui, "plus", "Add city", lambda: ui.open("cities"))
        return scroll(ui, "world", head, divider(ui), *rows, space(0, 88)), add

    def _analog(self, ui: Page, now: datetime) -> Node:
        from math import cos, pi, sin

        size = dp(220)
        middle = size // 2

        def hand(turn: float, length: int, width: int) -> Node:
            end = (middle + round(length * sin(turn * 2 * pi)), middle - round(length * cos(turn * 2 * pi)))
            return Node(
                kind="box", width=size, height=size, draw=("line", ui.theme.primary, width, (middle, middle), end)
            )

        return Node(
            kind="box",
            width=size,
            height=size,
            draw=("ring", ui.theme.outline_variant, dp(3), 0, 360),
            cls="android.view.View",
            desc=f"The time is {clock_time(ui.phone, now.hour, now.minute)}",
            children=(
                hand((now.hour % 12 + now.minute / 60) / 12, dp(62), dp(6)),
                hand(now.minute / 60, dp(90), dp(4)),
            ),
        )

    def _city(self, ui: Page, name: str, now: datetime) -> Node:
        there = now.astimezone(zone_info(CITIES[name]))
        offset = (there.utcoffset() or _NONE) - (now.utcoffset() or _NONE)
        minutes = int(offset.total_seconds()) // 60
        hours = f"{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02d}" if minutes % 60 else "")
        day = "Today" if there.date() == now.date() else "Tomorrow" if there.date() > now.date() else "Yesterday"
        difference = (
            "Same as local time"
            if not minutes
            else f"{day}, {hours} {'hour' if hours == '1' else 'hours'} {'ahead' if minutes > 0 else 'behind'}"
        )
        return row(
            column(text(ui, name, BODY), text(ui, difference, BODY_MEDIUM, muted=True), grow=1),
            text(ui, clock_time(ui.phone, there.hour, there.minute), HEADLINE),
            pad=(20, 14),
            width=FILL,
            cls="android.widget.LinearLayout",
            on_long=lambda: ui.menu((("Remove", "remove_city"),), name),
            on_swipe=lambda way: self.remove_city(ui, name),
        )

    def remove_city(self, ui: Page, name: str) -> None:
        """Takes a city off the list, with undo."""
        cities = chosen_cities(ui)
        if name in cities:
            ui.prefs.put("cities", "|".join(c for c in cities if c != name))
            ui.snack(f"{name} removed", "Undo", "restore_cities", "|".join(cities))

    def restore_cities(self, ui: Page, cities: str) -> None:
        """Undo of a removal."""
        ui.prefs.put("cities", cities)

    @page
    def cities(self, ui: Page) -> Node:
        """All cities with check boxes, filtered by the search field."""
        query = _plain(ui.text("query").strip()) if "text:query" in ui.record.state else ""
        names = [name for name in CITIES if query in _plain(name)]
        chosen = chosen_cities(ui)
        now = ui.now()

        def build(i: int) -> Node:
            name = names[i]
            there = now.astimezone(zone_info(CITIES[name]))
            return list_item(
                ui,
                name,
                clock_time(ui.phone, there.hour, there.minute),
                on_tap=self._chooser(ui, name),
                leading=icon(ui, "city-variant-outline"),
                trailing=checkbox(ui, name in chosen, desc=name),
            )

        bar = app_bar(ui, "", navigation=back_button(ui), title_node=search_field(ui, "query", "Search for a city"))
        body = (
            lazy_list(ui, "cities", len(names), build, 68)
            if names
            else empty_state(ui, "city-variant-outline", "No cities found")
        )
        return scaffold(ui, bar, body)

    def _chooser(self, ui: Page, name: str) -> Callable[[], None]:
        def toggle() -> None:
            chosen = chosen_cities(ui)
            ui.prefs.put("cities", "|".join([c for c in chosen if c != name] if name in chosen else [*chosen, name]))

        return toggle

    def saver_page(self, ui: Page) -> Node:
        """The time, dim on black; a tap ends it."""
        now = ui.now()
        return Node(
            kind="column",
            width=FILL,
            height=FILL,
            bg=(0, 0, 0),
            cross="center",
            align="center",
            cls="android.widget.FrameLayout",
            on_tap=ui.close,
            children=(text(ui, clock_time(ui.phone, now.hour, now.minute), dp(68), color=(150, 150, 150)),),
        )


def _plain(name: str) -> str:
    """Lower case and without accents, so that "bogota" finds its city."""
    return "".join(c for c in normalize("NFD", name.lower()) if not combining(c))


def chosen_cities(ui: Page) -> list[str]:
    """The cities on the list, in the order they were added."""
    return [name for name in ui.prefs.text("cities").split("|") if name in CITIES]
