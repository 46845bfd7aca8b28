"""Home, shade, heads-up notifications and recents, through taps and swipes."""

from __future__ import annotations

import pytest

from osgenesis.envs.android.sim.intents import ACTION_MAIN, Intent
from osgenesis.envs.android.sim.notifications import Notification, NotificationAction
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.system.shade import HEADS_UP_MS
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen

CONTACTS = "com.google.android.contacts"
SETTINGS = "com.android.settings"


@pytest.fixture
def phone() -> Phone:
    return Phone()


def screen(phone: Phone) -> Screen:
    return Screen(phone.elements(), phone.screen_size)


def shows(phone: Phone, label: str) -> bool:
    return screen(phone).has(label)


def tap(phone: Phone, label: str) -> None:
    now = screen(phone)
    phone.perform(now.tap(now.need(where=lambda e: label in (e.text, e.description))))


def hold(phone: Phone, label: str) -> None:
    now = screen(phone)
    phone.perform(now.long_press(now.need(where=lambda e: label in (e.text, e.description))))


def pull(phone: Phone) -> None:
    phone.perform(Action("swipe", x=500, y=5, to_x=500, to_y=1500))


def note(**more: object) -> Notification:
    return Notification(CONTACTS, 1, "Ada", "sends a note", heads_up=True, **more)  # type: ignore[arg-type]


# -- launcher --------------------------------------------------------------------------------------


def test_a_swipe_up_opens_the_drawer_with_all_apps_in_order(phone: Phone) -> None:
    phone.perform(Action("swipe", direction="up"))
    labels = sorted(
        (a.label for a in phone.apps.values() if a.launcher and a.package != phone.home_package), key=str.lower
    )
    texts = [e.text for e in phone.elements()]
    assert [t for t in texts if t in labels] == labels


def test_search_in_the_drawer_opens_the_first_hit_on_enter(phone: Phone) -> None:
    tap(phone, "Search apps")
    phone.perform(Action("input_text", text="contac", press_enter=True))
    assert phone.stack.top.package == CONTACTS


def test_an_icon_can_be_removed_from_home_and_added_again(phone: Phone) -> None:
    hold(phone, "Settings")
    tap(phone, "Remove")
    assert not shows(phone, "Settings")
    phone.perform(Action("swipe", direction="up"))
    hold(phone, "Settings")
    tap(phone, "Add to Home screen")
    phone.go_home()
    assert shows(phone, "Settings")


def test_app_info_opens_the_app_s_page(phone: Phone) -> None:
    phone.perform(Action("swipe", direction="up"))
    hold(phone, "Contacts")
    tap(phone, "App info")
    assert phone.stack.top.package == SETTINGS
    assert shows(phone, "App info")


# -- the shade -------------------------------------------------------------------------------------


def test_first_four_tiles_then_all_with_brightness(phone: Phone) -> None:
    pull(phone)
    assert shows(phone, "Internet,AndroidWifi")
    assert not shows(phone, "Display brightness")
    pull(phone)
    assert shows(phone, "Display brightness")
    assert shows(phone, "Dark theme,Off")


def test_a_long_press_on_a_tile_opens_its_settings(phone: Phone) -> None:
    pull(phone)
    hold(phone, "Bluetooth,On")
    assert phone.stack.top.package == SETTINGS
    assert shows(phone, "Connected devices")
    assert phone.settings.get("global", "bluetooth_on") == "1"


def test_ongoing_notifications_cannot_be_swiped_or_cleared(phone: Phone) -> None:
    phone.notifications.post(Notification(CONTACTS, 1, "Sync", "running", ongoing=True))
    phone.notifications.post(Notification(CONTACTS, 2, "Done", "ready"))
    pull(phone)
    for title in ("Sync", "Done"):
        element = screen(phone).need(text=title)
        x, y = element.center
        phone.perform(Action("swipe", x=x, y=y, to_x=x + 400, to_y=y))
    assert [n.title for n in phone.notifications.active()] == ["Sync"]
    assert not shows(phone, "Clear all")


def test_a_tapped_notification_opens_and_goes(phone: Phone) -> None:
    phone.notifications.post(note(intent=Intent(ACTION_MAIN, f"{SETTINGS}/.Settings")))
    phone.set_setting("global", "heads_up_notifications_enabled", "0")
    pull(phone)
    tap(phone, "Ada")
    assert phone.stack.top.package == SETTINGS
    assert phone.notifications.active() == ()


# -- heads-up --------------------------------------------------------------------------------------


def test_a_heads_up_shows_for_some_seconds_and_stays_in_the_shade(phone: Phone) -> None:
    phone.notifications.post(note())
    assert shows(phone, "sends a note")
    phone.perform(Action("wait", duration_ms=HEADS_UP_MS))
    assert not shows(phone, "sends a note")
    assert len(phone.notifications.active()) == 1


def test_a_swipe_up_hides_it_and_a_swipe_aside_dismisses_it(phone: Phone) -> None:
    posted = note()
    phone.notifications.post(posted)
    x, y = screen(phone).need(text="Ada").center
    phone.perform(Action("swipe", x=x, y=y, to_x=x, to_y=y - 120))
    assert not shows(phone, "sends a note")
    assert len(phone.notifications.active()) == 1
    phone.clock.advance(1000)
    phone.notifications.post(posted._replace(id=2))
    x, y = screen(phone).need(text="Ada").center
    phone.perform(Action("swipe", x=x, y=y, to_x=x + 500, to_y=y))
    assert [n.id for n in phone.notifications.active()] == [1]


def test_its_buttons_work(phone: Phone) -> None:
    phone.notifications.post(
        note(
            actions=(
                NotificationAction(
                    "Look", Intent(ACTION_MAIN, f"{CONTACTS}/com.android.contacts.activities.PeopleActivity"), True
                ),
            )
        )
    )
    tap(phone, "Look")
    assert phone.stack.top.package == CONTACTS


@pytest.mark.parametrize(
    ("namespace", "key", "value"), [("global", "zen_mode", "1"), ("global", "heads_up_notifications_enabled", "0")]
)
def test_do_not_disturb_keeps_it_quiet(phone: Phone, namespace: str, key: str, value: str) -> None:
    phone.set_setting(namespace, key, value)
    phone.notifications.post(note())
    assert not shows(phone, "sends a note")


def test_a_muted_app_shows_nothing(phone: Phone) -> None:
    phone.preferences(SETTINGS).put(f"notifications_apps.{CONTACTS}", "0")
    phone.notifications.post(note())
    assert not shows(phone, "sends a note")
    pull(phone)
    assert shows(phone, "No notifications")


# -- recents ---------------------------------------------------------------------------------------


def test_recents_go_back_to_an_app_or_swipe_it_away(phone: Phone) -> None:
    for app in ("Contacts", "Settings"):
        phone.perform(Action("open_app", app=app))
    phone.perform(Action("key", key="KEYCODE_APP_SWITCH"))
    card = screen(phone).need(description="Settings")
    x, y = card.center
    phone.perform(Action("swipe", x=x, y=y, to_x=x, to_y=y - 600))
    assert phone.stack.task_of(SETTINGS) is None
    tap(phone, "Contacts")
    assert phone.stack.top.package == CONTACTS
    phone.perform(Action("key", key="KEYCODE_APP_SWITCH"))
    tap(phone, "Clear all")
    assert phone.stack.top.package == phone.home_package
