"""Simple Calendar: events and tasks in monthly, weekly, daily and yearly views, kept in `events.db`."""

from __future__ import annotations

from osgenesis.envs.android.sim.app import Filter
from osgenesis.envs.android.sim.apps.calendar.editor import EventPages
from osgenesis.envs.android.sim.apps.calendar.ics import TransferPages
from osgenesis.envs.android.sim.apps.calendar.look import DARK_THEME, SEED, THEME
from osgenesis.envs.android.sim.apps.calendar.main_page import MainPages
from osgenesis.envs.android.sim.apps.calendar.reminders import EVENT_ACTIVITY, REMIND, remind, reschedule
from osgenesis.envs.android.sim.apps.calendar.repetition import RepetitionPages
from osgenesis.envs.android.sim.apps.calendar.schema import DATABASE, PACKAGE, REGULAR, Event, EventType, argb
from osgenesis.envs.android.sim.apps.calendar.settings_page import SettingsPages
from osgenesis.envs.android.sim.apps.calendar.store import REGULAR_COLOR, Store
from osgenesis.envs.android.sim.apps.calendar.types_page import TypePages
from osgenesis.envs.android.sim.apps.calendar.words import WORDS
from osgenesis.envs.android.sim.intents import ACTION_EDIT, ACTION_INSERT, ACTION_VIEW, BroadcastResult, Intent
from osgenesis.envs.android.sim.phone import Phone

_MIME = "vnd.android.cursor.dir/event"
_SAMPLES = (
    # days from the phone's first day, hour, minutes, title, location, description
    (0, 18, 90, "Dinner with Leila", "Corner Bistro", "Table for two"),
    (2, 9, 30, "Team stand-up", "", "Bring the sprint notes"),
    (4, 14, 60, "Dentist", "12 Mill Lane", ""),
    (9, 19, 120, "Choir rehearsal", "Town hall", "New songs"),
)


class CalendarApp(MainPages, EventPages, RepetitionPages, TypePages, SettingsPages, TransferPages):
    """The calendar."""

    package = PACKAGE
    label = "Simple Calendar Pro"
    icon = "calendar-month"
    color = SEED
    version = "6.22.1"
    theme, dark_theme = THEME, DARK_THEME
    launcher = f"{PACKAGE}.activities.MainActivity"
    activities = {launcher: "main", EVENT_ACTIVITY: "event", f"{PACKAGE}.activities.SettingsActivity": "settings"}
    filters = (
        Filter(ACTION_INSERT, EVENT_ACTIVITY, mime=_MIME),
        Filter(ACTION_EDIT, EVENT_ACTIVITY, mime=_MIME),
        Filter(ACTION_VIEW, launcher, data="content://com.android.calendar"),
    )
    permissions = (
        "android.permission.READ_CALENDAR",
        "android.permission.WRITE_CALENDAR",
        "android.permission.POST_NOTIFICATIONS",
    )
    vocabulary = WORDS

    def install(self, phone: Phone) -> None:
        """The database with its regular type; a few events where there has been none."""
        fresh = not phone.databases.exists(DATABASE)
        store = Store(phone)
        if not store.database.query("SELECT 1 FROM event_types WHERE id = ?", (REGULAR,)):
            store.put_type(EventType(REGULAR, "Regular event", argb(REGULAR_COLOR)))
        if fresh:
            today = store.midnight(phone.clock.local().date())
            for day, hour, minutes, title, location, description in _SAMPLES:
                start = today + day * 86_400 + hour * 3_600
                store.add(Event(start_ts=start, end_ts=start + minutes * 60, title=title, location=location,
                                description=description, reminder_1_minutes=10))  # fmt: skip

    def on_start(self, phone: Phone, intent: Intent) -> None:
        """Makes what is missing and looks for the next reminder, since a host may have changed the events."""
        self.install(phone)
        reschedule(phone)

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """A reminder is due."""
        if intent.action != REMIND:
            return None
        remind(phone)
        return BroadcastResult()
