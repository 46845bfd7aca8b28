"""The calendar's vocabulary: what its rows and preferences are called in instructions."""

from __future__ import annotations

from osgenesis.envs.android.sim.apps.calendar.schema import DAY, EVENT_TYPES, EVENTS, MONTH, PACKAGE, WEEK, YEAR
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, Vocabulary

APP = "Simple Calendar Pro"
_HIDDEN = FieldWords("", kind="hidden")
_ON_OFF = {"false": "off", "true": "on"}
_MINUTES = {"-1": "no reminder", "0": "at the start", **{str(m): f"{m} minutes before" for m in (5, 10, 15, 30)},
            "60": "1 hour before", "120": "2 hours before", "1440": "1 day before"}  # fmt: skip


def _setting(key: str, noun: str, values: dict[str, str] | None = None, kind: str = "toggle") -> SettingWords:
    return SettingWords(f"prefs/{PACKAGE}/{key}", APP, noun, _ON_OFF if values is None else values, kind)


WORDS = Vocabulary.of(
    TableWords(
        EVENTS,
        APP,
        "event",
        "title",
        {
            "title": FieldWords("title"),
            "location": FieldWords("location"),
            "description": FieldWords("description"),
            "start_ts": FieldWords("start", kind="datetime_s"),
            "end_ts": FieldWords("end", kind="datetime_s"),
            "reminder_1_minutes": FieldWords("reminder", _MINUTES),
            "reminder_2_minutes": FieldWords("second reminder", _MINUTES),
            "reminder_3_minutes": FieldWords("third reminder", _MINUTES),
            "repeat_interval": FieldWords(
                "repetition",
                {"0": "none", str(DAY): "daily", str(WEEK): "weekly", str(MONTH): "monthly", str(YEAR): "yearly"},
            ),
            "repeat_limit": _HIDDEN,
            "repeat_rule": _HIDDEN,
            "repetition_exceptions": _HIDDEN,
            "flags": FieldWords("all-day", {"0": "no", "1": "yes", "8": "completed", "9": "completed"}),
            "event_type": _HIDDEN,
            "color": _HIDDEN,
            "availability": FieldWords("availability", {"0": "busy", "1": "free"}),
            "type": FieldWords("kind", {"0": "event", "1": "task"}),
            "reminder_1_type": _HIDDEN,
            "reminder_2_type": _HIDDEN,
            "reminder_3_type": _HIDDEN,
            "attendees": _HIDDEN,
            "time_zone": _HIDDEN,
            "source": _HIDDEN,
            "parent_id": _HIDDEN,
        },
        volatile=("id", "last_updated", "import_id"),
    ),
    TableWords(
        EVENT_TYPES, APP, "event type", "title", {"title": FieldWords("title"), "color": _HIDDEN}, volatile=("id",)
    ),
    _setting("sunday_first", "first day of the week", {"false": "Monday", "true": "Sunday"}, "choice"),
    _setting("use_24_hour_format", "24-hour time format in the calendar"),
    _setting(
        "view",
        "calendar view",
        {
            "daily": "daily",
            "weekly": "weekly",
            "monthly": "monthly",
            "monthly_daily": "monthly and daily",
            "yearly": "yearly",
            "list": "simple event list",
        },
        "choice",
    ),
    _setting("fixed_view", "default view of the calendar", {}, "hidden"),
    _setting("highlight_weekends", "highlighting of weekends"),
    _setting("show_week_numbers", "week numbers in the monthly view"),
    _setting("dim_past_events", "dimming of past events"),
    _setting("display_description", "display of descriptions in the event list"),
    _setting("replace_description", "locations instead of descriptions in the event list"),
    _setting("allow_tasks", "creating tasks in the calendar"),
    _setting("default_reminder", "default reminder", _MINUTES, "choice"),
    _setting("default_duration", "default event duration in minutes", {}, "level"),
    _setting(
        "default_start_time",
        "default start time",
        {"next_full_hour": "the next full hour", "current_time": "the current time"},
        "choice",
    ),
    _setting("default_event_type", "default event type", {}, "hidden"),
    _setting("hidden_event_types", "filtered event types", {}, "hidden"),
)
