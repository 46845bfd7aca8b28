"""Apps: the list, an app's page (stop, storage, permissions, notifications), per-app switches, screen time."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.settings import permissions
from osgenesis.envs.android.sim.apps.settings.catalog import BY_ACTIVITY, SCREENS
from osgenesis.envs.android.sim.apps.settings.frame import action_row, frame, heading, item, main_switch, paragraph
from osgenesis.envs.android.sim.apps.settings.rows import read, write
from osgenesis.envs.android.sim.apps.settings.storage_pages import app_bytes, size_text
from osgenesis.envs.android.sim.intents import ACTION_MAIN, CATEGORY_LAUNCHER, Intent
from osgenesis.envs.android.sim.packages import Package
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, HEADLINE_SMALL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    chip,
    column,
    icon,
    list_item,
    overflow,
    radio,
    row,
    switch,
    text,
)


def icon_of(ui: Page, package: Package, size: float = 36) -> Node:
    """An app's icon."""
    app = ui.phone.apps.get(package.name)
    draw = ("appicon", app.icon, app.color) if app else ("avatar", package.label[:1].upper(), (96, 110, 140))
    return Node(kind="icon", size=dp(size), draw=draw)


def listed(ui: Page, *, system: bool = False) -> list[Package]:
    """Apps by label; with `system` also those without an icon."""
    packages = ui.phone.packages.all() if system else ui.phone.packages.launchable()
    return sorted(packages, key=lambda p: (p.label.lower(), p.name))


def data_bytes(files: FileSystem, package: str) -> tuple[int, int]:
    """(user data, cache) in bytes."""
    root = f"/data/data/{package}"
    data = cache = 0
    if files.exists(root):
        for path in files.files_under(root):
            size = files.stat(path).size
            if "/cache/" in path or "/code_cache/" in path:
                cache += size
            else:
                data += size
    return data, cache


def clear_data(ui: Page, package: str) -> None:
    """What `Clear storage` does: the app is stopped and its own files are made anew."""
    phone = ui.phone
    phone.activities.force_stop(package)
    root = f"/data/data/{package}"
    if phone.files.exists(root):
        phone.files.rmtree(root)
    phone.packages.reset_permissions(package)
    app = phone.apps.get(package)
    if app is not None:
        app.install(phone)


class AppPages(App):
    """Pages around apps."""

    @page
    def apps_home(self, ui: Page) -> Node:
        """Recently opened apps, and the ways on."""
        phone = ui.phone
        recent = [t.package for t in phone.activities.tasks() if t.package not in (phone.home_package, self.package)][
            :3
        ]
        rows = [heading(ui, "Recently opened apps")] if recent else []
        rows += [self._app_row(ui, package) for name in recent if (package := phone.packages.get(name))]
        rows += [
            item(ui, f"See all {len(listed(ui))} apps", icon_name="chevron-right", on_tap=lambda: ui.open("all_apps")),
            heading(ui, "General"),
            item(
                ui,
                "Default apps",
                "Chrome, Phone and Simple SMS Messenger",
                on_tap=lambda: ui.open("screen", screen="default_apps"),
            ),
            item(ui, "Screen time", "Today's use of apps", on_tap=lambda: ui.open("screen_time")),
            item(ui, "Unused apps", "0 apps unused", on_tap=lambda: ui.open("screen", screen="unused_apps")),
            item(
                ui,
                "App battery usage",
                "Set battery usage for apps",
                on_tap=lambda: ui.open("app_switches", screen="app_battery"),
            ),
            item(
                ui,
                "Special app access",
                "Files, overlays, alarms",
                on_tap=lambda: ui.open("screen", screen="special_access"),
            ),
        ]
        return frame(ui, "Apps", *rows)

    def _app_row(self, ui: Page, package: Package) -> Node:
        return list_item(ui, package.label, size_text(app_bytes(package)), leading=icon_of(ui, package),
                         on_tap=lambda: ui.open("app_info", package=package.name),
                         pad=(dp(24), dp(12), dp(24), dp(12)))  # fmt: skip

    @page
    def all_apps(self, ui: Page) -> Node:
        """All apps, or those that match; system parts on request."""
        query = ui.get("filter", "all")
        packages = listed(ui, system=bool(ui.get("system")))
        if query == "running":
            running = {t.package for t in ui.phone.activities.tasks()}
            packages = [p for p in packages if p.name in running]
        if ui.get("by_size"):
            packages.sort(key=lambda p: -app_bytes(p))
        chips = row(
            chip(ui, "All apps", lambda: ui.put(filter=None), selected=query == "all"),
            chip(ui, "Running", lambda: ui.put(filter="running"), selected=query == "running"), gap=8,
            pad=(24, 4, 24, 12),
        )  # fmt: skip
        labels = (
            "Hide system" if ui.get("system") else "Show system",
            "Sort by name" if ui.get("by_size") else "Sort by size",
        )
        menu = overflow(
            ui, ((labels[0], "toggle_system"), (labels[1], "toggle_sort"), ("Reset app preferences", "ask_reset_apps"))
        )
        rows = [self._app_row(ui, package) for package in packages]
        return frame(ui, "All apps", chips, *(rows or [paragraph(ui, "No apps")]), actions=(menu,))

    def toggle_system(self, ui: Page, _: Any) -> None:
        """Shows or hides parts of the system."""
        ui.toggle("system")

    def toggle_sort(self, ui: Page, _: Any) -> None:
        """Sorts by size or by name."""
        ui.toggle("by_size")

    # -- one app -------------------------------------------------------------------------------------

    def _package(self, ui: Page) -> Package | None:
        name = ui.args.get("package") or (ui.intent.data or "").removeprefix("package:")
        return ui.phone.packages.get(name)

    @page
    def app_info(self, ui: Page) -> Node:
        """An app: open, uninstall, force stop, and what it may and holds."""
        package = self._package(ui)
        if package is None:
            return frame(ui, "App info", paragraph(ui, "This app is not installed."))
        phone, name = ui.phone, package.name
        known, running = name in phone.apps, phone.stack.task_of(name) is not None
        launch = Intent(ACTION_MAIN, package.component, categories=(CATEGORY_LAUNCHER,))
        data, cache = data_bytes(phone.files, name)
        groups = permissions.requested(package)
        given = [g.title for g in groups if permissions.allowed(phone, name, g)]
        notify = read(phone, f"prefs/notifications_apps.{name}", "1") == "1"
        uninstall = None if known or package.system else lambda: ui.confirm(
            package.label, "Do you want to uninstall this app?", then="uninstall_app", data=name)  # fmt: skip
        head = column(
            icon_of(ui, package, 56), text(ui, package.label, HEADLINE_SMALL,
                                           rid="com.android.settings:id/entity_header_title"),
            text(ui, "Running" if running else "Installed", BODY_MEDIUM, muted=True), cross="center", gap=6,
            pad=(24, 8, 24, 12), width=-1,
        )  # fmt: skip
        stop = lambda: ui.confirm(  # noqa: E731 - one of three handlers
            "Force stop?", "If you force stop an app, it may misbehave.", then="force_stop", data=name
        )
        buttons = action_row(
            ui,
            ("open-in-new", "Open", (lambda: ui.start(launch)) if known and package.launcher else None),
            ("delete-outline", "Disable" if known or package.system else "Uninstall", uninstall),
            ("alert-octagon-outline", "Force stop", stop if running else None),
        )
        rows = [
            head, buttons,
            item(ui, "Notifications", "On" if notify else "Off",
                 on_tap=lambda: ui.open("app_notifications", package=name)),
            item(ui, "Permissions",
                 ", ".join(given) if given else "No permissions granted" if groups else "No permissions requested",
                 on_tap=lambda: ui.open("app_permissions", package=name)),
            item(ui, "Storage & cache", f"{size_text(app_bytes(package) + data + cache)} used in internal storage",
                 on_tap=lambda: ui.open("app_storage", package=name)),
            item(ui, "Mobile data & Wi-Fi", "No data used", on_tap=lambda: ui.open("app_data", package=name)),
            item(ui, "Screen time", "0 minutes today", on_tap=lambda: ui.open("screen_time")),
            item(ui, "App battery usage", self._battery_word(ui, name),
                 on_tap=lambda: ui.open("app_battery_use", package=name)),
            item(ui, "Open by default", "No defaults set", on_tap=lambda: ui.open("app_links", package=name)),
            heading(ui, "Advanced"),
            self._access(ui, "picture_in_picture", "Picture-in-picture", name),
            self._access(ui, "overlay", "Display over other apps", name),
            self._access(ui, "write_settings", "Modify system settings", name),
            paragraph(ui, f"Version {package.version}"),
        ]  # fmt: skip
        return frame(ui, "App info", *rows, search=False)

    def _access(self, ui: Page, screen: str, title: str, package: str) -> Node:
        on = self._allowed(ui, screen, package)
        return item(ui, title, "Allowed" if on else "Not allowed",
                    on_tap=lambda: self._allow(ui, screen, package, not on),
                    trailing=switch(ui, on, rid="android:id/switch_widget"))  # fmt: skip

    def _battery_word(self, ui: Page, package: str) -> str:
        return "Unrestricted" if self._allowed(ui, "app_battery", package) else "Optimized"

    def force_stop(self, ui: Page, _: bool, package: str) -> None:
        """Ends an app."""
        ui.phone.activities.force_stop(package)

    def uninstall_app(self, ui: Page, _: bool, package: str) -> None:
        """Removes an app that isn't part of the system."""
        ui.phone.packages.uninstall(package)
        ui.close()

    @page
    def app_storage(self, ui: Page) -> Node:
        """What an app takes up, and the two ways to give it back."""
        package = self._package(ui)
        if package is None:
            return frame(ui, "Storage", paragraph(ui, "This app is not installed."))
        name = package.name
        data, cache = data_bytes(ui.phone.files, name)
        own = app_bytes(package)
        ask = lambda: ui.confirm(  # noqa: E731 - one of two handlers
            "Delete app data?",
            "This app's data, including files and settings, will be permanently deleted from this device.",
            then="clear_storage", data=name, ok="Delete",
        )  # fmt: skip
        buttons = action_row(
            ui,
            ("delete-outline", "Clear storage", ask if data or cache else None),
            ("broom", "Clear cache", (lambda: self._clear_cache(ui, name)) if cache else None),
        )
        return frame(
            ui, "Storage", list_item(ui, package.label, f"Version {package.version}", leading=icon_of(ui, package),
                                     pad=(dp(24),) * 4), buttons,
            heading(ui, "Space used"), item(ui, "App size", size_text(own)), item(ui, "User data", size_text(data)),
            item(ui, "Cache", size_text(cache)),
            item(ui, "Total", size_text(own + data + cache)), search=False,
        )  # fmt: skip

    def clear_storage(self, ui: Page, _: bool, package: str) -> None:
        """Deletes an app's data."""
        clear_data(ui, package)

    def _clear_cache(self, ui: Page, package: str) -> None:
        for folder in ("cache", "code_cache"):
            path = f"/data/data/{package}/{folder}"
            if ui.phone.files.exists(path):
                ui.phone.files.rmtree(path)

    @page
    def app_permissions(self, ui: Page) -> Node:
        """Groups that an app asks for: allowed and not."""
        package = self._package(ui)
        groups = permissions.requested(package) if package else []
        if package is None or not groups:
            return frame(ui, "App permissions", paragraph(ui, "This app asks for no permissions."), search=False)
        rows = []
        for title, wanted in (("Allowed", True), ("Not allowed", False)):
            rows.append(heading(ui, title))
            part = [g for g in groups if permissions.allowed(ui.phone, package.name, g) is wanted]
            rows += [
                item(ui, g.title, icon_name=g.icon, on_tap=_to_permission(ui, package.name, g.title)) for g in part
            ]
            if not part:
                rows.append(item(ui, "No permissions allowed" if wanted else "No permissions denied", disabled=True))
        return frame(ui, "App permissions", *rows, search=False)

    @page
    def app_permission(self, ui: Page) -> Node:
        """One group of one app."""
        package, group = self._package(ui), permissions.BY_TITLE[ui.args["group"]]
        if package is None:
            return frame(ui, "Permission", paragraph(ui, "This app is not installed."))
        allowed = permissions.allowed(ui.phone, package.name, group)
        label = "Allow only while using the app" if group.title in ("Camera", "Location", "Microphone") else "Allow"
        return frame(
            ui, f"{group.title} permission",
            list_item(ui, package.label, leading=icon_of(ui, package), pad=(dp(24), dp(12), dp(24), dp(12))),
            heading(ui, f"{group.title} access for this app"),
            radio(ui, allowed, lambda: self._set_permission(ui, package.name, group, True), label=label),
            radio(ui, not allowed, lambda: self._set_permission(ui, package.name, group, False), label="Don't allow"),
            item(ui, "See all apps with this permission",
                 on_tap=lambda: ui.open("permission_group", group=group.title)),
            search=False,
        )  # fmt: skip

    def _set_permission(self, ui: Page, package: str, group: permissions.Group, yes: bool) -> None:
        permissions.allow(ui.phone, package, group, yes)

    @page
    def permission_manager(self, ui: Page) -> Node:
        """Groups with the number of apps that hold them."""
        rows = []
        for group in permissions.GROUPS:
            holders = permissions.holders(ui.phone, group)
            given = sum(permissions.allowed(ui.phone, p.name, group) for p in holders)
            rows.append(
                item(
                    ui,
                    group.title,
                    f"{given} of {len(holders)} apps allowed",
                    icon_name=group.icon,
                    on_tap=_to_group(ui, group.title),
                )
            )
        screen = SCREENS[ui.args.get("screen") or BY_ACTIVITY.get(ui.activity.cls, "permission_manager")]
        return frame(ui, screen.title, *rows)

    @page
    def location_apps(self, ui: Page) -> Node:
        """Apps that ask for the location."""
        return self._holders(ui, permissions.BY_TITLE["Location"], "Location permission")

    @page
    def permission_group(self, ui: Page) -> Node:
        """Apps that ask for a group."""
        return self._holders(ui, permissions.BY_TITLE[ui.args["group"]])

    def _holders(self, ui: Page, group: permissions.Group, title: str = "") -> Node:
        rows, holders = [], permissions.holders(ui.phone, group)
        for word, wanted in (("Allowed", True), ("Not allowed", False)):
            rows.append(heading(ui, word))
            part = [p for p in holders if permissions.allowed(ui.phone, p.name, group) is wanted]
            rows += [
                list_item(ui, p.label, leading=icon_of(ui, p), on_tap=_to_permission(ui, p.name, group.title),
                          pad=(dp(24), dp(12), dp(24), dp(12)))
                for p in part
            ]  # fmt: skip
            if not part:
                rows.append(item(ui, "No apps allowed" if wanted else "No apps denied", disabled=True))
        return frame(ui, title or group.title, *rows)

    # -- switches per app ----------------------------------------------------------------------------

    def _allowed(self, ui: Page, screen: str, package: str) -> bool:
        return read(ui.phone, f"prefs/{screen}.{package}", "1" if SCREENS[screen].apps_on else "0") == "1"

    def _allow(self, ui: Page, screen: str, package: str, on: bool) -> None:
        write(ui.phone, f"prefs/{screen}.{package}", "1" if on else "0")

    @page
    def app_switches(self, ui: Page) -> Node:
        """All apps with a switch each, for what the screen is about."""
        screen = SCREENS[ui.args.get("screen") or BY_ACTIVITY[ui.activity.cls]]
        return frame(ui, screen.title, *(self._app_switch(ui, screen.name, package) for package in listed(ui)))

    def _app_switch(self, ui: Page, screen: str, package: Package) -> Node:
        on = self._allowed(ui, screen, package.name)
        return item(ui, package.label, leading=icon_of(ui, package),
                    on_tap=lambda: self._allow(ui, screen, package.name, not on),
                    trailing=switch(ui, on, rid="android:id/switch_widget"))  # fmt: skip

    @page
    def app_notifications(self, ui: Page) -> Node:
        """An app's notifications."""
        package = self._package(ui)
        if package is None:
            return frame(ui, "App notifications", paragraph(ui, "This app is not installed."))
        on = self._allowed(ui, "notifications_apps", package.name)
        bar = main_switch(
            ui,
            f"All {package.label} notifications",
            on,
            lambda yes: self._allow(ui, "notifications_apps", package.name, yes),
        )
        dot = self._allowed_flag(ui, f"notification_dot.{package.name}")
        rows = [item(ui, "Allow notification dot", disabled=not on,
                     trailing=switch(ui, dot, rid="android:id/switch_widget", disabled=not on),
                     on_tap=lambda: write(ui.phone, f"prefs/notification_dot.{package.name}",
                                          "0" if dot else "1"))]  # fmt: skip
        return frame(ui, package.label, bar, *rows, search=False)

    def _allowed_flag(self, ui: Page, name: str) -> bool:
        return read(ui.phone, f"prefs/{name}", "1") == "1"

    @page
    def app_data(self, ui: Page) -> Node:
        """An app's use of data."""
        return self._single(ui, "Mobile data & Wi-Fi", "unrestricted_data", "Unrestricted data usage")

    @page
    def app_battery_use(self, ui: Page) -> Node:
        """An app's use of the battery."""
        return self._single(ui, "App battery usage", "app_battery", "Unrestricted battery usage")

    @page
    def app_links(self, ui: Page) -> Node:
        """Whether an app opens links."""
        return self._single(ui, "Open by default", "opening_links", "Open supported links")

    def _single(self, ui: Page, title: str, screen: str, label: str) -> Node:
        package = self._package(ui)
        if package is None:
            return frame(ui, title, paragraph(ui, "This app is not installed."))
        on = self._allowed(ui, screen, package.name)
        bar = main_switch(ui, label, on, lambda yes: self._allow(ui, screen, package.name, yes))
        return frame(
            ui,
            title,
            list_item(ui, package.label, leading=icon_of(ui, package), pad=(dp(24), dp(12), dp(24), dp(12))),
            bar,
            search=False,
        )

    @page
    def screen_time(self, ui: Page) -> Node:
        """Minutes since boot, for the apps that are open."""
        minutes = ui.phone.read_clock(60_000) and ui.phone.clock.uptime_ms // 60_000
        tasks = [t.package for t in ui.phone.activities.tasks() if t.package != ui.phone.home_package]
        rows = [column(icon(ui, "chart-donut", 72, color=ui.theme.primary),
                       text(ui, f"{minutes} minutes", HEADLINE_SMALL),
                       text(ui, "Today", BODY_MEDIUM, muted=True), cross="center", gap=8, pad=(24, 8),
                       width=-1)]  # fmt: skip
        rows += [self._app_row(ui, package) for name in tasks if (package := ui.phone.packages.get(name))]
        return frame(ui, "Screen time", *rows)


def _to_permission(ui: Page, package: str, group: str) -> Any:
    return lambda: ui.open("app_permission", package=package, group=group)


def _to_group(ui: Page, group: str) -> Any:
    return lambda: ui.open("permission_group", group=group)
