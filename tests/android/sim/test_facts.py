"""`State` and the state hash: what the phone holds, shared while it is unchanged, different with every difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from osgenesis.envs.android.sim.notifications import Notification
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.state import StateDiff

CONTACTS = "com.google.android.contacts"
SHARED = "/storage/emulated/0/"


@pytest.fixture
def phone() -> Phone:
    return Phone()


# -- what it holds ---------------------------------------------------------------------------------


def test_settings_preferences_and_the_clipboard_appear(phone: Phone) -> None:
    phone.settings.put("global", "wifi_on", "0")
    prefs = phone.preferences("org.example")
    prefs.put("night", True)
    prefs.put("level", 3)
    prefs.put("names", frozenset({"b", "a"}))
    phone.clipboard = "copied"
    state = phone.state()
    assert state.settings["global/wifi_on"] == "0"
    assert state.settings["prefs/org.example/night"] == "true"
    assert state.settings["prefs/org.example/level"] == "3"
    assert state.settings["prefs/org.example/names"] == "a,b"
    assert state.values["clipboard"] == "copied"


def test_files_and_folders_of_shared_storage_appear(phone: Phone) -> None:
    phone.files.mkdir("/sdcard/Trip")
    phone.files.write("/sdcard/Trip/plan.txt", "go")
    phone.files.write("/sdcard/Trip/raw.bin", b"\xff\xfe\x00")
    files = phone.state().files
    assert SHARED + "Trip/" in files
    assert (files[SHARED + "Trip/plan.txt"].text, files[SHARED + "Trip/plan.txt"].size) == ("go", 2)
    assert (files[SHARED + "Trip/raw.bin"].text, files[SHARED + "Trip/raw.bin"].size) == (None, 3)
    assert all(path.startswith(SHARED) for path in files)


def test_rows_appear_under_the_package_that_holds_them(phone: Phone) -> None:
    table = "org.example/notes"
    assert table not in phone.state().tables
    database = phone.databases.open(
        "/data/data/org.example/databases/n.db", ["CREATE TABLE notes(id INTEGER PRIMARY KEY, t)"]
    )
    database.execute("INSERT INTO notes(t) VALUES ('one')")
    assert [row["t"] for row in phone.state().rows(table).values()] == ["one"]


def test_a_difference_is_exactly_what_was_done(phone: Phone) -> None:
    before = phone.state()
    phone.files.write("/sdcard/Download/a.txt", "x")
    phone.settings.put("system", "screen_brightness", "7")
    kinds = {(c.kind, c.subject) for c in StateDiff.between(before, phone.state()).changes}
    assert kinds == {("file_added", SHARED + "Download/a.txt"), ("setting_changed", "system/screen_brightness")}


# -- sharing ---------------------------------------------------------------------------------------


def test_nothing_changed_is_the_same_objects(phone: Phone) -> None:
    one, other = phone.state(), phone.state()
    assert (one.tables, one.files, one.settings) == (other.tables, other.files, other.settings)
    assert one.tables is other.tables
    assert one.files is other.files
    assert one.settings is other.settings


def test_a_setting_leaves_tables_and_files_the_same_objects(phone: Phone) -> None:
    before = phone.state()
    phone.settings.put("global", "wifi_on", "0")
    after = phone.state()
    assert after.tables is before.tables
    assert after.files is before.files
    assert after.settings != before.settings


def test_a_file_leaves_tables_and_settings_the_same_objects(phone: Phone) -> None:
    before = phone.state()
    phone.files.write("/sdcard/a.txt", "x")
    after = phone.state()
    assert after.tables is before.tables
    assert after.settings is before.settings
    assert after.files != before.files
    same = [path for path in before.files if after.files[path] is before.files[path] and path[-1] != "/"]
    assert len(same) == sum(path[-1] != "/" for path in before.files)


def test_a_row_leaves_the_other_tables_the_same_objects(phone: Phone) -> None:
    before = phone.state()
    phone.telephony.receive_sms("5550100", "hi")
    after = phone.state()
    changed = {name for name in after.tables if after.tables[name] is not before.tables.get(name)}
    assert changed
    assert all("sms" in name or "messag" in name or "conversation" in name or "telephony" in name for name in changed)
    assert after.files is before.files


def test_a_state_taken_earlier_stays_as_it_was(phone: Phone) -> None:
    before = phone.state()
    frozen = (dict(before.files), dict(before.settings), {k: dict(v) for k, v in before.tables.items()})
    phone.telephony.receive_sms("5550100", "hi")
    phone.files.write("/sdcard/a.txt", "x")
    phone.settings.put("global", "wifi_on", "0")
    phone.state()
    assert frozen == (before.files, before.settings, {k: dict(v) for k, v in before.tables.items()})


def test_a_restored_phone_tells_the_restored_facts(phone: Phone) -> None:
    before, snapshot = phone.state(), phone.snapshot()
    phone.telephony.receive_sms("5550100", "hi")
    phone.files.write("/sdcard/a.txt", "x")
    phone.settings.put("global", "wifi_on", "0")
    phone.preferences("org.example").put("night", True)
    assert phone.state() != before
    phone.restore(snapshot)
    assert phone.state() == before


# -- the hash --------------------------------------------------------------------------------------


def scroll_the_drawer(phone: Phone) -> None:
    phone.stack.put_state(phone.stack.top.pages[-1].uid, {"scroll:drawer": 5})


CHANGES: dict[str, Callable[[Phone], object]] = {
    "shared file": lambda p: p.files.write("/sdcard/a.txt", "x"),
    "private file": lambda p: p.files.write("/data/data/org.example/files/a", "x", parents=True),
    "empty folder": lambda p: p.files.mkdir("/sdcard/new"),
    "file mode": lambda p: p.files.chmod("/sdcard/Download", 0o700),
    "setting": lambda p: p.settings.put("secure", "something", "1"),
    "preference": lambda p: p.preferences("org.example").put("a", 1),
    "row": lambda p: p.contacts.add("Ada", "5550100"),
    "message": lambda p: p.telephony.receive_sms("5550100", "hi"),
    "clipboard": lambda p: setattr(p, "clipboard", "x"),
    "notification": lambda p: p.notifications.post(Notification(CONTACTS, 1, "a", "b")),
    "alarm": lambda p: p.alarms.set_after(5, "org.example", "act"),
    "package": lambda p: p.packages.uninstall(CONTACTS),
    "page value": scroll_the_drawer,
    "back stack": lambda p: p.perform(Action("open_app", app="Contacts")),
    "time": lambda p: p.clock.advance(1),
    "shade": lambda p: setattr(p, "system", p.system.with_(shade="notifications")),
    "finger": lambda p: setattr(p, "system", p.system.with_(finger=((1, 2, 3),))),
    "last tap": lambda p: setattr(p, "last_tap", ((1, 2), 3)),
}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_hash_changes_with_any_part(phone: Phone, change: str) -> None:
    before, snapshot = phone.state_hash(), phone.snapshot()
    CHANGES[change](phone)
    after = phone.state_hash()
    assert after != before
    assert phone.fork().state_hash() == after
    phone.restore(snapshot)
    assert phone.state_hash() == before


def test_the_hash_is_32_hex_digits_and_the_same_twice(phone: Phone) -> None:
    first = phone.state_hash()
    assert len(first) == 32
    assert set(first) <= set("0123456789abcdef")
    assert phone.state_hash() == first == Phone().state_hash()
