"""Events as an iCalendar file (RFC 5545) and back: what the app exports to and imports from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from osgenesis.envs.android.sim.app import App
from osgenesis.envs.android.sim.apps.calendar import draft as drafts
from osgenesis.envs.android.sim.apps.calendar.recurrence import exceptions, nth_weekday
from osgenesis.envs.android.sim.apps.calendar.reminders import reschedule
from osgenesis.envs.android.sim.apps.calendar.schema import (
    ALL_DAY,
    COLUMNS,
    DAY,
    LAST_DAY,
    LAST_WEEKDAY,
    MONTH,
    NO_REMINDER,
    NTH_WEEKDAY,
    SAME_DAY,
    WEEK,
    YEAR,
    Event,
    event_of,
)
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.page import Page

FOLDER = "/storage/emulated/0/Download"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {"DAILY": DAY, "WEEKLY": WEEK, "MONTHLY": MONTH, "YEARLY": YEAR}
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
_STAMP = "%Y%m%dT%H%M%SZ"


class TransferPages(App):
    """Export to and import from the Download folder."""

    def ask_export(self, ui: Page, _: Any) -> None:
        """Asks for a file name."""
        ui.prompt("Export events", value=f"events_{ui.now():%Y%m%d_%H%M}", hint="File name", then="export_events")

    def export_events(self, ui: Page, name: str, _: Any) -> None:
        """Writes all events to Download."""
        name = name.strip().removesuffix(".ics")
        if not name or "/" in name:
            ui.toast("Invalid file name")
            return
        store = Store(ui.phone)
        events = [event_of(row) for row in store.database.query(f"SELECT {COLUMNS} FROM events ORDER BY id")]
        if not events:
            ui.toast("There is nothing to export")
            return
        ui.files.write(f"{FOLDER}/{name}.ics", to_ics(events, store.zone), parents=True)
        ui.toast(f"Exported {len(events)} to Download/{name}.ics")

    def ask_import(self, ui: Page, _: Any) -> None:
        """Asks for a file of the Download folder."""
        names = tuple(
            sorted(n for n in (ui.files.listdir(FOLDER) if ui.files.is_dir(FOLDER) else ()) if n.endswith(".ics"))
        )
        if names:
            ui.choose("Import events", names, then="import_events", data=names)
        else:
            ui.toast("There is no .ics file in Download")

    def import_events(self, ui: Page, index: int, names: tuple[str, ...]) -> None:
        """Adds the events of a file."""
        store = Store(ui.phone)
        events = from_ics(ui.files.read(f"{FOLDER}/{names[index]}").decode("utf-8", "replace"), store.zone)
        for event in events:
            store.add(event)
        reschedule(ui.phone)
        ui.toast(f"Imported {len(events)} events" if events else "The file holds no events")


def to_ics(events: Iterable[Event], zone: tzinfo) -> str:
    """The text of a calendar file."""
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Simple Mobile Tools//NONSGML Event Calendar//EN", "VERSION:2.0"]
    for event in events:
        start = datetime.fromtimestamp(event.start_ts, zone)
        lines += ["BEGIN:VEVENT", f"SUMMARY:{_escaped(event.title)}"]
        lines += [
            f"{name}:{_escaped(value)}"
            for name, value in (("LOCATION", event.location), ("DESCRIPTION", event.description))
            if value
        ]
        if event.all_day:
            end = datetime.fromtimestamp(event.end_ts, zone) + timedelta(days=1)
            lines += [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
        else:
            lines += [f"DTSTART:{_stamp(event.start_ts)}", f"DTEND:{_stamp(event.end_ts)}"]
        if event.repeat_interval:
            lines.append(f"RRULE:{_rule(event, start)}")
            lines += [f"EXDATE;VALUE=DATE:{day}" for day in sorted(exceptions(event))]
        for minutes in event.reminders:
            if minutes != NO_REMINDER:
                lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{minutes}M", "END:VALARM"]
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def from_ics(text: str, zone: tzinfo) -> list[Event]:
    """The events of a calendar file. What cannot be understood is left out."""
    events: list[Event] = []
    fields: dict[str, tuple[str, str]] | None = None
    skipped: list[str] = []
    alarms: list[int] = []
    for line in text.replace("\r\n", "\n").replace("\n ", "").split("\n"):
        head, _, value = line.partition(":")
        name, _, options = head.upper().partition(";")
        if (name, value) == ("BEGIN", "VEVENT"):
            fields, skipped, alarms = {}, [], []
        elif (name, value) == ("END", "VEVENT") and fields is not None:
            event = _event(fields, skipped, alarms, zone)
            events += [event] if event else []
            fields = None
        elif fields is not None and name == "EXDATE":
            skipped += [day[:8] for day in value.split(",")]
        elif fields is not None and name == "TRIGGER" and value.startswith("-PT") and value[3:-1].isdecimal():
            alarms.append(int(value[3:-1]) * {"M": 1, "H": 60}.get(value[-1], 1))
        elif fields is not None:
            fields.setdefault(name, (value, options))
    return events


def _event(fields: dict[str, tuple[str, str]], skipped: list[str], alarms: list[int], zone: tzinfo) -> Event | None:
    start = _moment(fields.get("DTSTART", ("", ""))[0], zone)
    if start is None:
        return None
    end = _moment(fields.get("DTEND", ("", ""))[0], zone) or start
    all_day = "T" not in fields["DTSTART"][0]
    if all_day:
        end = max(end - timedelta(days=1), start) + timedelta(hours=12)
    interval, rule, limit = _repetition(fields.get("RRULE", ("", ""))[0], start, zone)
    reminders = (*alarms[:3], NO_REMINDER, NO_REMINDER, NO_REMINDER)
    return Event(
        start_ts=int(start.timestamp()),
        end_ts=int(end.timestamp()),
        title=_plain(fields.get("SUMMARY", ("", ""))[0]) or "(No title)",
        location=_plain(fields.get("LOCATION", ("", ""))[0]),
        description=_plain(fields.get("DESCRIPTION", ("", ""))[0]),
        reminder_1_minutes=reminders[0],
        reminder_2_minutes=reminders[1],
        reminder_3_minutes=reminders[2],
        repeat_interval=interval,
        repeat_rule=rule,
        repeat_limit=limit,
        flags=ALL_DAY if all_day else 0,
        source="imported-ics",
        repetition_exceptions="[" + ",".join(f'"{day}"' for day in skipped if day.isdecimal()) + "]",
    )


def _rule(event: Event, start: datetime) -> str:
    size, unit = drafts.unit_of(event.repeat_interval)
    frequency = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}[unit]
    parts = [f"FREQ={frequency}", f"INTERVAL={event.repeat_interval // size}"]
    rule = event.repeat_rule
    if unit == "week":
        parts.append("BYDAY=" + ",".join(_DAYS[d] for d in range(7) if (rule or 1 << start.weekday()) >> d & 1))
    elif unit in ("month", "year") and rule in (NTH_WEEKDAY, LAST_WEEKDAY):
        parts.append(f"BYDAY={-1 if rule == LAST_WEEKDAY else nth_weekday(start)}{_DAYS[start.weekday()]}")
    elif unit == "month" and rule == LAST_DAY:
        parts.append("BYMONTHDAY=-1")
    if event.repeat_limit:
        parts.append(
            f"COUNT={-event.repeat_limit}" if event.repeat_limit < 0 else f"UNTIL={_stamp(event.repeat_limit)}"
        )
    return ";".join(parts)


def _repetition(text: str, start: datetime, zone: tzinfo) -> tuple[int, int, int]:
    """(repeat_interval, repeat_rule, repeat_limit) of an RRULE."""
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";"))
    size = _FREQUENCIES.get(parts.get("FREQ", ""), 0)
    step = parts.get("INTERVAL", "1")
    interval = size * max(int(step) if step.isdecimal() else 1, 1)
    days = parts.get("BYDAY", "")
    rule = drafts.default_rule(interval, start)
    if size == WEEK and days:
        rule = sum(1 << _DAYS.index(day) for day in set(days.split(",")) if day in _DAYS) or rule
    elif size in (MONTH, YEAR) and days:
        rule = LAST_WEEKDAY if days.startswith("-1") else NTH_WEEKDAY
    elif size == MONTH and parts.get("BYMONTHDAY") == "-1":
        rule = LAST_DAY
    elif size in (MONTH, YEAR):
        rule = SAME_DAY
    times, until = parts.get("COUNT", ""), _moment(parts.get("UNTIL", ""), zone)
    limit = -int(times) if times.isdecimal() else int(until.timestamp()) if until else 0
    return interval, rule, limit if interval else 0


def _moment(value: str, zone: tzinfo) -> datetime | None:
    try:
        if "T" not in value:
            return datetime.strptime(value, "%Y%m%d").replace(tzinfo=zone)
        if value.endswith("Z"):
            return datetime.strptime(value, _STAMP).replace(tzinfo=UTC).astimezone(zone)
        return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _stamp(ts: int) -> str:
    return datetime.fromtimestamp(ts, UTC).strftime(_STAMP)


def _escaped(value: str) -> str:
    for char, escape in _ESCAPES:
        value = value.replace(char, escape)
    return value


def _plain(value: str) -> str:
    out, escaped = [], False
    for char in value:
        if escaped:
            out.append("\n" if char in "nN" else char)
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            out.append(char)
    return "".join(out)
