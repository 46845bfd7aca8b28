"""`Phone`: the embedded Android 13 phone. Composes its parts and is a `Backend`.

Nothing is built before somebody looks: an action changes records, the next observation or touch builds the screen.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.android.sim import facts
from osgenesis.envs.android.sim.actions import perform
from osgenesis.envs.android.sim.activities import Activities
from osgenesis.envs.android.sim.alarms import Alarms
from osgenesis.envs.android.sim.app import App
from osgenesis.envs.android.sim.apps import load_apps
from osgenesis.envs.android.sim.back_stack import BackStack
from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.contacts import Contacts
from osgenesis.envs.android.sim.databases import Databases
from osgenesis.envs.android.sim.default_packages import install_default_packages
from osgenesis.envs.android.sim.foreign import install as install_foreign
from osgenesis.envs.android.sim.input import Input
from osgenesis.envs.android.sim.intents import ACTION_SEND, BroadcastResult, Intent
from osgenesis.envs.android.sim.media import first_frame
from osgenesis.envs.android.sim.notifications import Notifications
from osgenesis.envs.android.sim.packages import Package, Packages
from osgenesis.envs.android.sim.prefs import Preferences
from osgenesis.envs.android.sim.settings import Settings
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.system.keyboard import keyboard_height
from osgenesis.envs.android.sim.system.state import SystemState
from osgenesis.envs.android.sim.telephony import Telephony
from osgenesis.envs.android.sim.ui.forest import ForestWindow, Window, forest, hierarchy_xml
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import NAVIGATION_BAR_PX, STATUS_BAR_PX
from osgenesis.envs.android.sim.windows import ScreenContent, compose
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.state import State
from osgenesis.envs.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.shell.interpreter import ShellResult
    from osgenesis.envs.android.sim.ui.images import Photo

PORTRAIT = (1080, 2400)
_SMALLEST_SIDE, _LARGEST_SIDE = 400, 4096  # px, of a size set with `wm size`
_DUE_LIMIT = 1_000  # alarms handled after one action; beyond it something re-arms itself without end
_MINUTE_MS = 60_000
TOAST_MS = 2_500


class PhoneSnapshot(NamedTuple):
    """Everything a phone holds. Immutable and picklable; its parts are shared, not copied."""

    clock: Any
    files: Any
    settings: Any
    packages: Any
    notifications: Any
    alarms: Any
    telephony: Any
    stack: Any
    system: SystemState
    clipboard: str
    last_tap: Any


class Phone:
    """A Pixel-class phone, 1080 x 2400 px, Android 13, in one Python object.

    `Phone()` starts booted, on the home screen, at 2023-10-15 15:34 UTC.
    """

    name = "embedded"
    capabilities = frozenset({"snapshot", "fork", "state", "screenshot"})
    home_package = "com.google.android.apps.nexuslauncher"

    def __init__(self, snapshot: PhoneSnapshot | None = None) -> None:
        self.apps: dict[str, App] = load_apps()
        self.clock: Clock = Clock()
        self.files: FileSystem = FileSystem(self.clock)
        self.databases: Databases = Databases(self.files)
        self.settings: Settings = Settings()
        self.packages: Packages = Packages()
        self.notifications: Notifications = Notifications(self.clock, self.settings)
        self.contacts: Contacts = Contacts(self.databases, self.clock)
        self.telephony = Telephony(self.databases, self.clock, self.settings, self.notifications, self.contacts)
        self.alarms: Alarms = Alarms(self.clock)
        self.stack: BackStack = BackStack()
        self.activities: Activities = Activities(self, self.home_package)
        self.input: Input = Input(self)
        self.system: SystemState = SystemState()
        self.clipboard = ""
        self.last_tap: tuple[tuple[int, int], int] = ((-1, -1), 0)
        self.keyboard_up = False  # while composing: whether pages end above the keyboard
        self.system_windows: dict[tuple[object, ...], Window] = {}  # bars and keyboards, by what they depend on
        self._screen: ScreenContent | None = None
        self._screen_key: Any = None
        self._screen_now = 0
        self._grain = _MINUTE_MS
        self.facts_cache = facts.Cache()
        self.restore(snapshot if snapshot is not None else boot_image())

    # -- Backend -----------------------------------------------------------------------------------

    @property
    def screen_size(self) -> tuple[int, int]:
        """(width, height) px as the screen is turned now."""
        forced = self.settings.get("global", "display_size_forced")
        width, height = _forced_size(forced) if forced else PORTRAIT
        return (height, width) if self.rotation % 2 else (width, height)

    def perform(self, action: Action) -> None:
        """Does one action and lets a second of virtual time pass.

        Raises:
            ActionError: What can't be done; the phone is as before.
        """
        perform(self, action)

    def elements(self) -> tuple[Element, ...]:
        """Visible elements in the order that agents index: window by window, breadth-first."""
        windows = self.screen().windows
        first = 0
        for i, window in enumerate(windows):
            if window.modal:
                first = i  # a dialog hides what is behind it
        out: tuple[Element, ...] = ()
        for window in windows[first:]:
            out += window.elements()
        return out

    def screenshot(self) -> NDArray[np.uint8]:
        """The picture, (height, width, 3) RGB uint8, a fresh buffer."""
        from osgenesis.envs.android.sim.ui.paint import paint
        from osgenesis.envs.android.sim.ui.render import render

        width, height = self.screen_size
        ops = paint(self.screen().windows, self.shown_toast(), width, height, self.image_key)
        return render(ops, width, height, self.image_bytes)

    def context(self) -> dict[str, str]:
        """{"app": package in front, "activity": component}."""
        top = self.stack.top
        return {"app": top.package, "activity": top.component}

    def snapshot(self) -> PhoneSnapshot:
        """Everything; immutable, picklable, shared until somebody writes."""
        self.files.settle()
        return PhoneSnapshot(
            self.clock.freeze(), self.files.freeze(), self.settings.freeze(), self.packages.freeze(),
            self.notifications.freeze(), self.alarms.freeze(), self.telephony.freeze(), self.stack.freeze(),
            self.system, self.clipboard, self.last_tap,
        )  # fmt: skip

    def restore(self, snapshot: PhoneSnapshot) -> None:
        """Goes back to a snapshot, exactly."""
        self.clock.thaw(snapshot.clock)
        self.files.thaw(snapshot.files)
        self.settings.thaw(snapshot.settings)
        self.packages.thaw(snapshot.packages)
        self.notifications.thaw(snapshot.notifications)
        self.alarms.thaw(snapshot.alarms)
        self.telephony.thaw(snapshot.telephony)
        self.stack.thaw(snapshot.stack)
        self.system = snapshot.system
        self.clipboard = snapshot.clipboard
        self.last_tap = snapshot.last_tap
        self._screen = None

    def fork(self) -> Phone:
        """A second phone in the same state; they share until one of them writes."""
        return Phone(self.snapshot())

    def state(self) -> State:
        """Rows, files of shared storage, settings and preferences, and the clipboard."""
        return facts.state(self)

    def state_hash(self) -> str:
        """32 hex digits over everything, half-typed texts and scroll positions included."""
        return facts.state_hash(self)

    def vocabulary(self) -> Vocabulary:
        """The words of all apps."""
        return _vocabulary()

    # -- a host's view -----------------------------------------------------------------------------

    def shell(self, text: str, stdin: bytes = b"") -> ShellResult:
        """Runs a command line in the phone's shell."""
        from osgenesis.envs.android.sim.shell.interpreter import Shell

        return Shell(self).run(text, stdin)

    def console(self, line: str) -> str:
        """One line to the emulator console, such as `sms send 5550100 hello`."""
        from osgenesis.envs.android.sim.console import Console

        return Console(self).run(line)

    def push(self, path: str, data: bytes) -> None:
        """Puts a file on the phone, as `adb push`."""
        self.files.write(path, data, parents=True)

    def pull(self, path: str) -> bytes:
        """The bytes of a file on the phone, as `adb pull`."""
        return self.files.read(path)

    def close(self) -> None:
        """Lets go of the open databases."""
        self.databases.close()

    # -- looking -----------------------------------------------------------------------------------

    def screen(self) -> ScreenContent:
        """What is on the screen, built when something has changed since the last look."""
        key = self._screen_inputs()
        same_time = self._screen_now == self.clock.now_ms // self._grain
        if self._screen is not None and same_time and _same(key, self._screen_key):
            return self._screen
        self._grain = _MINUTE_MS
        screen = self._screen = compose(self)
        # Composing may open databases and so make files; what it saw is what counts from here.
        self._screen_key = self._screen_inputs()
        self._screen_now = self.clock.now_ms // self._grain
        return screen

    def _screen_inputs(self) -> tuple[Any, ...]:
        """What the screen is made from, time aside: versions and immutable records."""
        return (
            self.stack.stack,
            self.system.shown(),
            self.files.version,
            self.databases.version,
            self.settings.version,
            self.notifications.version,
            self.telephony.version,
            self.packages.version,
            self.clipboard,
            self.clock.zone,
        )

    def forest(self) -> tuple[ForestWindow, ...]:
        """The accessibility forest."""
        return forest(self._exposed_windows())

    def hierarchy_xml(self) -> str:
        """What `uiautomator dump` writes."""
        return hierarchy_xml(self._exposed_windows(), self.rotation)

    def _exposed_windows(self) -> list[Any]:
        windows = self.screen().windows
        first = max((i for i, w in enumerate(windows) if w.modal), default=0)
        return windows[first:]

    def root_of(self, uid: int) -> Node | None:
        """The root node of a page on the screen."""
        return self.screen().roots.get(uid)

    def image_key(self, path: str) -> str:
        """A name for the present contents of a picture file: path and digest; drawn pictures are cached by it."""
        if path.startswith("photo:") or not self.files.is_file(path):
            return path
        return f"{path}#{facts.file_fact(self.files.read(path)).digest}"

    def image_bytes(self, key: str) -> bytes | Photo | None:
        """The picture that an image key stands for: an encoded file, a film's first frame, or a generated photo."""
        if key.startswith("photo:"):
            from osgenesis.envs.android.sim.ui.images import from_key

            return from_key(key)
        path = key.rpartition("#")[0]
        if not self.files.is_file(path):
            return None
        data = self.files.read(path)
        return first_frame(data) or data

    @property
    def inset_top(self) -> int:
        """Height of the status bar in px."""
        return STATUS_BAR_PX

    @property
    def inset_bottom(self) -> int:
        """Height in px of what covers a page at the bottom: navigation bar, and the keyboard while it is up."""
        return NAVIGATION_BAR_PX + (keyboard_height(*self.screen_size) if self.keyboard_up else 0)

    @property
    def rotation(self) -> int:
        """0 to 3, quarter turns: the user's rotation when auto-rotate is off."""
        if self.settings.flag("system", "accelerometer_rotation"):
            return self.system.rotation
        return self.settings.integer("system", "user_rotation") % 4

    @property
    def dark(self) -> bool:
        """Whether the dark theme is on."""
        return self.settings.get("secure", "ui_night_mode") == "2"

    @property
    def is_24_hour(self) -> bool:
        """Whether times show as 15:34 rather than 3:34 PM."""
        return self.settings.get("system", "time_12_24") != "12"

    def read_clock(self, grain_ms: int) -> int:
        """The time in ms, noting that the screen depends on it to this grain."""
        self._grain = min(self._grain, grain_ms)
        return self.clock.now_ms

    def local_time(self, ms: int) -> datetime:
        """Local date and time of an epoch time."""
        return self.clock.local(ms)

    def clock_text(self) -> str:
        """The time as the status bar shows it."""
        now = self.clock.local()
        return f"{now:%H:%M}" if self.is_24_hour else f"{now.hour % 12 or 12}:{now:%M}"

    def shown_toast(self) -> str:
        """The toast that is up, or empty."""
        return self.system.toast

    def handlers(self, intent: Intent) -> list[tuple[App, str]]:
        """Apps that take an implicit intent: (app, component)."""
        found = []
        for app in self.apps.values():
            for entry in app.filters:
                if (
                    entry.action == intent.action
                    and (intent.action != ACTION_SEND or (intent.mime or "").startswith(entry.mime))
                    and entry.matches(intent)
                ):
                    found.append((app, f"{app.package}/{entry.activity}"))
                    break
        return found

    # -- changing ----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Lets everything that is due by now happen."""
        for _ in range(_DUE_LIMIT):
            alarm = self.alarms.pop_due()
            if alarm is None:
                return
            if alarm.package:
                self.broadcast(Intent(alarm.action, package=alarm.package, extras=(("data", alarm.data),)))
            elif alarm.action == "snackbar_end":
                self.stack.put_state(alarm.data, {"snack": None})
            elif alarm.action == "toast_end":
                self.system = self.system.with_(toast="")

    def broadcast(self, intent: Intent) -> BroadcastResult:
        """Sends an intent to receivers; the first app that answers wins."""
        target = intent.package or (intent.component or "").partition("/")[0]
        for app in self.apps.values():
            if target in ("", app.package):
                result = app.receive(self, intent)
                if result is not None:
                    return result
        return BroadcastResult()

    def go_home(self) -> None:
        """The HOME key; it turns the screen on too."""
        self.wake()
        self.activities.home()

    def close_overlays(self) -> None:
        """Puts shade and recents away."""
        self.system = self.system.closed()

    def set_keyboard_layer(self, layer: str) -> None:
        """lower, upper, symbols or more."""
        self.system = self.system.with_(keyboard=layer)

    def toast(self, message: str) -> None:
        """Shows a short message for two and a half seconds."""
        self.system = self.system.with_(toast=message)
        self.alarms.cancel("", "toast_end")
        self.alarms.set_after(TOAST_MS, "", "toast_end")

    def wake(self) -> None:
        """Turns the screen on."""
        self.system = self.system.with_(screen_on=True)

    def sleep(self) -> None:
        """Turns the screen off."""
        self.system = self.system.with_(screen_on=False)

    def preferences(self, package: str) -> Preferences:
        """An app's shared preferences."""
        return Preferences(self.files, package)

    def set_setting(self, namespace: str, key: str, value: str) -> None:
        """Changes a setting the way the user interface does: with what follows from it.

        Airplane mode turns the radios off and gives them back as they were.
        """
        settings = self.settings
        if (namespace, key) == ("global", "airplane_mode_on"):
            for radio in ("wifi_on", "bluetooth_on"):
                memory = f"airplane_mode_{radio}"
                if value == "1":
                    settings.put("global", memory, settings.get("global", radio) or "0")
                    settings.put("global", radio, "0")
                else:
                    settings.put("global", radio, settings.get("global", memory) or "1")
        settings.put(namespace, key, value)


def _forced_size(text: str) -> tuple[int, int]:
    """What `wm size WxH` stored; the panel's own size where it makes no sense."""
    width, _, height = text.partition(",")
    if width.isdecimal() and height.isdecimal() and len(text) < 12:
        size = int(width), int(height)
        if all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in size):
            return size
    return PORTRAIT


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(a is b or a == b for a, b in zip(one, other, strict=True))


@lru_cache(maxsize=1)
def boot_image() -> PhoneSnapshot:
    """The state of a phone that has just booted for the first time; made once per process."""
    phone = Phone.__new__(Phone)
    return _boot(phone)


def _boot(phone: Phone) -> PhoneSnapshot:
    empty = _Unbooted.snapshot()
    Phone.__init__(phone, empty)
    install_default_packages(phone.packages, phone.clock.now_ms)
    for app in phone.apps.values():
        phone.packages.install(
            Package(
                app.package, app.label, app.launcher, tuple(app.activities), version=app.version, system=True,
                permissions=tuple(app.permissions), names=_names(phone, app.package),
            )
        )  # fmt: skip
        app.install(phone)
    install_foreign(phone, skip=phone.apps)
    phone.activities.home()
    return phone.snapshot()


def _names(phone: Phone, package: str) -> tuple[str, ...]:
    known = phone.packages.get(package)
    return known.names if known else ()


class _Unbooted:
    """The parts of a phone as they come from the factory."""

    @staticmethod
    def snapshot() -> PhoneSnapshot:
        clock = Clock()
        files = FileSystem(clock)
        databases = Databases(files)
        settings, notifications = Settings(), Notifications(clock)
        contacts = Contacts(databases, clock)
        telephony = Telephony(databases, clock, settings, notifications, contacts)
        return PhoneSnapshot(
            clock.freeze(), files.freeze(), settings.freeze(), Packages().freeze(), notifications.freeze(),
            Alarms(clock).freeze(), telephony.freeze(), BackStack().freeze(), SystemState(), "", ((-1, -1), 0),
        )  # fmt: skip


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    apps = load_apps()
    words = Vocabulary.merged(app.vocabulary for app in apps.values())
    return words.merge(Vocabulary.of(apps={app.package: app.label for app in apps.values()}))
