"""`Packages`: the installed apps, their components, permissions and the names people call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from osgenesis.envs.android.sim.intents import (
    ACTION_VIEW,
    Intent,
    component_package,
    expand_component,
)
from osgenesis.envs.core.errors import BackendError, UnknownNameError

FIRST_APP_UID = 10100
_BY_TYPE = {
    "contacts": "content://contacts/people/",
    "calendar": "content://com.android.calendar",
    "browser": "http://",
    "email": "mailto:",
    "gallery": "content://media/external/images/media/",
}


@dataclass(frozen=True, slots=True)
class Package:
    """One installed app. Class names are full; `launcher` is empty for an app without an icon."""

    name: str
    label: str
    launcher: str = ""
    activities: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # regular expressions; a spoken name that starts so means this app
    version: str = "1.0"
    version_code: int = 1
    system: bool = False
    permissions: tuple[str, ...] = ()  # requested, and granted on a new phone
    uid: int = 0  # given at install when 0

    @property
    def component(self) -> str:
        """`package/full.class` of the main activity; empty if there is none."""
        return expand_component(f"{self.name}/{self.launcher}") if self.launcher else ""

    def has_activity(self, cls: str) -> bool:
        """Whether the app has an activity of this full class name."""
        return cls == component_class_of(self.component) or cls in self.activities


@dataclass(frozen=True, slots=True)
class PackagesState:
    """What `Packages.freeze` returns."""

    packages: Mapping[str, Package]
    granted: Mapping[str, frozenset[str]]
    installed_ms: Mapping[str, int] = field(default_factory=dict)


class Packages:
    """Installed apps by package name. Small immutable mappings, replaced on every change."""

    def __init__(self) -> None:
        self._packages: Mapping[str, Package] = {}
        self._granted: Mapping[str, frozenset[str]] = {}
        self._installed_ms: Mapping[str, int] = {}
        self.version = 0  # grows with every change

    def install(self, package: Package, now_ms: int = 0) -> Package:
        """Install an app or a new version of it; an update keeps permissions, names and user id."""
        old = self._packages.get(package.name)
        uid = package.uid or (old.uid if old else self._next_uid())
        names = package.names or (old.names if old else ())
        launcher = component_class_of(package.component)
        package = replace(package, launcher=launcher, names=names, uid=uid)
        granted = self._granted.get(package.name, frozenset(package.permissions))
        self._packages = {**self._packages, package.name: package}
        self._granted = {**self._granted, package.name: granted}
        self._installed_ms = {**self._installed_ms, package.name: now_ms}
        self.version += 1
        return package

    def uninstall(self, name: str) -> bool:
        """Remove an app; says whether it was there."""
        if name not in self._packages:
            return False
        self._packages = {n: p for n, p in self._packages.items() if n != name}
        self._granted = {n: g for n, g in self._granted.items() if n != name}
        self.version += 1
        return True

    def get(self, name: str) -> Package | None:
        """The app with this package name."""
        return self._packages.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._packages

    def all(self) -> list[Package]:
        """All apps by package name."""
        return [self._packages[name] for name in sorted(self._packages)]

    def launchable(self) -> list[Package]:
        """Apps with an icon, by label, as the app drawer shows them."""
        return sorted((p for p in self._packages.values() if p.launcher), key=lambda p: p.label.lower())

    def label(self, name: str) -> str:
        """The app's label, or the package name itself if it is not installed."""
        package = self._packages.get(name)
        return package.label if package else name

    def installed_ms(self, name: str) -> int:
        """When the app was installed."""
        return self._installed_ms.get(name, 0)

    def by_uid(self, uid: int) -> str | None:
        """The package that runs under a user id."""
        return next((p.name for p in self._packages.values() if p.uid == uid), None)

    def resolve(self, name: str) -> str:
        """The component that opens the app a person calls `name`.

        Takes a label, a package, a component, or a spoken variant: the first app one of whose
        `names` the text starts with. Case does not matter.
        """
        wanted = name.strip()
        if "/" in wanted and component_package(wanted) in self._packages:
            return expand_component(wanted)
        direct = self._packages.get(wanted)
        if direct is not None and direct.launcher:
            return direct.component
        apps = self.launchable()
        for package in apps:
            if package.label.lower() == wanted.lower():
                return package.component
        for package in apps:
            if any(re.match(f"(?:{n})", wanted, re.IGNORECASE) for n in package.names):
                return package.component
        raise UnknownNameError("app", name, [package.label for package in apps])

    def launch_intent(self, name: str) -> Intent:
        """The intent that opens the app a person calls `name`.

        The five bare words contacts, calendar, browser, email and gallery ask for whichever app
        shows that type.
        """
        if name in _BY_TYPE:
            return Intent(action=ACTION_VIEW, data=_BY_TYPE[name])
        return Intent.main(self.resolve(name))

    def granted(self, name: str) -> frozenset[str]:
        """The permissions an app holds."""
        return self._granted.get(name, frozenset())

    def grant(self, name: str, permission: str) -> None:
        """Give an app a permission."""
        self._set_granted(name, self.granted(name) | {permission})

    def revoke(self, name: str, permission: str) -> None:
        """Take a permission away from an app."""
        self._set_granted(name, self.granted(name) - {permission})

    def reset_permissions(self, name: str) -> None:
        """Back to the permissions of a new phone (`pm clear`)."""
        package = self._packages.get(name)
        self._set_granted(name, frozenset(package.permissions if package else ()))

    def freeze(self) -> PackagesState:
        """The whole state, immutable."""
        return PackagesState(self._packages, self._granted, self._installed_ms)

    def thaw(self, frozen: PackagesState) -> None:
        """Go back to what `freeze` returned."""
        self._packages = frozen.packages
        self._granted = frozen.granted
        self._installed_ms = frozen.installed_ms
        self.version += 1

    def _set_granted(self, name: str, permissions: Iterable[str]) -> None:
        if name not in self._packages:
            raise BackendError(f"no package {name!r} is installed; see packages.all()")
        self._granted = {**self._granted, name: frozenset(permissions)}
        self.version += 1

    def _next_uid(self) -> int:
        taken = [FIRST_APP_UID - 1, *(p.uid for p in self._packages.values())]
        return max(taken) + 1


def component_class_of(component: str) -> str:
    """The full class name of a component, or of nothing."""
    return expand_component(component).partition("/")[2]
