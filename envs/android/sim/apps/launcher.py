"""The launcher: home pages with favourites and a dock, the app drawer with search, and an icon's long-press menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.intents import ACTION_MAIN, CATEGORY_LAUNCHER, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import (
    BODY,
    FILL,
    HEADLINE,
    LABEL,
    Color,
    dp,
    mix,
    tinted,
)
from osgenesis.envs.android.sim.ui.widgets import (
    column,
    empty_state,
    grid,
    icon,
    icon_button,
    row,
    scroll,
    space,
    text,
    text_field,
)
from osgenesis.envs.core.vocabulary import SettingWords, Vocabulary

PACKAGE = "com.google.android.apps.nexuslauncher"
WHITE: Color = (255, 255, 255)
DOCK = (
    "com.google.android.dialer", "com.simplemobiletools.smsmessenger", "com.google.android.contacts",
    "com.android.camera2",
)  # fmt: skip
HOME_ICONS = (
    "com.android.settings", "com.google.android.deskclock", "com.google.android.documentsui",
    "com.simplemobiletools.calendar.pro",
    "net.gsantner.markor", "org.tasks", "ca.zgrs.clipper",
)  # fmt: skip
ROWS = 2  # of icons on a home page
_SEPARATOR = ","
_DEFAULT_WALLPAPER = 7
_DEFAULT_COLUMNS = 4


def home_packages(ui: Page) -> list[str]:
    """Icons of the home pages, in order."""
    kept = ui.prefs.text("home", _SEPARATOR.join(HOME_ICONS))
    return [package for package in kept.split(_SEPARATOR) if package in ui.phone.apps]


class Launcher(App):
    """Home."""

    package = PACKAGE
    label = "Pixel Launcher"
    icon = "home"
    launcher = f"{PACKAGE}.NexusLauncherActivity"
    theme = tinted((66, 90, 160))
    dark_theme = tinted((66, 90, 160), dark=True)
    activities = {launcher: "home"}
    vocabulary = Vocabulary.of(
        SettingWords(f"prefs/{PACKAGE}/home", "Pixel Launcher", "apps on the home screen", {}, "choice")
    )

    @page
    def home(self, ui: Page) -> Node:
        """Date, icons in pages, the dock and a search bar on a wallpaper."""
        now = ui.now()
        columns = ui.settings.integer("secure", "launcher_grid", _DEFAULT_COLUMNS) or _DEFAULT_COLUMNS
        packages = home_packages(ui)
        upright = ui.height > ui.width
        if not upright:
            columns *= 2
        size = columns * (ROWS if upright else 1)
        pages = max(-(-len(packages) // size), 1)
        shown = min(ui.get("page", 0), pages - 1)
        icons = [
            self._icon(ui, ui.phone.apps[name], WHITE, home=True)
            for name in packages[shown * size : (shown + 1) * size]
        ]
        dock = [self._icon(ui, ui.phone.apps[name], WHITE, label=False) for name in DOCK if name in ui.phone.apps]
        date = text(ui, f"{now:%A}, {now:%b} {now.day}", HEADLINE, color=WHITE, desc=f"{now:%A}, {now:%B} {now.day}",
                    on_tap=lambda: ui.start(Intent("android.intent.action.VIEW",
                                                   data="content://com.android.calendar/time")))  # fmt: skip

        def turn(way: str) -> None:
            ui.put(page=min(max(shown + (1 if way == "left" else -1), 0), pages - 1) or None)

        workspace = Node(
            kind="column", grow=1, on_swipe=turn, children=(Node(kind="box", grow=1),
                                                            grid(ui, icons, columns, pad=(0, 8))),
                                                            on_long=lambda: ui.menu(
                (("Wallpaper & style", "open_wallpaper"), ("All apps", "open_drawer"),
                 ("Home settings", "open_home_settings"))),
        )  # fmt: skip
        return Node(
            kind="column", width=FILL, height=FILL, cls="android.widget.FrameLayout",
            on_back=lambda: ui.put(page=None), swipe_axis="y",
            draw=("wallpaper", ui.settings.integer("secure", "wallpaper", _DEFAULT_WALLPAPER)),
            on_swipe=lambda way: ui.open("drawer") if way == "up" else self._pull_shade(ui),
            pad=(dp(8), ui.inset_top, dp(8), ui.inset_bottom),
            children=(*((column(date, pad=(20, 24)),) if upright else ()), workspace, _dots(pages, shown),
                      grid(ui, dock, max(len(dock), 1), pad=(0, 8)), self._search_bar(ui)),
        )  # fmt: skip

    def _pull_shade(self, ui: Page) -> None:
        ui.phone.system = ui.phone.system.with_(shade="notifications", shade_offset=0)

    def _search_bar(self, ui: Page) -> Node:
        theme = ui.theme
        return row(
            row(
                icon(ui, "magnify", color=theme.on_surface_variant),
                text(ui, "Search apps", BODY, color=theme.on_surface_variant, grow=1),
                grow=1, height=dp(52), bg=theme.surface, radius=dp(26), pad=(16, 0), gap=12,
                cls="android.widget.FrameLayout",
                on_tap=lambda: ui.open("drawer", search=True),
            ),
            pad=(8, 8),
        )  # fmt: skip

    @page
    def drawer(self, ui: Page) -> Node:
        """All apps, filtered by the search field."""
        query = ui.text("query").strip().lower() if "text:query" in ui.record.state else ""
        apps = [app for app in self._apps(ui) if query in app.label.lower()]
        apps.sort(key=lambda app: not app.label.lower().startswith(query))
        cells = [self._icon(ui, app, ui.theme.on_surface) for app in apps]
        columns = ui.settings.integer("secure", "launcher_grid", _DEFAULT_COLUMNS) or _DEFAULT_COLUMNS
        results = scroll(ui, "apps", grid(ui, cells, columns, gap=8, pad=(8, 8)), space(0, 24),
                         cls="androidx.recyclerview.widget.RecyclerView") if cells \
            else empty_state(ui, "magnify-close", f"No apps found matching \"{ui.text('query').strip()}\"")  # fmt: skip
        clear = [icon_button(ui, "close", "Clear text", lambda: ui.set_text("query", ""), size=40)] if query else []
        field = text_field(ui, "query", hint="Search apps", style="plain", ime="search", grow=1,
                           autofocus=bool(ui.args.get("search")),
                           on_submit=lambda: self._first(ui, apps), rid=f"{PACKAGE}:id/input")  # fmt: skip
        return Node(
            kind="column", width=FILL, height=FILL, bg=ui.theme.surface, pad=(0, ui.inset_top, 0, ui.inset_bottom),
            cls="android.widget.FrameLayout",
            on_swipe=lambda way: ui.close() if way == "down" else None, swipe_axis="y",
            children=(
                row(row(icon(ui, "magnify"), field, *clear, grow=1, height=dp(52), bg=ui.theme.surface_high,
                        radius=dp(26), pad=(16, 0), gap=12),
                    pad=(16, 12)),
                results,
            ),
        )  # fmt: skip

    def _first(self, ui: Page, apps: Sequence[App]) -> None:
        if apps:
            self._launch(ui, apps[0])

    def _apps(self, ui: Page) -> list[App]:
        apps = (
            app
            for app in ui.phone.apps.values()
            if app.launcher and app.package != self.package and app.package in ui.phone.packages
        )
        return sorted(apps, key=lambda app: (app.label.lower(), app.package))

    def _icon(self, ui: Page, app: App, ink: Color, *, label: bool = True, home: bool = False) -> Node:
        face, sign = app.color, WHITE
        if ui.settings.flag("secure", "themed_icons"):
            face, sign = ui.theme.primary_container, ui.theme.on_primary_container
        children = [
            Node(kind="box", width=dp(56), height=dp(56), radius=dp(28), bg=face, children=(
                Node(kind="icon", size=dp(28), draw=("icon", app.icon), color=sign, gravity="cc"),)),
        ]  # fmt: skip
        if label:
            children.append(text(ui, app.label, LABEL + 2, color=ink, lines=1, cls="", text_align="center"))
        return Node(
            kind="column", cross="center", gap=dp(6), pad=(dp(2), dp(8), dp(2), dp(8)), children=children,
            cls="android.widget.TextView",
            text=app.label, desc="" if label else app.label, on_tap=lambda: self._launch(ui, app),
            on_long=self._options(ui, app, home),
        )  # fmt: skip

    # -- long presses --------------------------------------------------------------------------------

    def _options(self, ui: Page, app: App, home: bool) -> Callable[[], None]:
        items = [("App info", "app_info")]
        if home:
            items.append(("Remove", "remove_icon"))
        elif app.package not in home_packages(ui) and app.package not in DOCK:
            items.append(("Add to Home screen", "add_icon"))
        return lambda: ui.menu(items, app.package)

    def app_info(self, ui: Page, package: str) -> None:
        """Opens the app's page in Settings."""
        ui.start(Intent("android.settings.APPLICATION_DETAILS_SETTINGS", data=f"package:{package}"))

    def add_icon(self, ui: Page, package: str) -> None:
        """Puts an app on the home screen."""
        ui.prefs.put("home", _SEPARATOR.join([*home_packages(ui), package]))
        ui.toast(f"{ui.phone.apps[package].label} added to Home screen")

    def remove_icon(self, ui: Page, package: str) -> None:
        """Takes an app's icon off the home screen; the app stays."""
        ui.prefs.put("home", _SEPARATOR.join(name for name in home_packages(ui) if name != package))

    def open_wallpaper(self, ui: Page, _: Any) -> None:
        """Wallpaper & style in Settings."""
        ui.start(Intent("android.intent.action.SET_WALLPAPER"))

    def open_drawer(self, ui: Page, _: Any) -> None:
        """The app drawer."""
        ui.open("drawer")

    def open_home_settings(self, ui: Page, _: Any) -> None:
        """Default apps, where the home app is chosen."""
        ui.start(Intent("android.settings.HOME_SETTINGS"))

    def _launch(self, ui: Page, app: App) -> None:
        ui.close()
        ui.start(Intent(ACTION_MAIN, f"{app.package}/{app.launcher}", categories=(CATEGORY_LAUNCHER,)))


def _dots(pages: int, shown: int) -> Node:
    """Which of the home pages shows."""
    dots = [
        Node(kind="icon", size=dp(7), draw=("rrect", WHITE if i == shown else mix(WHITE, (110, 110, 130), 0.6), dp(3)))
        for i in range(pages)
    ]
    return Node(
        kind="row", width=FILL, height=dp(20), align="center", gap=dp(7), children=dots if pages > 1 else (),
        cls="android.view.View" if pages > 1 else "", desc=f"Home screen {shown + 1} of {pages}",
    )  # fmt: skip
