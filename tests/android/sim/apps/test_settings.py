"""Settings, through taps and typed text: what a switch shows, the settings provider holds."""

from __future__ import annotations

import pytest

from osgenesis.envs.android.sim.apps.settings import catalog
from osgenesis.envs.android.sim.apps.settings.rows import Choice, Level, Link, Toggle
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

MOST_SCROLLS = 12


class Hand:
    """A person with Settings open."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.phone.perform(Action("open_app", app="Settings"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def find(self, label: str) -> Element | None:
        return self.screen.find(where=lambda e: label in (e.text, e.description))

    def tap(self, *labels: str) -> None:
        for label in labels:
            for _ in range(MOST_SCROLLS):
                if self.find(label) is not None:
                    break
                self.phone.perform(Action("scroll", direction="down"))
            found = self.find(label)
            assert found is not None, f"nothing is called {label!r}"
            self.phone.perform(self.screen.tap(found))

    def open(self, screen: str) -> None:
        activity = self.phone.stack.top
        page = self.phone.activities.page(activity, activity.pages[-1])
        page.app.call("go", page, screen)

    def type(self, text: str, *, clear: bool = False) -> None:
        self.phone.perform(Action("input_text", text=text, clear_text=clear))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def setting(self, key: str) -> str | None:
        namespace, _, name = key.partition("/")
        return self.phone.settings.get(namespace, name)

    def shows(self, label: str) -> bool:
        return self.find(label) is not None


@pytest.fixture
def hand() -> Hand:
    return Hand()


# -- the catalogue ---------------------------------------------------------------------------------


def test_every_link_leads_to_a_screen_and_every_screen_has_a_name_of_its_own() -> None:
    links = {row.screen for screen in catalog.SCREENS.values() for row in screen.rows if isinstance(row, Link)}
    assert (links | {link.screen for link in catalog.HOME}) <= set(catalog.SCREENS)
    assert len(catalog.SCREENS) == len(catalog._ALL)


def test_every_screen_can_be_reached_from_the_home_page() -> None:
    top = {catalog.top_of(screen).name for screen in catalog.SCREENS.values()}
    assert top == {link.screen for link in catalog.HOME}


def test_every_row_that_changes_something_has_words() -> None:
    words = catalog.vocabulary().settings
    missing = [key for key in catalog.VALUES if key.replace("prefs/", "prefs/com.android.settings/") not in words]
    assert missing == []


def test_options_and_ranges_make_sense() -> None:
    for row in catalog.VALUES.values():
        if isinstance(row, Choice):
            assert len({value for value, _ in row.options}) == len(row.options), row.key
        elif isinstance(row, Level):
            assert row.low < row.high, row.key
        elif isinstance(row, Toggle):
            assert row.on != row.off, row.key


@pytest.mark.parametrize("name", sorted(catalog.SCREENS))
def test_every_screen_opens_by_itself_and_by_its_intents(hand: Hand, name: str) -> None:
    screen = catalog.SCREENS[name]
    hand.open(name)
    assert hand.shows(screen.title)
    for action in screen.actions:
        assert hand.phone.activities.start(Intent(action)).ok
        assert hand.shows(screen.title)


def test_every_toggle_writes_its_key_and_back(hand: Hand) -> None:
    start = hand.phone.snapshot()
    for screen in catalog.SCREENS.values():
        for row in screen.rows:
            if not isinstance(row, Toggle) or row.needs or row.key.startswith("prefs/"):
                continue
            hand.phone.restore(start)
            hand.open(screen.name)
            before = hand.setting(row.key) or row.default
            hand.tap(row.title)
            after = hand.setting(row.key)
            assert {before, after} == {row.on, row.off}, row.key


# -- groups ----------------------------------------------------------------------------------------


def test_wifi_switch_and_shade_agree(hand: Hand) -> None:
    hand.tap("Network & internet", "Internet", "Wi-Fi")
    assert hand.setting("global/wifi_on") == "0"
    assert not hand.shows("Maple Street 12")
    hand.phone.perform(Action("swipe", x=500, y=5, to_x=500, to_y=1500))
    assert hand.shows("Internet,Off")
    hand.tap("Internet,Off")
    assert hand.setting("global/wifi_on") == "1"


def test_airplane_mode_takes_the_radios_and_gives_them_back(hand: Hand) -> None:
    hand.tap("Network & internet", "Airplane mode")
    assert (hand.setting("global/wifi_on"), hand.setting("global/bluetooth_on")) == ("0", "0")
    hand.tap("Airplane mode")
    assert (hand.setting("global/wifi_on"), hand.setting("global/bluetooth_on")) == ("1", "1")


def test_a_secured_network_wants_a_password_of_eight_characters(hand: Hand) -> None:
    hand.tap("Network & internet", "Internet", "Maple Street 12")
    hand.type("short")
    hand.tap("Connect")
    assert hand.shows("Cancel")
    hand.type("-but-longer")
    hand.tap("Connect")
    assert hand.setting("global/wifi_connected_ssid") == "Maple Street 12"
    rows = hand.phone.state().tables["com.android.settings/wifi_networks"].values()
    assert any(r["ssid"] == "Maple Street 12" and r["password"] == "short-but-longer" for r in rows)


def test_forgetting_the_network_in_use_disconnects(hand: Hand) -> None:
    hand.tap("Network & internet", "Internet", "Details of AndroidWifi", "Forget")
    assert hand.setting("global/wifi_connected_ssid") == ""
    assert all(
        r["ssid"] != "AndroidWifi" for r in hand.phone.state().tables["com.android.settings/wifi_networks"].values()
    )


def test_a_bad_dns_host_is_refused(hand: Hand) -> None:
    hand.tap("Network & internet", "Private DNS", "Private DNS provider hostname")
    hand.type("not a host")
    hand.tap("Save")
    assert hand.setting("global/private_dns_mode") == "opportunistic"
    hand.tap("Private DNS", "Private DNS provider hostname")
    hand.type("dns.example.com")
    hand.tap("Save")
    assert (hand.setting("global/private_dns_mode"), hand.setting("global/private_dns_specifier")) == (
        "hostname",
        "dns.example.com",
    )


def test_pair_rename_and_forget_a_device(hand: Hand) -> None:
    def names() -> list[str]:
        return sorted(
            str(r["name"]) for r in hand.phone.state().tables["com.android.settings/bluetooth_devices"].values()
        )

    hand.tap("Connected devices", "Pair new device", "Kitchen Speaker", "Pair")
    assert names() == ["Car Audio", "Kitchen Speaker", "Wireless Buds"]
    hand.tap("Details of Kitchen Speaker", "Rename")
    hand.type("Radio", clear=True)
    hand.tap("Rename")
    assert names() == ["Car Audio", "Radio", "Wireless Buds"]
    hand.tap("Forget", "Forget device")
    assert names() == ["Car Audio", "Wireless Buds"]


@pytest.mark.parametrize(("end", "level"), [("left", "1"), ("right", "255")])
def test_the_ends_of_the_brightness_slider_are_exact(hand: Hand, end: str, level: str) -> None:
    hand.tap("Display", "Brightness level")
    bar = hand.screen.need(description="Display brightness")
    hand.phone.perform(Action("click", x=bar.left if end == "left" else bar.right - 1, y=bar.center[1]))
    assert hand.setting("system/screen_brightness") == level


def test_dark_theme_darkens_the_phone(hand: Hand) -> None:
    hand.open("display")
    bright = hand.phone.screenshot().mean()
    hand.tap("Dark theme")
    assert hand.phone.dark
    assert hand.phone.screenshot().mean() < bright / 2


def test_date_and_time_can_be_set_once_automatic_time_is_off(hand: Hand) -> None:
    hand.open("date")
    hand.tap("Date")
    assert not hand.shows("OK")
    hand.tap("Set time automatically", "Date", "20 October 2023", "OK")
    now = hand.phone.clock.local()
    assert (now.month, now.day, now.hour) == (10, 20, 15)
    hand.tap("Set time zone automatically", "GMT+00:00 Coordinated Universal Time")
    hand.tap("Tokyo")
    assert hand.phone.clock.zone == "Asia/Tokyo"
    hand.tap("Use 24-hour format")
    assert hand.setting("system/time_12_24") == "12"


def test_search_finds_a_setting_by_its_words_and_opens_its_screen(hand: Hand) -> None:
    hand.tap("Search settings")
    hand.type("ringt")
    hand.tap("Phone ringtone")
    assert hand.shows("Sound & vibration")
    hand.back()
    hand.type("xyzzy", clear=True)
    assert hand.shows("No results")


def test_permissions_can_be_taken_and_given(hand: Hand) -> None:
    assert hand.phone.activities.start(
        Intent("android.settings.APPLICATION_DETAILS_SETTINGS", data="package:com.android.camera2")
    ).ok
    hand.tap("Permissions", "Camera", "Don't allow")
    assert "android.permission.CAMERA" not in hand.phone.packages.granted("com.android.camera2")
    hand.tap("Allow only while using the app")
    assert "android.permission.CAMERA" in hand.phone.packages.granted("com.android.camera2")


def test_force_stop_ends_the_app_and_clear_storage_empties_it(hand: Hand) -> None:
    phone = hand.phone
    phone.preferences("com.google.android.contacts").put("sort", "last")
    phone.perform(Action("open_app", app="Contacts"))
    phone.activities.start(
        Intent("android.settings.APPLICATION_DETAILS_SETTINGS", data="package:com.google.android.contacts")
    )
    hand.tap("Force stop", "OK")
    assert phone.stack.task_of("com.google.android.contacts") is None
    hand.tap("Storage & cache", "Clear storage", "Delete")
    assert phone.preferences("com.google.android.contacts").text("sort") == ""


def test_the_screen_lock_is_typed_twice_and_asked_for_before_it_changes(hand: Hand) -> None:
    hand.tap("Security", "Screen lock", "PIN")
    for pin, button in (("4821", "Next"), ("4822", "Confirm")):
        hand.type(pin)
        hand.tap(button)
    assert hand.shows("PINs don't match")
    for pin, button in (("4821", "Next"), ("4821", "Confirm")):
        hand.type(pin)
        hand.tap(button)
    assert hand.setting("secure/lockscreen_disabled") == "0"
    hand.tap("Screen lock")
    hand.type("0000")
    hand.tap("Next")
    assert hand.shows("Wrong PIN")
    hand.type("4821")
    hand.tap("Next", "None", "Delete")
    assert hand.setting("secure/lockscreen_disabled") == "1"


def test_seven_taps_on_the_build_number_show_the_developer_options(hand: Hand) -> None:
    hand.phone.set_setting("global", "development_settings_enabled", "0")
    hand.open("about")
    for _ in range(6):
        hand.tap("Build number")
    assert hand.setting("global/development_settings_enabled") == "0"
    hand.tap("Build number")
    assert hand.setting("global/development_settings_enabled") == "1"


def test_reset_brings_back_the_settings_of_a_new_phone(hand: Hand) -> None:
    new = hand.phone.settings.flat()
    hand.phone.set_setting("secure", "ui_night_mode", "2")
    hand.phone.set_setting("system", "font_scale", "1.3")
    hand.open("reset")
    hand.tap("Reset all settings", "Reset settings")
    assert hand.phone.settings.flat() == new


def test_storage_counts_the_files_that_are_there(hand: Hand) -> None:
    hand.open("storage")
    assert hand.shows("0 B")
    hand.phone.files.write("/sdcard/Pictures/big.png", b"x" * 3_400_000)
    assert hand.shows("3.4 MB")


def test_a_snapshot_in_the_middle_of_an_edit_comes_back(hand: Hand) -> None:
    hand.tap("Network & internet", "Internet", "Add network")
    hand.type("Attic")
    middle = hand.phone.snapshot()
    hand.tap("Save")
    assert hand.shows("Internet")
    hand.phone.restore(middle)
    hand.tap("Save")
    assert any(r["ssid"] == "Attic" for r in hand.phone.state().tables["com.android.settings/wifi_networks"].values())


def test_accounts_want_an_address(hand: Hand) -> None:
    hand.open("accounts")
    hand.tap("Add account", "Google")
    hand.type("nobody")
    hand.tap("Add")
    assert (
        "com.android.settings/accounts" not in hand.phone.state().tables
        or not hand.phone.state().tables["com.android.settings/accounts"]
    )
    hand.tap("Google")
    hand.type("ada@example.com")
    hand.tap("Add", "ada@example.com", "Remove account", "Remove account")
    assert not hand.phone.state().tables["com.android.settings/accounts"]
