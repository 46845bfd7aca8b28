"""The phone's apps, one module or folder each. `APPS` lists them; their order is that of intent resolution."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from osgenesis.envs.android.sim.app import App

APPS = (
    "launcher:Launcher",
    "contacts:ContactsApp",
    "messages:MessagesApp",
    "dialer:DialerApp",
    "settings:SettingsApp",
    "calendar:CalendarApp",
    "clipper:Clipper",
    "camera:Camera",
    "clock:Clock",
    "files:FilesApp",
    "todo:TasksApp",
    "markor:Markor",
)


@lru_cache(maxsize=1)
def load_apps() -> dict[str, App]:
    """One shared instance of every app, by package."""
    apps: dict[str, App] = {}
    for entry in APPS:
        module, _, name = entry.partition(":")
        app: App = getattr(import_module(f"{__name__}.{module}"), name)()
        apps[app.package] = app
    return apps
