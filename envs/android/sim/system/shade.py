"""Notifications on the screen: the shade with quick settings, pulled down from the top edge, and heads-up pop-ups."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.intents import ACTION_MAIN, Intent
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import (
    BODY,
    BODY_MEDIUM,
    FILL,
    HEADLINE_SMALL,
    LABEL,
    STATUS_BAR_PX,
    Color,
    dp,
)
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.notifications import Notification, NotificationAction
    from osgenesis.envs.android.sim.phone import Phone

PACKAGE = "com.android.systemui"
HEADS_UP_MS = 6_000
_SETTINGS = "com.android.settings"
_SECOND_MS = 1_000
_FIRST_TILES = 4


class Look(NamedTuple):
    """Colours of the shade."""

    back: Color
    ink: Color
    muted: Color
    on: Color
    on_ink: Color
    off: Color


_DARK = Look((24, 25, 29), (232, 234, 240), (170, 173, 182), (168, 199, 250), (6, 46, 111), (48, 50, 56))
_LIGHT = Look((236, 238, 246), (27, 28, 33), (86, 89, 97), (11, 87, 208), (255, 255, 255), (253, 253, 255))


class Tile(NamedTuple):
    """One quick setting: what it is called, how it is switched, and the settings page of a long press."""

    label: str
    icon: str
    off_icon: str
    namespace: str
    key: str
    action: str = ""
    on: str = "1"
    off: str = "0"


TILES = (
    Tile("Internet", "wifi", "wifi-off", "global", "wifi_on", "android.settings.WIFI_SETTINGS"),
    Tile("Bluetooth", "bluetooth", "bluetooth-off", "global", "bluetooth_on", "android.settings.BLUETOOTH_SETTINGS"),
    Tile("Flashlight", "flashlight", "flashlight-off", "secure", "flashlight_enabled"),
    Tile("Do Not Disturb", "minus-circle-outline", "minus-circle-outline", "global", "zen_mode",
         "android.settings.ZEN_MODE_SETTINGS"),
    Tile("Auto-rotate", "screen-rotation", "screen-rotation-lock", "system", "accelerometer_rotation",
         "android.settings.DISPLAY_SETTINGS"),
    Tile("Airplane mode", "airplane", "airplane-off", "global", "airplane_mode_on",
         "android.settings.AIRPLANE_MODE_SETTINGS"),
    Tile("Battery Saver", "battery-heart-outline", "battery-outline", "global", "low_power",
         "android.settings.BATTERY_SAVER_SETTINGS"),
    Tile("Dark theme", "theme-light-dark", "theme-light-dark", "secure", "ui_night_mode",
         "android.settings.DISPLAY_SETTINGS", on="2", off="1"),
    Tile("Location", "map-marker", "map-marker-off", "secure", "location_mode",
         "android.settings.LOCATION_SOURCE_SETTINGS", on="3"),
    Tile("Night Light", "weather-night", "weather-night", "secure", "night_display_activated",
         "android.settings.NIGHT_DISPLAY_SETTINGS"),
    Tile("Hotspot", "access-point", "access-point-off", "global", "tether_hotspot_on",
         "com.android.settings.WIFI_TETHER_SETTINGS"),
    Tile("Mobile data", "swap-vertical", "swap-vertical", "global", "mobile_data",
         "android.settings.DATA_ROAMING_SETTINGS"),
)  # fmt: skip


def notices(phone: Phone) -> list[Notification]:
    """Posted notifications of the apps that may show some, newest first."""
    prefs = phone.preferences(_SETTINGS)
    return [
        note for note in phone.notifications.active() if prefs.text(f"notifications_apps.{note.package}", "1") != "0"
    ]


def shade(phone: Phone, width: int, height: int) -> Node:
    """The shade as far as it is pulled: four tiles and notifications, or all tiles with the brightness slider."""
    full = phone.system.shade == "settings"
    look = _DARK if phone.dark else _LIGHT
    tiles = [_tile(phone, tile, look) for tile in (TILES if full else TILES[:_FIRST_TILES])]
    rows = [Node(kind="row", children=tiles[i : i + 2], gap=dp(8)) for i in range(0, len(tiles), 2)]
    parts: list[Node] = [_header(phone, look)]
    if full:
        parts.append(_brightness(phone, look))
    parts.append(Node(kind="column", children=rows, gap=dp(8)))
    if full:
        parts.append(_footer(phone, look))
    notes = notices(phone)
    parts.extend(_card(phone, note, look) for note in notes)
    if notes:
        buttons = [
            _pill("Manage", lambda: _start(phone, Intent("android.settings.NOTIFICATION_SETTINGS")), look),
            Node(kind="space", grow=1),
        ]
        if any(not note.ongoing for note in notes):
            buttons.append(_pill("Clear all", lambda: _clear(phone), look))
        parts.append(Node(kind="row", children=buttons))
    else:
        parts.append(
            _text("No notifications", BODY_MEDIUM, look.muted, text_align="center", width=FILL, pad=(0, dp(12), 0, 0))
        )
    body = Node(
        kind="scroll", children=parts, gap=dp(14), pad=(dp(16), STATUS_BAR_PX, dp(16), dp(64)), key="shade", grow=1,
        width=FILL,
        offset=phone.system.shade_offset, cls="android.widget.ScrollView",
        rid="com.android.systemui:id/notification_stack_scroller",
    )  # fmt: skip
    return Node(
        kind="column", width=width, height=height, bg=look.back, children=(body,), solid=True,
        cls="android.widget.FrameLayout",
        rid="com.android.systemui:id/notification_panel",
    )  # fmt: skip


def heads_up(phone: Phone, width: int) -> Node | None:
    """The newest notification that pops up over the app: for some seconds, or while a call rings."""
    note = _popping(phone)
    if note is None:
        return None
    phone.read_clock(_SECOND_MS)
    look = _DARK if phone.dark else _LIGHT
    card = _card(phone, note, look)
    card.shadow = dp(6)

    def swiped(way: str) -> None:
        if way == "up":
            phone.system = phone.system.with_(heads_up_after_ms=phone.clock.now_ms)
        else:
            phone.system = phone.system.with_(shade="notifications", shade_offset=0)

    return Node(
        kind="column", width=width, pad=(dp(12), dp(4), dp(12), dp(4)), children=(card,), on_swipe=swiped,
        swipe_axis="y",
        cls="android.widget.FrameLayout", rid="com.android.systemui:id/heads_up_row",
    )  # fmt: skip


def _popping(phone: Phone) -> Notification | None:
    settings, now, after = phone.settings, phone.clock.now_ms, phone.system.heads_up_after_ms
    quiet = (
        settings.get("global", "zen_mode", "0") != "0"
        or settings.get("global", "heads_up_notifications_enabled") == "0"
    )
    front = phone.stack.top.package
    for note in phone.notifications.active():
        if not note.heads_up or note.when_ms <= after or (note.ongoing and note.package == front):
            continue
        if (
            (note.ongoing or 0 <= now - note.when_ms < HEADS_UP_MS)
            and (note.ongoing or not quiet)
            and note in notices(phone)
        ):
            return note
    return None


def _header(phone: Phone, look: Look) -> Node:
    now = phone.clock.local()
    return Node(kind="row", pad=(dp(4), 0, dp(4), 0), children=(
        _text(phone.clock_text(), HEADLINE_SMALL + 4, look.ink, grow=1, rid="com.android.systemui:id/clock"),
        _text(f"{now:%a}, {now:%b} {now.day}", BODY_MEDIUM, look.ink, rid="com.android.systemui:id/date"),
    ))  # fmt: skip


def _footer(phone: Phone, look: Look) -> Node:
    return Node(kind="row", children=(
        _text("Android 13", LABEL, look.muted, grow=1),
        _round("cog", "Settings", lambda: _start(phone, Intent(ACTION_MAIN, f"{_SETTINGS}/{_SETTINGS}.Settings")),
               look),
    ))  # fmt: skip


def _text(text: str, size: int, color: Color, **more: object) -> Node:
    return Node(kind="text", text=text, size=size, color=color, cls="android.widget.TextView", **more)


def _word(phone: Phone, tile: Tile, on: bool) -> str:
    if tile.key == "wifi_on" and on:
        return phone.settings.get("global", "wifi_connected_ssid", "AndroidWifi") or "Networks available"
    return "On" if on else "Off"


def _tile(phone: Phone, tile: Tile, look: Look) -> Node:
    value = phone.settings.get(tile.namespace, tile.key)
    on = value not in (None, tile.off, "0", "")
    word = _word(phone, tile, on)
    ink = look.on_ink if on else look.ink

    def toggle() -> None:
        phone.set_setting(tile.namespace, tile.key, tile.off if on else tile.on)

    return Node(
        kind="row", grow=1, height=dp(64), radius=dp(26), bg=look.on if on else look.off, pad=(dp(18), 0, dp(12), 0),
        gap=dp(12),
        cls="android.widget.Switch", desc=f"{tile.label},{word}", on_tap=toggle,
        on_long=(lambda: _start(phone, Intent(tile.action))) if tile.action else None,
        flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if on else 0),
        children=(
            Node(kind="icon", size=dp(22), draw=("icon", tile.icon if on else tile.off_icon), color=ink),
            Node(kind="column", grow=1, children=(
                Node(kind="text", text=tile.label, size=BODY_MEDIUM, weight="medium", color=ink, lines=1),
                Node(kind="text", text=word, size=LABEL, color=ink, lines=1),
            )),
        ),
    )  # fmt: skip


def _brightness(phone: Phone, look: Look) -> Node:
    level = min(max(phone.settings.integer("system", "screen_brightness", 102), 1), 255)

    def slide(fraction: float) -> None:
        phone.set_setting("system", "screen_brightness", str(1 + round(fraction * 254)))

    return Node(
        kind="row", gap=dp(12), pad=(dp(4), 0, 0, 0),
        children=(
            Node(kind="icon", size=dp(22), draw=("icon", "brightness-6"), color=look.ink),
            Node(kind="box", grow=1, height=dp(48), cls="android.widget.SeekBar", desc="Display brightness",
                 on_slide=slide,
                 rid="com.android.systemui:id/slider", draw=("slider", (level - 1) / 254, look.on, look.off)),
        ),
    )  # fmt: skip


def _card(phone: Phone, note: Notification, look: Look) -> Node:
    app = phone.apps.get(note.package)
    label = note.app_label or (app.label if app else phone.packages.label(note.package))

    def open_it() -> None:
        if note.auto_cancel:
            phone.notifications.cancel_key(note.key)
        if note.intent is not None:
            _start(phone, note.intent)
        else:
            phone.close_overlays()

    def dismiss(way: str) -> None:
        if not note.ongoing:
            phone.notifications.cancel_key(note.key)

    body = Node(kind="column", grow=1, gap=dp(2), children=(
        _text(f"{label} • {_age(phone, note)}", LABEL, look.muted, lines=1),
        _text(note.title, BODY, look.ink, weight="medium", lines=1, rid="android:id/title"),
        *((_text(note.text, BODY_MEDIUM, look.ink, lines=3, rid="android:id/text"),) if note.text else ()),
        *((Node(kind="row", gap=dp(4), pad=(0, dp(4), 0, 0),
                children=[_button(phone, entry, look) for entry in note.actions]),) if note.actions else ()),
    ))  # fmt: skip
    return Node(
        kind="row", gap=dp(12), bg=look.off, radius=dp(18), pad=(dp(16), dp(14), dp(16), dp(14)),
        cls="android.widget.FrameLayout",
        on_tap=open_it, on_swipe=dismiss, cross="start", width=FILL, solid=True,
        children=(
            Node(kind="icon", size=dp(32), draw=("appicon", app.icon if app else "bell",
                                                 app.color if app else (90, 90, 96))), body,
        ),
    )  # fmt: skip


def _age(phone: Phone, note: Notification) -> str:
    minutes = max(phone.clock.now_ms - note.when_ms, 0) // 60_000
    if minutes < 1:
        return "now"
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h" if minutes < 1440 else f"{minutes // 1440}d"


def _button(phone: Phone, entry: NotificationAction, look: Look) -> Node:
    def run() -> None:
        if entry.starts_activity:
            _start(phone, entry.intent)
        else:
            phone.broadcast(entry.intent)

    return Node(
        kind="text", text=entry.label, size=BODY_MEDIUM, weight="medium", color=look.on, cls="android.widget.Button",
        pad=(0, dp(10), dp(20), dp(4)), on_tap=run,
    )  # fmt: skip


def _pill(label: str, on_tap: Callable[[], object], look: Look) -> Node:
    return Node(
        kind="text", text=label, size=BODY_MEDIUM, weight="medium", color=look.ink, cls="android.widget.Button",
        bg=look.off, radius=dp(20),
        pad=(dp(18), dp(10), dp(18), dp(10)), on_tap=on_tap,
    )  # fmt: skip


def _round(icon: str, desc: str, on_tap: Callable[[], object], look: Look) -> Node:
    return Node(
        kind="box", width=dp(48), height=dp(48), radius=dp(24), bg=look.off, desc=desc,
        cls="android.widget.ImageButton", on_tap=on_tap,
        children=(Node(kind="icon", size=dp(22), draw=("icon", icon), color=look.ink, gravity="cc"),),
    )  # fmt: skip


def _clear(phone: Phone) -> None:
    phone.notifications.clear()
    phone.close_overlays()


def _start(phone: Phone, intent: Intent) -> None:
    phone.close_overlays()
    phone.activities.start(intent)
