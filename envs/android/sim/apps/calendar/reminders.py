"""Reminders: the next one due is an alarm of the phone; when it goes off, notifications are posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.schema import DAY, NO_REMINDER, PACKAGE
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.notifications import Notification

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

REMIND = f"{PACKAGE}.action.REMIND"
EVENT_ACTIVITY = f"{PACKAGE}.activities.EventActivity"
_AHEAD = 8 * DAY  # longest reminder that is watched, and how far to look for the next one
_MS = 1000


def reschedule(phone: Phone) -> None:
    """Sets the alarm for the next reminder; after every change of events and at every start of the app."""
    phone.alarms.cancel(PACKAGE, REMIND)
    now = phone.clock.now_s
    due = [at for at, _ in _reminders(phone, now, now + _AHEAD) if at > now]
    if due:
        phone.alarms.set_at(min(due) * _MS, PACKAGE, REMIND)


def remind(phone: Phone) -> None:
    """Posts what is due within this minute and sets the next alarm."""
    now = phone.clock.now_s
    store = Store(phone)
    for at, occurrence in _reminders(phone, now - 60, now + 1):
        if now - 60 < at <= now:
            event, start = occurrence.event, store.local(occurrence.start)
            phone.notifications.post(
                Notification(
                    PACKAGE,
                    event.id,
                    event.title,
                    f"{start:%H:%M} {event.location}".strip(),
                    channel="Events",
                    app_label="Calendar",
                    heads_up=True,
                    intent=Intent(
                        ACTION_VIEW,
                        f"{PACKAGE}/{EVENT_ACTIVITY}",
                        extras=(("event_id", event.id), ("at", occurrence.start)),
                    ),
                )
            )
    reschedule(phone)


def _reminders(phone: Phone, first: int, last: int) -> list[tuple[int, Occurrence]]:
    """(when, for what) of reminders in [first, last), epoch seconds."""
    found = []
    for occurrence in Store(phone).between(first, last + _AHEAD, unfiltered=True):
        for minutes in occurrence.event.reminders:
            at = occurrence.start - minutes * 60
            if minutes != NO_REMINDER and first <= at < last and not occurrence.event.done:
                found.append((at, occurrence))
    return found
