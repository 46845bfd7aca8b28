"""`Intent` and what comes back when one is started or broadcast; component names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

ACTION_MAIN = "android.intent.action.MAIN"
ACTION_VIEW = "android.intent.action.VIEW"
ACTION_EDIT = "android.intent.action.EDIT"
ACTION_INSERT = "android.intent.action.INSERT"
ACTION_SEND = "android.intent.action.SEND"
ACTION_SENDTO = "android.intent.action.SENDTO"
ACTION_CALL = "android.intent.action.CALL"
ACTION_DIAL = "android.intent.action.DIAL"
ACTION_PICK = "android.intent.action.PICK"
ACTION_GET_CONTENT = "android.intent.action.GET_CONTENT"
CATEGORY_HOME = "android.intent.category.HOME"
CATEGORY_LAUNCHER = "android.intent.category.LAUNCHER"
FLAG_NEW_TASK = 0x10000000
FLAG_CLEAR_TASK = 0x00008000
FLAG_CLEAR_TOP = 0x04000000

Extras = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """A request to an activity or a receiver. `extras` may be given as a mapping.

    `component` is `package/full.class.Name`; `package` limits resolution to one app.
    """

    action: str = ""
    component: str | None = None
    data: str | None = None
    mime: str | None = None
    extras: Extras = ()
    categories: tuple[str, ...] = ()
    flags: int = 0
    package: str | None = None

    def __post_init__(self) -> None:
        extras: Any = self.extras
        if isinstance(extras, Mapping):
            object.__setattr__(self, "extras", tuple(extras.items()))
        if self.component is not None:
            object.__setattr__(self, "component", expand_component(self.component))

    @classmethod
    def main(cls, component: str) -> Intent:
        """The intent the launcher sends for an app's icon."""
        return cls(
            action=ACTION_MAIN,
            component=component,
            categories=(CATEGORY_LAUNCHER,),
            flags=FLAG_NEW_TASK,
        )

    @property
    def scheme(self) -> str:
        """The scheme of `data`, lower-case: `content`, `tel`, `sms`, `https`, `file` or empty."""
        return self.data.split(":", 1)[0].lower() if self.data and ":" in self.data else ""

    def extra(self, key: str, default: Any = None) -> Any:
        """The extra called `key`."""
        for name, value in self.extras:
            if name == key:
                return value
        return default

    def to(self, component: str) -> Intent:
        """The same intent, addressed to `component`."""
        return replace(self, component=component)

    def describe(self) -> str:
        """The text `am` prints: `{ act=... dat=... cmp=pkg/.Cls (has extras) }`."""
        parts = [f"act={self.action}"] if self.action else []
        if self.categories:
            parts.append(f"cat=[{','.join(self.categories)}]")
        if self.data:
            parts.append(f"dat={self.data}")
        if self.mime:
            parts.append(f"typ={self.mime}")
        if self.flags:
            parts.append(f"flg={self.flags:#x}")
        if self.package:
            parts.append(f"pkg={self.package}")
        if self.component:
            parts.append(f"cmp={shorten_component(self.component)}")
        if self.extras:
            parts.append("(has extras)")
        return f"{{ {' '.join(parts)} }}"


@dataclass(frozen=True, slots=True)
class StartResult:
    """How a start request ended. `error` is empty when an activity was started."""

    component: str = ""
    task_id: int = -1
    launch: str = "COLD"  # COLD: the app was not running; WARM; HOT: brought to the front
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether an activity came to the front."""
        return not self.error


@dataclass(frozen=True, slots=True)
class BroadcastResult:
    """What a broadcast returned: result code 0 unless a receiver set another, and its data."""

    code: int = 0
    data: str | None = None
    extras: Extras = field(default=())


def expand_component(component: str) -> str:
    """`pkg/.Cls` becomes `pkg/pkg.Cls`; a full name stays."""
    package, slash, name = component.partition("/")
    return f"{package}/{package}{name}" if slash and name.startswith(".") else component


def shorten_component(component: str) -> str:
    """`pkg/pkg.Cls` becomes `pkg/.Cls`; a class outside the package's name stays."""
    package, slash, name = component.partition("/")
    inside = slash and name.startswith(package + ".")
    return f"{package}/{name[len(package) :]}" if inside else component


def component_package(component: str) -> str:
    """The package of a component."""
    return component.partition("/")[0]


def component_class(component: str) -> str:
    """The full class name of a component."""
    return expand_component(component).partition("/")[2]
