"""All screens of Settings: by name, by intent, as a search index and as words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.app import Filter
from osgenesis.envs.android.sim.apps.settings import store
from osgenesis.envs.android.sim.apps.settings.catalog_apps import APPS, BATTERY, NOTIFICATIONS
from osgenesis.envs.android.sim.apps.settings.catalog_connections import DEVICES, NETWORK
from osgenesis.envs.android.sim.apps.settings.catalog_device import ACCESSIBILITY, DISPLAY, SOUND, WALLPAPER
from osgenesis.envs.android.sim.apps.settings.catalog_system import (
    ABOUT,
    ACCOUNTS,
    LOCATION,
    PRIVACY,
    SAFETY,
    SECURITY,
    SYSTEM,
    WELLBEING,
)
from osgenesis.envs.android.sim.apps.settings.rows import (
    LABEL,
    PACKAGE,
    Heading,
    Info,
    Link,
    Note,
    Row,
    Screen,
    Valued,
    words_of,
)
from osgenesis.envs.android.sim.default_packages import APPS as DEFAULT_APPS
from osgenesis.envs.core.vocabulary import SettingWords, Vocabulary

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone


def storage_summary(phone: Phone) -> str:
    """How full the phone is."""
    from osgenesis.envs.android.sim.apps.settings.storage_pages import usage

    return usage(phone).summary


HOME: tuple[Link, ...] = (
    Link("Network & internet", "network", icon="wifi", summary="Mobile, Wi-Fi, hotspot"),
    Link("Connected devices", "devices", icon="devices", summary="Bluetooth, pairing"),
    Link("Apps", "apps", icon="apps", summary="Recent apps, default apps"),
    Link("Notifications", "notifications", icon="bell-outline", summary="Notification history, conversations"),
    Link("Battery", "battery", icon="battery", summary="100% - Fully charged"),
    Link("Storage", "storage", icon="harddisk", summary=storage_summary),
    Link("Sound & vibration", "sound", icon="volume-high", summary="Volume, haptics, Do Not Disturb"),
    Link("Display", "display", icon="brightness-6", summary="Dark theme, font size, brightness"),
    Link("Wallpaper & style", "wallpaper", icon="palette-outline", summary="Colors, app grid"),
    Link("Accessibility", "accessibility", icon="human", summary="Display, interaction, audio"),
    Link("Security", "security", icon="lock-outline", summary="Screen lock, Find My Device, app security"),
    Link("Privacy", "privacy", icon="shield-account-outline", summary="Permissions, account activity, personal data"),
    Link("Location", "location", icon="map-marker-outline",
         summary=lambda p: "On" if p.settings.integer("secure", "location_mode", 3) else "Off"),
    Link("Safety & emergency", "safety", icon="asterisk", summary="Emergency SOS, medical info, alerts"),
    Link("Passwords & accounts", "accounts", icon="account-key-outline",
         summary="Saved passwords, autofill, synced accounts"),
    Link("Digital Wellbeing & parental controls", "wellbeing", icon="heart-outline",
         summary="Screen time, app timers, bedtime schedules"),
    Link("System", "system", icon="information-outline", summary="Languages, gestures, time, backup"),
    Link("About phone", "about", icon="cellphone",
         summary=lambda p: p.settings.get("global", "device_name") or "Pixel 6"),
)  # fmt: skip

_ALL = (
    NETWORK + DEVICES + APPS + NOTIFICATIONS + BATTERY + SOUND + DISPLAY + WALLPAPER + ACCESSIBILITY
    + SECURITY + PRIVACY + LOCATION + SAFETY + ACCOUNTS + WELLBEING + SYSTEM + ABOUT
)  # fmt: skip
SCREENS: dict[str, Screen] = {screen.name: screen for screen in _ALL}
VALUES: dict[str, Valued] = {}
for _screen in reversed(_ALL):
    VALUES.update((row.key, row) for row in _screen.rows if isinstance(row, Valued))

_CLASSES = {
    "internet": "WifiSettings",
    "devices": "BluetoothSettings",
    "date": "DateTimeSettings",
    "accounts": "AccountDashboard",
}


def activity_of(screen: Screen) -> str:
    """The activity class of a screen that intents open."""
    known = _CLASSES.get(screen.name) or screen.name.title().replace("_", "") + "Settings"
    return f"{PACKAGE}.Settings${known}Activity"


OPENED: tuple[Screen, ...] = tuple(screen for screen in _ALL if screen.actions)
BY_ACTIVITY: dict[str, str] = {activity_of(screen): screen.name for screen in OPENED}
FILTERS: tuple[Filter, ...] = tuple(
    Filter(action, activity_of(screen)) for screen in OPENED for action in screen.actions
)


class Found(NamedTuple):
    """One entry of the search index: what is shown, where it is, and what is searched."""

    title: str
    trail: str
    screen: str
    words: str
    icon: str


def trail(screen: Screen) -> str:
    """The way to a screen: "Display > Lock screen"."""
    parts = [screen.title]
    while screen.parent:
        screen = SCREENS[screen.parent]
        parts.append(screen.title)
    return " > ".join(reversed(parts))


def top_of(screen: Screen) -> Screen:
    """The screen of the home page that a screen belongs to."""
    while screen.parent:
        screen = SCREENS[screen.parent]
    return screen


@lru_cache(maxsize=1)
def index() -> tuple[Found, ...]:
    """Everything that search can find: screens first, then rows."""
    icons = {link.screen: link.icon for link in HOME}
    found: list[Found] = []
    for screen in _ALL:
        above = trail(SCREENS[screen.parent]) if screen.parent else "Settings"
        icon = icons[top_of(screen).name]
        found.append(Found(screen.title, above, screen.name, f"{screen.title} {_hints(screen)}".lower(), icon))
    for screen in _ALL:
        icon, way = icons[top_of(screen).name], trail(screen)
        for row in screen.rows:
            if isinstance(row, (Heading, Note, Link)) or (isinstance(row, Info) and not row.title):
                continue
            found.append(Found(row.title, way, screen.name, _searched(row), icon))
    return tuple(found)


def _hints(screen: Screen) -> str:
    return " ".join(row.words for rows in ((s.rows for s in _ALL if s.name == screen.parent),
                                           (HOME,)) for group in rows for row in group
                    if isinstance(row, Link) and row.screen == screen.name)  # fmt: skip


def _searched(row: Row) -> str:
    noun = row.noun if isinstance(row, Valued) else ""
    return f"{row.title} {noun} {row.words}".lower()


def search(query: str) -> list[Found]:
    """Entries that hold all words of a query, those whose title begins with it first."""
    wanted = query.lower().split()
    if not wanted:
        return []
    hits = [entry for entry in index() if all(word in entry.words for word in wanted)]
    start = " ".join(wanted)
    hits.sort(key=lambda entry: (not entry.title.lower().startswith(start), start not in entry.title.lower()))
    unique: dict[tuple[str, str], Found] = {}
    for entry in hits:
        unique.setdefault((entry.title, entry.screen), entry)
    return list(unique.values())


_ON_OFF = {"0": "off", "1": "on"}
_OTHER_WORDS = (
    SettingWords("global/auto_sync", LABEL, "automatic sync of app data", {"0": "off", "1": "on"}, "toggle"),
    SettingWords("secure/font_weight_adjustment", LABEL, "bold text", {"0": "off", "300": "on"}, "toggle"),
    SettingWords("secure/high_text_contrast_enabled", LABEL, "high contrast text", {"0": "off", "1": "on"}, "toggle"),
    SettingWords("secure/notification_history_enabled", LABEL, "notification history", _ON_OFF, "toggle"),
    SettingWords("secure/lockscreen_disabled", LABEL, "absence of a screen lock", {}, "hidden"),
    SettingWords("system/screen_brightness", LABEL, "brightness level",
                 {"1": "the lowest level", "255": "the highest level"}, "level"),
    SettingWords("system/screen_brightness_float", LABEL, "brightness", {}, "hidden"),
    SettingWords("global/wifi_on", LABEL, "Wi-Fi", {"0": "off", "1": "on", "2": "on"}, "toggle"),
    SettingWords("global/wifi_connected_ssid", LABEL, "Wi-Fi network in use", {"": "none"}, "choice"),
    SettingWords("global/airplane_mode_wifi_on", LABEL, "Wi-Fi before airplane mode", {}, "hidden"),
    SettingWords("global/airplane_mode_bluetooth_on", LABEL, "Bluetooth before airplane mode", {}, "hidden"),
    SettingWords("secure/flashlight_enabled", LABEL, "flashlight", {"0": "off", "1": "on"}, "toggle"),
    SettingWords("global/private_dns_mode", LABEL, "private DNS",
                 {"off": "off", "opportunistic": "automatic", "hostname": "a provider's host name"},
                 "choice"),
    SettingWords("global/private_dns_specifier", LABEL, "private DNS provider", {}, "choice"),
    SettingWords("global/mode_ringer", LABEL, "ringer mode", {"0": "silent", "1": "vibrate", "2": "sound"}, "choice"),
    SettingWords("global/time_zone", LABEL, "time zone", {}, "choice"),
    SettingWords("system/font_scale", LABEL, "font size",
                 {"0.85": "small", "1.0": "default", "1.15": "large", "1.3": "largest"}, "choice"),
    SettingWords("secure/display_density_forced", LABEL, "display size",
                 {"374": "small", "420": "default", "470": "large", "520": "larger",
                 "570": "largest"}, "choice"),
    SettingWords("system/system_locales", LABEL, "languages", {}, "choice"),
    SettingWords("secure/wallpaper", LABEL, "wallpaper", {}, "choice"),
    SettingWords("secure/launcher_grid", LABEL, "app grid", {"3": "3 columns", "4": "4 columns", "5": "5 columns"},
                 "choice"),
    SettingWords("secure/themed_icons", LABEL, "themed icons", {"0": "off", "1": "on"}, "toggle"),
    SettingWords(f"prefs/{PACKAGE}/lock_kind", LABEL, "screen lock",
                 {"none": "none", "swipe": "swipe", "pin": "PIN", "password": "password"}, "choice"),
    SettingWords(f"prefs/{PACKAGE}/lock_secret", LABEL, "PIN or password of the screen lock", {}, "choice"),
    SettingWords(f"prefs/{PACKAGE}/build_taps", LABEL, "taps on the build number", {}, "hidden"),
    SettingWords(f"prefs/{PACKAGE}/searches", LABEL, "recent searches", {}, "hidden"),
)  # fmt: skip


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words of everything that Settings can change."""
    words: list[SettingWords] = []
    for screen in reversed(_ALL):
        if screen.apps:
            for package in DEFAULT_APPS:
                key = f"prefs/{PACKAGE}/{screen.name}.{package.name}"
                words.append(
                    SettingWords(key, LABEL, f"{screen.apps} for {package.label}", {"0": "off", "1": "on"}, "toggle")
                )
        for row in reversed(screen.rows):
            words.extend(words_of(row))
    for package in DEFAULT_APPS:
        key = f"prefs/{PACKAGE}/notification_dot.{package.name}"
        words.append(
            SettingWords(key, LABEL, f"notification dot of {package.label}", {"0": "off", "1": "on"}, "toggle")
        )
        key = f"prefs/{PACKAGE}/app_language.{package.name}"
        words.append(SettingWords(key, LABEL, f"language of {package.label}", {}, "choice"))
    return Vocabulary.of(*words, *_OTHER_WORDS, *store.WORDS)
