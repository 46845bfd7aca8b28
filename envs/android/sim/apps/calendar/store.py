"""Reading and changing events and their types; what deleting or changing part of a repetition means."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.calendar import recurrence
from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.schema import (
    COLUMNS,
    DATABASE,
    PACKAGE,
    REGULAR,
    SCHEMA,
    Event,
    EventType,
    argb,
    event_of,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.databases import Database
    from osgenesis.envs.android.sim.phone import Phone

REGULAR_COLOR = (201, 80, 0)
ONLY_THIS, THIS_AND_FUTURE, ALL = range(3)  # how much of a repetition is meant
_CHANGED = ", ".join(f'"{name}" = ?' for name in Event._fields[1:])


class Store:
    """The calendar of one phone. Holds nothing: each call reads or writes the database."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    @property
    def database(self) -> Database:
        """The database, made where it is missing."""
        return self._phone.databases.open(DATABASE, SCHEMA)

    @property
    def zone(self) -> tzinfo:
        """The phone's time zone."""
        return self._phone.clock.tz

    # -- reading -----------------------------------------------------------------------------------

    def get(self, event_id: int) -> Event | None:
        """An event by its id."""
        rows = self.database.query(f"SELECT {COLUMNS} FROM events WHERE id = ?", (event_id,))
        return event_of(rows[0]) if rows else None

    def between(self, first: int, last: int, *, unfiltered: bool = False) -> list[Occurrence]:
        """What takes place in [first, last) epoch seconds, without the types that the user has filtered out."""
        rows = self.database.query(
            f"SELECT {COLUMNS} FROM events WHERE start_ts < ? AND (end_ts >= ? OR repeat_interval != 0)", (last, first)
        )
        hidden = () if unfiltered else self.hidden_types()
        events: Iterable[Event] = map(event_of, rows)
        if hidden:
            events = [event for event in events if event.event_type not in hidden]
        return recurrence.occurrences(events, first, last, self.zone)

    def on_days(self, first: date, days: int) -> list[Occurrence]:
        """What takes place on some days in a row."""
        return self.between(self.midnight(first), self.midnight(first + timedelta(days=days)))

    def search(self, text: str, first: int, last: int) -> list[Occurrence]:
        """Events with a text in title, place or description."""
        wanted = text.lower()
        return [
            o
            for o in self.between(first, last)
            if wanted in o.event.title.lower()
            or wanted in o.event.location.lower()
            or wanted in o.event.description.lower()
        ]

    def types(self) -> list[EventType]:
        """All event types; the regular one is there even if a host has removed the table."""
        rows = self.database.query("SELECT id, title, color FROM event_types ORDER BY id")
        found = [EventType(*row) for row in rows]
        if not any(kind.id == REGULAR for kind in found):
            found.insert(0, EventType(REGULAR, "Regular event", argb(REGULAR_COLOR)))
        return found

    def hidden_types(self) -> frozenset[int]:
        """Ids of the types that the user has filtered out."""
        value = self._phone.preferences(PACKAGE).get("hidden_event_types")
        return frozenset(int(i) for i in value if i.isdecimal()) if isinstance(value, frozenset) else frozenset()

    # -- time --------------------------------------------------------------------------------------

    def midnight(self, day: date) -> int:
        """Epoch seconds at which a day starts."""
        return int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp())

    def local(self, ts: int) -> datetime:
        """Date and time of epoch seconds on the phone."""
        return datetime.fromtimestamp(ts, self.zone)

    # -- changing ----------------------------------------------------------------------------------

    def add(self, event: Event) -> int:
        """Adds an event; returns its id."""
        return self.database.insert("events", event._replace(last_updated=self._phone.clock.now_ms).values())

    def update(self, event: Event) -> None:
        """Writes an event's columns back."""
        event = event._replace(last_updated=self._phone.clock.now_ms)
        self.database.execute(f"UPDATE events SET {_CHANGED} WHERE id = ?", (*event[1:], event.id))

    def delete(self, event_id: int, start: int, scope: int) -> None:
        """Deletes an event, or part of a repetition from the occurrence at `start`."""
        event = self.get(event_id)
        if event is None:
            return
        if not event.repeat_interval or scope == ALL or (scope == THIS_AND_FUTURE and start <= event.start_ts):
            self.database.execute("DELETE FROM events WHERE id = ?", (event_id,))
        elif scope == THIS_AND_FUTURE:
            self.update(self._ended(event, start))
        else:
            self.update(self._without(event, start))

    def change(self, event: Event, start: int, scope: int) -> None:
        """Saves an edited event whose times are those of the occurrence that started at `start` before.

        Only this one: it leaves the repetition and becomes an event of its own. This and future: the repetition
        ends before it and a new one starts. All: the whole repetition moves by as much as this one.
        """
        old = self.get(event.id)
        if old is None:
            self.add(event)
        elif not old.repeat_interval:
            self.update(event)
        elif scope == ONLY_THIS:
            self.update(self._without(old, start))
            self.add(event._replace(id=0, repeat_interval=0, repeat_rule=0, repeat_limit=0,
                                    repetition_exceptions="[]", parent_id=old.id))  # fmt: skip
        elif scope == THIS_AND_FUTURE and start > old.start_ts:
            limit = event.repeat_limit
            if limit < 0 and limit == old.repeat_limit:
                limit = min(limit + recurrence.position(old, start, self.zone), -1)
            self.update(self._ended(old, start))
            self.add(event._replace(id=0, repeat_limit=limit))
        else:
            length = event.end_ts - event.start_ts
            first = old.start_ts + event.start_ts - start
            self.update(event._replace(start_ts=first, end_ts=first + length))

    def _ended(self, event: Event, start: int) -> Event:
        """The repetition up to the day before an occurrence."""
        return event._replace(repeat_limit=self.midnight(self.local(start).date()) - 1)

    def _without(self, event: Event, start: int) -> Event:
        """The repetition with one more exception."""
        days = sorted(recurrence.exceptions(event) | {recurrence.day_code(self.local(start).date())})
        return event._replace(repetition_exceptions=json.dumps(days, separators=(",", ":")))

    def put_type(self, kind: EventType) -> int:
        """Adds (id 0) or changes an event type; returns its id."""
        if kind.id:
            self.database.execute("INSERT OR REPLACE INTO event_types (id, title, color) VALUES (?, ?, ?)", kind)
            return kind.id
        return self.database.insert("event_types", {"title": kind.title, "color": kind.color})

    def delete_type(self, type_id: int) -> None:
        """Deletes an event type; its events become regular ones."""
        database = self.database
        database.execute("UPDATE events SET event_type = ? WHERE event_type = ?", (REGULAR, type_id))
        database.execute("DELETE FROM event_types WHERE id = ?", (type_id,))

    def delete_all(self) -> None:
        """Deletes every event."""
        self.database.execute("DELETE FROM events")
