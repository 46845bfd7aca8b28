"""`App`: what every app of the phone is: a description, a set of page functions and the files it sets up.

An app keeps nothing in Python: what it shows comes from files, databases, preferences and settings, read when a page
is built; what is half done (a typed text, a chosen tab) lives in the page's values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from osgenesis.envs.android.sim.intents import BroadcastResult, Intent
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import DARK, LIGHT, Color, Theme
from osgenesis.envs.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

F = TypeVar("F", bound=Callable[..., Node])


def page(function: F) -> F:
    """Marks a method `(self, ui) -> Node` as a full-screen page."""
    function.presentation = "page"  # type: ignore[attr-defined]
    return function


def dialog(function: F) -> F:
    """Marks a page that floats in the middle over the one below; a tap outside closes it."""
    function.presentation = "dialog"  # type: ignore[attr-defined]
    return function


def sheet(function: F) -> F:
    """Marks a page that rises from the bottom edge; a tap above it closes it."""
    function.presentation = "sheet"  # type: ignore[attr-defined]
    return function


def drawer(function: F) -> F:
    """Marks a page that slides in from the left edge (navigation drawer)."""
    function.presentation = "drawer"  # type: ignore[attr-defined]
    return function


def menu(function: F) -> F:
    """Marks a small page at the place of the last touch (pop-up)."""
    function.presentation = "menu"  # type: ignore[attr-defined]
    return function


class Filter(NamedTuple):
    """Which implicit intents an activity takes. Empty parts match anything."""

    action: str
    activity: str
    mime: str = ""  # a prefix: "image/", "vnd.android.cursor.dir/contact"
    scheme: str = ""
    data: str = ""  # a prefix of the URI

    def matches(self, intent: Intent) -> bool:
        """Whether the intent fits."""
        return (
            intent.action == self.action
            and (intent.mime or "").startswith(self.mime)
            and (not self.scheme or intent.scheme == self.scheme)
            and (intent.data or "").startswith(self.data)
        )


class App:
    """Base of all apps. Instances are shared by all phones of the process and hold no state.

    Class attributes describe the app; methods marked `@page`, `@dialog`, `@sheet`, `@drawer` or `@menu` draw it.
    """

    package: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str] = "android"  # Material Design icon on the launcher
    color: ClassVar[Color] = (66, 133, 244)  # behind that icon
    version: ClassVar[str] = "1.0"
    theme: ClassVar[Theme] = LIGHT
    dark_theme: ClassVar[Theme] = DARK
    launcher: ClassVar[str] = ""  # full class name of the main activity; empty = no icon
    activities: ClassVar[Mapping[str, str]] = {}  # full class name -> page that it opens with
    filters: ClassVar[Sequence[Filter]] = ()
    permissions: ClassVar[Sequence[str]] = ()
    vocabulary: ClassVar[Vocabulary] = Vocabulary()

    def install(self, phone: Phone) -> None:
        """Creates the app's files and databases: at boot, after `pm clear`, and when a start finds them missing."""

    def on_start(self, phone: Phone, intent: Intent) -> None:
        """Before an activity of this app comes up. By default makes sure its files exist."""
        self.install(phone)

    def on_pause(self, ui: Page) -> None:
        """A page of this app is about to be hidden by HOME, by recents or by another activity: the time to save."""

    def is_dark(self, phone: Phone) -> bool:
        """Whether the app shows its dark theme; an app with a theme setting of its own overrides this."""
        return phone.dark

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """A broadcast or a due alarm. None means not interested."""
        return None

    def presentation(self, name: str) -> str:
        """How a page shows: page, dialog, sheet, drawer or menu."""
        return str(getattr(getattr(self, name), "presentation", "page"))

    def build(self, ui: Page) -> Node:
        """The tree of the page `ui` stands for."""
        node: Node = getattr(self, ui.record.name)(ui)
        return node

    def call(self, method: str, ui: Page, *args: Any) -> None:
        """Runs a method named in a record (results of dialogs, menu entries)."""
        getattr(self, method)(ui, *args)
