"""Status bar and navigation bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.system.shade import notices
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, NAVIGATION_BAR_PX, STATUS_BAR_PX, Color, dp

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

PACKAGE = "com.android.systemui"
_MOST_ICONS = 4
_RINGER_SOUND = 2


def alarm_is_set(phone: Phone) -> bool:
    """Whether an alarm of the clock is on."""
    return any(alarm.action == "alarm" for alarm in phone.alarms.pending("com.google.android.deskclock"))


def status_bar(phone: Phone, width: int, ink: Color) -> Node:
    """Time at the left, notification icons beside it, connection and battery at the right."""
    settings = phone.settings
    left = [_label(phone.clock_text(), ink, "com.android.systemui:id/clock")]
    for note in notices(phone)[:_MOST_ICONS]:
        app = phone.apps.get(note.package)
        name = note.app_label or (app.label if app else phone.packages.label(note.package))
        left.append(_icon(app.icon if app else "bell", f"{name} notification: {note.title}", ink))
    right = []
    if alarm_is_set(phone):
        right.append(_icon("alarm", "Alarm set.", ink))
    if settings.get("global", "zen_mode") not in (None, "0"):
        right.append(_icon("minus-circle-outline", "Do Not Disturb.", ink))
    if settings.integer("global", "mode_ringer", _RINGER_SOUND) != _RINGER_SOUND:
        right.append(_icon("vibrate", "Ringer vibrate.", ink))
    if settings.flag("global", "bluetooth_on"):
        right.append(_icon("bluetooth", "Bluetooth on.", ink))
    if settings.flag("global", "wifi_on"):
        connected = settings.get("global", "wifi_connected_ssid", "AndroidWifi")
        right.append(
            _icon("wifi", "Wifi signal full.", ink)
            if connected
            else _icon("wifi-strength-outline", "Wifi disconnected.", ink)
        )
    if settings.flag("global", "airplane_mode_on"):
        right.append(_icon("airplane", "Airplane mode.", ink))
    elif settings.flag("global", "cell_on", True):
        right.append(_icon("signal", "Phone signal full.", ink))
    else:
        right.append(_icon("signal-off", "No SIM card.", ink))
    saver = settings.flag("global", "low_power")
    right.append(_icon("battery-heart-variant" if saver else "battery", "Battery 100 percent.", ink))
    if settings.flag("system", "status_bar_show_battery_percent"):
        right.append(_label("100%", ink, "com.android.systemui:id/battery_percentage_view"))
    return Node(
        kind="row", width=width, height=STATUS_BAR_PX, pad=(dp(24), dp(8), dp(20), 0), cls="android.widget.FrameLayout",
        rid="com.android.systemui:id/status_bar",
        children=(
            Node(kind="row", gap=dp(8), children=left), Node(kind="space", grow=1),
            Node(kind="row", gap=dp(5), children=right),
        ),
    )  # fmt: skip


def _label(text: str, ink: Color, rid: str) -> Node:
    return Node(
        kind="text", text=text, size=BODY_MEDIUM, weight="medium", color=ink, cls="android.widget.TextView", rid=rid
    )


def _icon(name: str, desc: str, ink: Color) -> Node:
    return Node(kind="icon", size=dp(17), draw=("icon", name), color=ink, desc=desc, cls="android.widget.ImageView")


def navigation_bar(
    width: int,
    ink: Color,
    back: Callable[[], object],
    home: Callable[[], object],
    recents: Callable[[], object],
    keyboard: bool,
) -> Node:
    """Back, Home and Overview."""

    def key(icon: str, desc: str, rid: str, on_tap: Callable[[], object]) -> Node:
        return Node(
            kind="box", grow=1, height=NAVIGATION_BAR_PX, cls="android.widget.ImageView", desc=desc,
            rid="com.android.systemui:id/" + rid,
            on_tap=on_tap, children=(Node(kind="icon", size=dp(40 if icon == "menu-left" else 20), draw=("icon", icon),
                                          color=ink, gravity="cc"),),
        )  # fmt: skip

    return Node(
        kind="row", width=width, height=NAVIGATION_BAR_PX, pad=(dp(36), 0, dp(36), 0), cls="android.widget.FrameLayout",
        children=(
            key("chevron-down" if keyboard else "menu-left", "Back", "back", back),
            key("checkbox-blank-circle-outline", "Home", "home", home),
            key("square-outline", "Overview", "recent_apps", recents),
        ),
    )  # fmt: skip
