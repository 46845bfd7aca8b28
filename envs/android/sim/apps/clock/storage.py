"""Where the clock keeps things: alarms and timers in a database, stopwatch, cities and choices in preferences."""

from __future__ import annotations

from osgenesis.envs.android.sim.databases import Database, Databases
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, Vocabulary

PACKAGE = "com.google.android.deskclock"
DATABASE = f"/data/data/{PACKAGE}/databases/alarms.db"
PREFS = f"prefs/{PACKAGE}/"
ALARMS, TIMERS = f"{PACKAGE}/alarm_templates", f"{PACKAGE}/timers"
SCHEMA = (
    "CREATE TABLE alarm_templates (_id INTEGER PRIMARY KEY AUTOINCREMENT, hour INTEGER NOT NULL, "
    "minutes INTEGER NOT NULL, "
    "daysofweek INTEGER NOT NULL DEFAULT 0, enabled INTEGER NOT NULL DEFAULT 1, vibrate INTEGER NOT NULL DEFAULT 1, "
    "label TEXT NOT NULL DEFAULT '', ringtone TEXT NOT NULL DEFAULT 'Bright Morning')",
    "CREATE TABLE timers (_id INTEGER PRIMARY KEY AUTOINCREMENT, length_ms INTEGER NOT NULL, "
    "label TEXT NOT NULL DEFAULT '', "
    "state TEXT NOT NULL DEFAULT 'running', ends_ms INTEGER NOT NULL DEFAULT 0, left_ms INTEGER NOT NULL DEFAULT 0)",
    "INSERT INTO alarm_templates (hour, minutes, daysofweek, enabled) VALUES (8, 30, 31, 0), (9, 0, 96, 0)",
)
RINGTONES = (
    "Bright Morning",
    "Cuckoo Clock",
    "Early Twilight",
    "Full of Wonder",
    "Gentle Breeze",
    "Icicles",
    "Leap",
    "Silent",
)
SILENCES = (("1 minute", 1), ("5 minutes", 5), ("10 minutes", 10), ("Never", 0))  # label, minutes; 0 = never
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ON = {"0": "off", "1": "on"}
_TRUE = {"false": "off", "true": "on"}

WORDS = Vocabulary.of(
    TableWords(
        ALARMS,
        "Clock",
        "alarm",
        "label",
        {
            "hour": FieldWords("hour", kind="number"),
            "minutes": FieldWords("minute", kind="number"),
            "label": FieldWords("label"),
            "enabled": FieldWords("alarm", _ON, "flag"),
            "vibrate": FieldWords("vibration", _ON, "flag"),
            "daysofweek": FieldWords(
                "repetition",
                {
                    str(mask): (
                        "every day"
                        if mask == 127
                        else "once"
                        if not mask
                        else ", ".join(day for i, day in enumerate(DAYS) if mask >> i & 1)
                    )
                    for mask in range(128)
                },
                "choice",
            ),
            "ringtone": FieldWords("alarm sound"),
        },
        volatile=("_id",),
    ),
    TableWords(
        TIMERS,
        "Clock",
        "timer",
        "label",
        {
            "length_ms": FieldWords("length in milliseconds", kind="number"),
            "label": FieldWords("label"),
            "state": FieldWords(
                "state", {"running": "running", "paused": "paused", "reset": "reset", "expired": "expired"}
            ),
        },
        volatile=("_id", "ends_ms", "left_ms"),
    ),
    SettingWords(
        PREFS + "sw_state", "Clock", "stopwatch", {"running": "running", "paused": "paused", "reset": "reset"}, "choice"
    ),
    SettingWords(PREFS + "sw_started", "Clock", "", kind="hidden"),
    SettingWords(PREFS + "sw_before", "Clock", "", kind="hidden"),
    SettingWords(PREFS + "sw_laps", "Clock", "", kind="hidden"),
    SettingWords(PREFS + "cities", "Clock", "list of cities", kind="choice"),
    SettingWords(PREFS + "style", "Clock", "clock style", {"0": "digital", "1": "analog"}, "choice"),
    SettingWords(PREFS + "snooze", "Clock", "snooze length in minutes", kind="choice"),
    SettingWords(
        PREFS + "silence",
        "Clock",
        "time after which alarms fall silent",
        {"0": "1 minute", "1": "5 minutes", "2": "10 minutes", "3": "never"},
        "choice",
    ),
    SettingWords(PREFS + "seconds", "Clock", "display of seconds", _TRUE),
    SettingWords(PREFS + "home_clock", "Clock", "automatic home clock", _TRUE),
    SettingWords(PREFS + "crescendo", "Clock", "gradually increasing volume", _TRUE),
    SettingWords(PREFS + "timer_vibrate", "Clock", "timer vibration", _TRUE),
)


def database(databases: Databases) -> Database:
    """The alarms' and timers' database, with two alarms in it when it is new."""
    return databases.open(DATABASE, SCHEMA)
