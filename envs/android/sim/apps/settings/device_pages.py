"""Brightness, text size, wallpaper, battery usage and notification history."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, dialog, page
from osgenesis.envs.android.sim.apps.settings.catalog_device import DENSITIES, FONT_SCALES, brightness_summary
from osgenesis.envs.android.sim.apps.settings.frame import frame, heading, item, main_switch, paragraph
from osgenesis.envs.android.sim.apps.settings.rows import read
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, dp
from osgenesis.envs.android.sim.ui.widgets import card, column, grid, icon, list_item, row, slider, switch, text

WALLPAPERS = (("7", "Meadow"), ("4", "Lagoon"), ("5", "Violet"), ("6", "Mist"))
GRIDS = ("3", "4", "5")
_BRIGHTNESS_SPAN = 254  # 1 to 255
_FONT_NAMES = ("Small", "Default", "Large", "Larger", "Very large", "Huge", "Largest")
_DENSITY_NAMES = ("Small", "Default", "Large", "Larger", "Largest")


class DevicePages(App):
    """Pages around the look of the phone."""

    def show_brightness(self, ui: Page, _: Any) -> None:
        """Opens the brightness slider."""
        ui.open("brightness")

    @dialog
    def brightness(self, ui: Page) -> Node:
        """The brightness slider; its ends are exactly 1 and 255."""
        phone = ui.phone
        value = min(max(phone.settings.integer("system", "screen_brightness", 102), 1), 255)

        def slide(fraction: float) -> None:
            phone.set_setting("system", "screen_brightness", str(1 + round(fraction * _BRIGHTNESS_SPAN)))

        bar = slider(
            ui,
            (value - 1) / _BRIGHTNESS_SPAN,
            slide,
            desc="Display brightness",
            rid="com.android.systemui:id/slider",
            width=None,
            grow=1,
        )
        return Node(
            kind="column", width=ui.width - dp(32), bg=ui.theme.surface, radius=dp(28), shadow=dp(6), solid=True,
            children=(
                row(text(ui, "Brightness level", BODY, grow=1),
                    text(ui, brightness_summary(phone), BODY_MEDIUM, muted=True), pad=(24, 20, 24, 0), width=FILL),
                row(icon(ui, "brightness-6"), bar, gap=12, pad=(20, 8, 20, 16), width=FILL),
            ),
        )  # fmt: skip

    @page
    def text_size(self, ui: Page) -> Node:
        """Font size and display size, with a preview."""
        phone = ui.phone
        font = _nearest(FONT_SCALES, read(phone, "system/font_scale", "1.0"))
        density = _nearest(DENSITIES, read(phone, "secure/display_density_forced", "420"))
        scale = float(FONT_SCALES[font]) * float(DENSITIES[density]) / 420
        preview = card(
            text(ui, "Preview", BODY_MEDIUM, muted=True),
            text(ui, "Your emails will be listed here", int(BODY * scale), weight="medium"),
            text(ui, "This is how text looks with the sizes that are set below.", int(BODY_MEDIUM * scale),
                 muted=True), ui=ui, gap=dp(8),
        )  # fmt: skip
        bold, contrast = (
            read(phone, key, "0") == on
            for key, on in (("secure/font_weight_adjustment", "300"), ("secure/high_text_contrast_enabled", "1"))
        )
        return frame(
            ui, "Display size and text", column(preview, pad=(24, 0)),
            _stepped(ui, "Font size", "Make text bigger or smaller", "system/font_scale", FONT_SCALES, font,
                     _FONT_NAMES),
            _stepped(ui, "Display size", "Make everything bigger or smaller", "secure/display_density_forced",
                     DENSITIES, density, _DENSITY_NAMES),
            item(ui, "Bold text", trailing=switch(ui, bold, rid="android:id/switch_widget"),
                 on_tap=lambda: phone.set_setting("secure", "font_weight_adjustment", "0" if bold else "300")),
            item(ui, "High contrast text", "Change text color to black or white.",
                 trailing=switch(ui, contrast, rid="android:id/switch_widget"),
                 on_tap=lambda: phone.set_setting("secure", "high_text_contrast_enabled", "0" if contrast else "1")),
            item(ui, "Reset settings", "Back to the default sizes", on_tap=lambda: self._reset_sizes(ui)),
        )  # fmt: skip

    def _reset_sizes(self, ui: Page) -> None:
        for namespace, key, value in (("system", "font_scale", "1.0"), ("secure", "display_density_forced", "420"),
                                      ("secure", "font_weight_adjustment", "0"),
                                      ("secure", "high_text_contrast_enabled", "0")):  # fmt: skip
            ui.phone.set_setting(namespace, key, value)

    @page
    def wallpaper(self, ui: Page) -> Node:
        """Wallpaper, dark theme, themed icons and the grid of the home screen."""
        phone = ui.phone
        chosen = read(phone, "secure/wallpaper", WALLPAPERS[0][0])
        cells = [
            Node(
                kind="box", height=dp(150), cls="android.widget.FrameLayout", desc=f"{name} wallpaper",
                on_tap=_setter(ui, "secure", "wallpaper", seed),
                flags=512 if seed == chosen else 0, border=(ui.theme.primary, dp(4)) if seed == chosen else None,
                draw=("wallpaper", int(seed)),
                children=(icon(ui, "check-circle", 28, color=(255, 255, 255), gravity="cc"),) if seed == chosen else (),
            )
            for seed, name in WALLPAPERS
        ]  # fmt: skip
        dark, themed = phone.dark, read(phone, "secure/themed_icons", "0") == "1"
        columns = read(phone, "secure/launcher_grid", "4")
        return frame(
            ui, "Wallpaper & style", heading(ui, "Wallpaper"), grid(ui, cells, 4, gap=10, pad=(24, 4)),
            heading(ui, "Home screen"),
            item(ui, "Themed icons", "Icons in the colors of the wallpaper",
                 trailing=switch(ui, themed, rid="android:id/switch_widget"),
                 on_tap=_setter(ui, "secure", "themed_icons", "0" if themed else "1")),
            item(ui, "Dark theme", trailing=switch(ui, dark, rid="android:id/switch_widget"),
                 on_tap=_setter(ui, "secure", "ui_night_mode", "1" if dark else "2")),
            item(ui, "App grid", f"{columns} columns", on_tap=lambda: ui.choose(
                "App grid", [f"{g} columns" for g in GRIDS], GRIDS.index(columns) if columns in GRIDS else 1,
                then="set_grid")),
        )  # fmt: skip

    def set_grid(self, ui: Page, index: int, _: Any) -> None:
        """Columns of the home screen."""
        ui.phone.set_setting("secure", "launcher_grid", GRIDS[index])

    @page
    def battery_usage(self, ui: Page) -> Node:
        """Shares of the battery, of what is open."""
        tasks = [t.package for t in ui.phone.activities.tasks() if t.package in ui.phone.apps]
        labels = [ui.phone.apps[package].label for package in tasks if package != ui.phone.home_package]
        rows = [item(ui, label, "Less than 1%", icon_name="battery-outline") for label in labels]
        return frame(ui, "Battery usage", item(ui, "Screen", "1%", icon_name="cellphone"), *rows,
                     paragraph(ui, "Usage since the last full charge. The battery is at 100%."))  # fmt: skip

    @page
    def notification_history(self, ui: Page) -> Node:
        """The switch, and what is posted now."""
        on = read(ui.phone, "secure/notification_history_enabled", "0") == "1"
        bar = main_switch(
            ui,
            "Use notification history",
            on,
            lambda yes: ui.phone.set_setting("secure", "notification_history_enabled", "1" if yes else "0"),
        )
        if not on:
            return frame(
                ui,
                "Notification history",
                bar,
                paragraph(ui, "Turn on notification history to see recent and snoozed notifications."),
            )
        rows = []
        for note in ui.phone.notifications.active():
            app = ui.phone.apps.get(note.package)
            mark = Node(
                kind="icon",
                size=dp(36),
                draw=("appicon", app.icon, app.color) if app else ("avatar", note.title[:1] or "?", (96, 110, 140)),
            )
            rows.append(
                list_item(
                    ui,
                    note.title,
                    note.text,
                    leading=mark,
                    overline=note.app_label or (app.label if app else note.package),
                )
            )
        return frame(ui, "Notification history", bar, *(rows or [paragraph(ui, "No recent notifications.")]))


def _nearest(values: tuple[str, ...], value: str) -> int:
    try:
        wanted = float(value)
    except ValueError:
        return 1
    return min(range(len(values)), key=lambda i: abs(float(values[i]) - wanted))


def _setter(ui: Page, namespace: str, key: str, value: str) -> Any:
    return lambda: ui.phone.set_setting(namespace, key, value)


def _stepped(
    ui: Page, title: str, hint: str, key: str, values: tuple[str, ...], index: int, names: tuple[str, ...]
) -> Node:
    """A slider over a few values."""
    last = len(values) - 1
    namespace, _, name = key.partition("/")

    def slide(fraction: float) -> None:
        ui.phone.set_setting(namespace, name, values[round(fraction * last)])

    return column(
        row(text(ui, title, grow=1), text(ui, names[index], BODY_MEDIUM, muted=True), width=FILL),
        text(ui, hint, BODY_MEDIUM, muted=True),
        slider(ui, index / last, slide, desc=title, rid="android:id/seekbar"), gap=2, pad=(24, 16, 24, 4),
    )  # fmt: skip
