"""System: date, time and zone, languages, dictionary, backup, resets, developer options by seven taps."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.settings import store
from osgenesis.envs.android.sim.apps.settings.app_pages import icon_of, listed
from osgenesis.envs.android.sim.apps.settings.catalog_system import LANGUAGES, ZONES
from osgenesis.envs.android.sim.apps.settings.frame import frame, item, paragraph
from osgenesis.envs.android.sim.apps.settings.rows import PACKAGE, read, write
from osgenesis.envs.android.sim.clock import civil
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.settings import NAMESPACES
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.widgets import action, column, icon_button, text_field

BUILD_TAPS = 7
_KEPT = {
    "global": ("adb_enabled", "boot_count", "device_provisioned"),
    "secure": ("android_id", "user_setup_complete"),
    "system": (),
}
_MINUTE_MS = 60_000


def locales(phone: Phone) -> list[str]:
    """The languages in order of preference."""
    return [tag for tag in read(phone, "system/system_locales", "en-US").split(",") if tag]


class SystemPages(App):
    """Pages around the system."""

    # -- date and time -------------------------------------------------------------------------------

    def change_date(self, ui: Page, _: Any) -> None:
        """Asks for the date."""
        now = ui.phone.clock.local()
        ui.pick_date(now.year, now.month, now.day, then="set_date")

    def set_date(self, ui: Page, date: tuple[int, int, int], _: Any) -> None:
        """Moves the clock to another day."""
        clock = ui.phone.clock
        now = clock.local()
        clock.set_ms(clock.ms_of(*date, now.hour, now.minute, now.second))

    def change_time(self, ui: Page, _: Any) -> None:
        """Asks for the time."""
        now = ui.phone.clock.local()
        ui.pick_time(now.hour, now.minute, then="set_time")

    def set_time(self, ui: Page, time: tuple[int, int], _: Any) -> None:
        """Moves the clock within the day."""
        clock = ui.phone.clock
        now = clock.local()
        clock.set_ms(clock.ms_of(now.year, now.month, now.day, *time))

    @page
    def zones(self, ui: Page) -> Node:
        """Time zones from west to east, filtered by the search field."""
        query = ui.text("query").strip().lower() if "text:query" in ui.record.state else ""
        now = ui.phone.read_clock(_MINUTE_MS)
        rows = [
            column(text_field(ui, "query", hint="Search time zones", style="filled", ime="search"), pad=(24, 0, 24, 8))
        ]
        for zone, label in ZONES:
            if query in label.lower() or query in zone.lower():
                local = civil(now, zone)
                offset = local.strftime("%z")
                rows.append(
                    item(
                        ui,
                        label,
                        f"GMT{offset[:3]}:{offset[3:5]}",
                        on_tap=_zone_setter(ui, zone),
                        highlight=zone == ui.phone.clock.zone,
                    )
                )
        return frame(ui, "Select time zone", *rows, search=False)

    # -- languages -----------------------------------------------------------------------------------

    @page
    def languages(self, ui: Page) -> Node:
        """The languages in order; the first is the phone's."""
        tags = locales(ui.phone)
        rows = []
        for i, tag in enumerate(tags):
            name = LANGUAGES.get(tag, tag)
            trailing = (
                icon_button(ui, "close", f"Remove {name}", _locale_setter(ui, tags[:i] + tags[i + 1 :]))
                if len(tags) > 1
                else None
            )
            up = _locale_setter(ui, [tag, *tags[:i], *tags[i + 1 :]]) if i else None
            rows.append(
                item(
                    ui,
                    f"{i + 1}  {name}",
                    "Tap to make it the first language" if i else "",
                    on_tap=up,
                    trailing=trailing,
                )
            )
        rows.append(item(ui, "Add a language", icon_name="plus", on_tap=lambda: ui.open("add_language")))
        return frame(ui, "Languages", *rows)

    @page
    def add_language(self, ui: Page) -> Node:
        """Languages that are not on the list yet."""
        tags = locales(ui.phone)
        rows = [
            item(ui, name, on_tap=_language_adder(ui, tags, tag)) for tag, name in LANGUAGES.items() if tag not in tags
        ]
        return frame(ui, "Add a language", *rows, search=False)

    @page
    def app_languages(self, ui: Page) -> Node:
        """The language of each app."""
        rows = []
        for package in listed(ui):
            tag = read(ui.phone, f"prefs/app_language.{package.name}")
            rows.append(
                item(
                    ui,
                    package.label,
                    LANGUAGES.get(tag, "System default"),
                    leading=icon_of(ui, package),
                    on_tap=_app_language(ui, package.name, tag),
                )
            )
        return frame(ui, "App languages", *rows)

    def set_app_language(self, ui: Page, index: int, package: str) -> None:
        """Keeps an app's language; the first choice is that of the system."""
        write(ui.phone, f"prefs/app_language.{package}", ["", *LANGUAGES][index])

    @page
    def dictionary(self, ui: Page) -> Node:
        """Words that the spell checker knows."""
        words = store.database(ui.phone).rows("SELECT * FROM dictionary ORDER BY word COLLATE NOCASE, _id")
        rows = [
            item(ui, str(w["word"]), str(w["shortcut"]),
                 trailing=icon_button(ui, "delete-outline", f"Delete {w['word']}", _word_remover(ui, int(w["_id"]))))
            for w in words
        ]  # fmt: skip
        add = action(
            ui, "plus", "Add", lambda: ui.prompt("Add to dictionary", then="add_word", hint="Type a word", ok="Add")
        )
        return frame(ui, "Personal dictionary", *(rows or [paragraph(ui,
            "You don't have any words in your user dictionary. Tap the Add (+) button "
                                                                 "to add a word.")]), actions=(add,),
                                                                 search=False)  # fmt: skip

    def add_word(self, ui: Page, word: str, _: Any) -> None:
        """Adds a word that is new."""
        db, word = store.database(ui.phone), word.strip()
        if word and not db.scalar("SELECT COUNT(*) FROM dictionary WHERE word = ?", (word,)):
            db.insert("dictionary", {"word": word})

    def reset_speech(self, ui: Page, _: Any) -> None:
        """Rate and pitch of speech back to normal."""
        ui.phone.set_setting("secure", "tts_default_rate", "100")
        ui.phone.set_setting("secure", "tts_default_pitch", "100")

    # -- updates, backup, developer options ----------------------------------------------------------

    def check_update(self, ui: Page, _: Any) -> None:
        """There is none."""
        ui.confirm(
            "Your system is up to date",
            "Android version: 13\nAndroid security update: October 5, 2023",
            then="nothing",
            cancel="",
        )

    def nothing(self, ui: Page, _: bool, __: Any) -> None:
        """A message was read."""

    def backup_now(self, ui: Page, _: Any) -> None:
        """Backs up to the account of the phone, if it has one."""
        db = store.database(ui.phone)
        account = db.scalar("SELECT name FROM accounts WHERE kind = 'Google' ORDER BY _id")
        ui.toast(f"Backed up to {account}" if account else "Add a Google account to back up")

    def tap_build(self, ui: Page, _: Any) -> None:
        """Seven taps show the developer options."""
        if ui.phone.settings.flag("global", "development_settings_enabled"):
            ui.toast("No need, you are already a developer.")
            return
        taps = int(read(ui.phone, "prefs/build_taps", "0")) + 1
        left = BUILD_TAPS - taps
        if left <= 0:
            write(ui.phone, "prefs/build_taps", "0")
            ui.phone.set_setting("global", "development_settings_enabled", "1")
            ui.toast("You are now a developer!")
            return
        write(ui.phone, "prefs/build_taps", str(taps))
        if left <= 4:
            ui.toast(f"You are now {left} step{'s' if left != 1 else ''} away from being a developer.")

    # -- resets --------------------------------------------------------------------------------------

    def ask_reset_network(self, ui: Page, _: Any) -> None:
        """Asks before networks and devices are forgotten."""
        ui.confirm("Reset Bluetooth & Wi-Fi?", "This will forget all Wi-Fi networks and paired Bluetooth devices.",
                   then="reset_network",
                   ok="Reset")  # fmt: skip

    def reset_network(self, ui: Page, _: bool, __: Any) -> None:
        """Forgets networks, devices and VPNs; the radios are on as on a new phone."""
        phone = ui.phone
        db = store.database(phone)
        for table in ("wifi_networks", "bluetooth_devices", "vpn_profiles"):
            db.execute(f"DELETE FROM {table}")
        for key, value in (
            ("airplane_mode_on", "0"),
            ("wifi_on", "1"),
            ("bluetooth_on", "1"),
            ("mobile_data", "1"),
            ("wifi_connected_ssid", ""),
        ):
            if phone.settings.get("global", key) != value:
                phone.set_setting("global", key, value)
        ui.toast("Bluetooth & Wi-Fi have been reset")

    def ask_reset_apps(self, ui: Page, _: Any) -> None:
        """Asks before app preferences are reset."""
        ui.confirm("Reset app preferences?",
                   "This will reset all preferences for permissions, notifications, default apps and battery use. "
                   "You will not "
                   "lose any app data.", then="reset_apps", ok="Reset apps")  # fmt: skip

    def reset_apps(self, ui: Page, _: bool, __: Any) -> None:
        """Permissions, switches per app and default apps as on a new phone."""
        phone = ui.phone
        for package in phone.packages.all():
            phone.packages.reset_permissions(package.name)
        prefs = phone.preferences(PACKAGE)
        for key in list(prefs.all()):
            if "." in key:
                prefs.remove(key)
        phone.set_setting("secure", "sms_default_application", "com.simplemobiletools.smsmessenger")

    def ask_reset_settings(self, ui: Page, _: Any) -> None:
        """Asks before all settings are reset."""
        ui.confirm("Reset all settings?",
                   "All settings go back to those of a new phone. Apps, files and accounts stay.",
                   then="reset_settings",
                   ok="Reset settings")  # fmt: skip

    def reset_settings(self, ui: Page, _: bool, __: Any) -> None:
        """The three namespaces and this app's preferences as on a new phone."""
        phone = ui.phone
        for namespace in NAMESPACES:
            kept = {key: phone.settings.get(namespace, key) for key in _KEPT[namespace]}
            phone.settings.reset(namespace)
            for key, value in kept.items():
                if value is not None:
                    phone.settings.put(namespace, key, value)
        phone.preferences(PACKAGE).clear()
        ui.toast("All settings have been reset")

    def ask_erase(self, ui: Page, _: Any) -> None:
        """Asks before a factory reset."""
        ui.confirm("Erase all data?",
                   "All settings, accounts and the files in shared storage will be erased. You can't undo this.",
                   then="erase",
                   ok="Erase all data")  # fmt: skip

    def erase(self, ui: Page, _: bool, __: Any) -> None:
        """Settings, accounts, shared files and app data as on a new phone; ends on the home screen."""
        phone = ui.phone
        self.reset_settings(ui, True, None)
        for folder in phone.files.listdir("/sdcard"):
            for path in (
                phone.files.files_under(f"/sdcard/{folder}")
                if phone.files.is_dir(f"/sdcard/{folder}")
                else [f"/sdcard/{folder}"]
            ):
                phone.files.remove(path)
        for package in phone.packages.all():
            phone.activities.force_stop(package.name)
            if phone.files.exists(f"/data/data/{package.name}"):
                phone.files.rmtree(f"/data/data/{package.name}")
            phone.packages.reset_permissions(package.name)
        for app in phone.apps.values():
            app.install(phone)
        phone.activities.home()


def _zone_setter(ui: Page, zone: str) -> Any:
    def choose() -> None:
        ui.phone.clock.set_zone(zone)
        ui.phone.set_setting("global", "time_zone", zone)
        ui.close()

    return choose


def _locale_setter(ui: Page, tags: list[str]) -> Any:
    return lambda: ui.phone.set_setting("system", "system_locales", ",".join(tags))


def _language_adder(ui: Page, tags: list[str], tag: str) -> Any:
    def add() -> None:
        ui.phone.set_setting("system", "system_locales", ",".join([*tags, tag]))
        ui.close()

    return add


def _app_language(ui: Page, package: str, tag: str) -> Any:
    names = ["System default", *LANGUAGES.values()]
    position = [*LANGUAGES].index(tag) + 1 if tag in LANGUAGES else 0
    return lambda: ui.choose("Language", names, position, then="set_app_language", data=package)


def _word_remover(ui: Page, number: int) -> Any:
    return lambda: store.database(ui.phone).execute("DELETE FROM dictionary WHERE _id = ?", (number,))
