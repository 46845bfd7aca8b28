"""`Page`: what a page function gets as `ui`: its values, its phone, and everything a screen can ask for.

A `Page` is a handle on a page record; it is made anew for each build and each call-back, and writes through to the
record, so that nothing of it has to be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.back_stack import ActivityRecord, PageRecord
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.ui.theme import Theme

if TYPE_CHECKING:
    from datetime import datetime

    from osgenesis.envs.android.sim.app import App
    from osgenesis.envs.android.sim.databases import Database
    from osgenesis.envs.android.sim.phone import Phone
    from osgenesis.envs.android.sim.prefs import Preferences
    from osgenesis.envs.android.sim.settings import Settings
    from osgenesis.envs.android.sim.storage import FileSystem

SNACKBAR_MS = 6_000

MenuItem = tuple[str, str]  # label, method of the app


class Page:
    """One page of one activity, alive on the phone."""

    def __init__(self, phone: Phone, app: App, activity: ActivityRecord, record: PageRecord) -> None:
        self.phone = phone
        self.app = app
        self.activity = activity
        self.record = record
        self.inset_top = phone.inset_top
        self.inset_bottom = phone.inset_bottom
        self._initial: dict[str, str] = {}  # what the fields declared so far begin with
        self._autofocus = ""
        self.built = False  # whether the page function has run, or runs now, on this handle

    # -- look --------------------------------------------------------------------------------------

    @cached_property
    def theme(self) -> Theme:
        """The app's theme, dark where the phone (or the app) is set to dark."""
        return self.app.dark_theme if self.app.is_dark(self.phone) else self.app.theme

    @property
    def width(self) -> int:
        """Width of the screen in px."""
        return self.phone.screen_size[0]

    @property
    def height(self) -> int:
        """Height of the screen in px."""
        return self.phone.screen_size[1]

    @property
    def upright(self) -> bool:
        """Whether the screen is higher than wide."""
        width, height = self.phone.screen_size
        return height > width

    # -- values ------------------------------------------------------------------------------------

    @property
    def args(self) -> Mapping[str, Any]:
        """What the page was opened with."""
        return self.record.args

    @property
    def intent(self) -> Intent:
        """What the activity was started with."""
        return self.activity.intent

    def get(self, key: str, default: Any = None) -> Any:
        """A value of the page."""
        return self.record.state.get(key, default)

    def put(self, **values: Any) -> None:
        """Changes values of the page; they must be immutable. None removes a key."""
        self.put_values(values)

    def put_values(self, values: Mapping[str, Any]) -> None:
        """The same for keys that are no Python names, such as `text:body`."""
        record = self.phone.stack.put_state(self.record.uid, values)
        if record is not None:
            self.record = record

    def toggle(self, key: str) -> None:
        """Turns a truth value round."""
        self.put_values({key: not self.get(key, False)})

    # -- text fields -------------------------------------------------------------------------------

    def register_field(self, key: str, value: str, autofocus: bool) -> str:
        """Used by `text_field`: notes the initial text and says what the field holds."""
        self._initial[key] = value
        if autofocus and not self._autofocus:
            self._autofocus = key
        text: str = self.record.state.get("text:" + key, value)
        return text

    @property
    def focused(self) -> str:
        """Key of the field that has the focus, or empty."""
        focus: str | None = self.record.state.get("focus")
        return self._autofocus if focus is None else focus

    def text(self, key: str) -> str:
        """What a field holds now, typed or initial (empty while the page that declares it is still being built)."""
        text: str | None = self.record.state.get("text:" + key)
        if text is None:
            if key not in self._initial:
                self._declare()
            return self._initial.get(key, "")
        return text

    def edited(self) -> bool:
        """Whether some field of the page holds another text than it began with."""
        self._declare()
        return any(self.text(key) != value for key, value in self._initial.items())

    def _declare(self) -> None:
        """Runs the page function where that has not happened yet, for what its fields begin with."""
        if not self.built and not self.record.name.startswith("@"):
            self.built = True
            self.app.build(self)

    def set_text(self, key: str, text: str) -> None:
        """Replaces what a field holds; the cursor goes to the end."""
        self.put_values({"text:" + key: text, "cursor:" + key: (len(text), len(text))})

    def selection(self, key: str, text: str, *, select_all: bool = False) -> tuple[int, int]:
        """Selected range of a field (start, end); equal = the cursor. By default all of the text, or its end."""
        size = len(text)
        start, end = self.record.state.get("cursor:" + key, (0 if select_all else size, size))
        return min(start, size), min(end, size)

    def focus(self, key: str) -> None:
        """Gives the focus to a field and shows the keyboard; an empty key takes it away."""
        self.put_values({"focus": key, "ime": None})

    # -- navigation --------------------------------------------------------------------------------

    def open(self, name: str, /, *, then: str = "", data: Any = None, **args: Any) -> None:
        """Opens another page of the app on top. `then(ui, result, data)` gets what it closes with."""
        self.phone.activities.open_page(self.activity.uid, name, args, then, data)

    def replace(self, name: str, /, **args: Any) -> None:
        """Opens another page in place of this one."""
        self.phone.activities.replace_page(self.record.uid, name, args)

    def close(self, result: Any = None) -> None:
        """Closes this page; a result other than None goes to the page that asked for it."""
        self.phone.activities.close_page(self.record.uid, result)

    def finish(self, result: Any = None) -> None:
        """Closes the whole activity; a result other than None goes to whoever started it."""
        self.phone.activities.finish_activity(self.activity.uid, result)

    def resolve(self, method: str, *args: Any) -> None:
        """Closes this page and calls a method of the app with the page below: what menus and dialogs do."""
        self.phone.activities.close_page(self.record.uid, call=(method, args))

    def back(self) -> None:
        """What the BACK key does, without hiding the keyboard first."""
        self.phone.activities.go_back(self)

    def start(self, intent: Intent, *, then: str = "", data: Any = None) -> bool:
        """Starts another activity. `then(ui, result, data)` gets what it finishes with. False when nothing can."""
        result = self.phone.activities.start(intent, caller=self.record.uid if then else 0, then=then, data=data)
        if not result.ok:
            self.toast("No app can do this")
        return result.ok

    # -- ready-made dialogs (ui/dialogs.py) ----------------------------------------------------------

    def menu(self, items: Sequence[MenuItem], data: Any = None) -> None:
        """A pop-up menu at the last touch; an entry calls its method `(ui, data)`."""
        self.open("@menu", items=tuple(items), data=data)

    def confirm(
        self, title: str, message: str = "", *, then: str, data: Any = None, ok: str = "OK", cancel: str = "Cancel"
    ) -> None:
        """A question; `then(ui, True, data)` on OK."""
        self.open("@confirm", then=then, data=data, title=title, message=message, ok=ok, cancel=cancel)

    def prompt(
        self, title: str, *, then: str, data: Any = None, value: str = "", hint: str = "", ok: str = "OK",
        input_kind: str = "text",
    ) -> None:  # fmt: skip
        """A dialog with one text field; `then(ui, text, data)` on OK."""
        self.open("@prompt", then=then, data=data, title=title, value=value, hint=hint, ok=ok, input_kind=input_kind)

    def choose(self, title: str, options: Sequence[str], selected: int = -1, *, then: str, data: Any = None) -> None:
        """A list of radio buttons; `then(ui, index, data)` at once on a tap."""
        self.open("@choose", then=then, data=data, title=title, options=tuple(options), selected=selected)

    def choose_many(
        self, title: str, options: Sequence[str], selected: Sequence[int] = (), *, then: str, data: Any = None
    ) -> None:
        """A list of check boxes; `then(ui, indices, data)` on OK."""
        self.open("@choose_many", then=then, data=data, title=title, options=tuple(options), selected=tuple(selected))

    def pick_date(self, year: int, month: int, day: int, *, then: str, data: Any = None) -> None:
        """The calendar dialog; `then(ui, (year, month, day), data)` on OK."""
        self.open("@date", then=then, data=data, year=year, month=month, day=day)

    def pick_time(self, hour: int, minute: int, *, then: str, data: Any = None) -> None:
        """The clock dialog (24 h or AM/PM as the phone is set); `then(ui, (hour, minute), data)` on OK."""
        self.open("@time", then=then, data=data, hour=hour, minute=minute)

    def pick_color(self, selected: int = -1, *, then: str, data: Any = None) -> None:
        """A palette; `then(ui, (r, g, b), data)` on OK."""
        self.open("@color", then=then, data=data, selected=selected)

    def share(self, text: str = "", *, mime: str = "text/plain", stream: str = "") -> None:
        """The share sheet with the apps that take text or a file."""
        self.open("@share", text=text, mime=mime, stream=stream)

    def toast(self, message: str) -> None:
        """A short message at the bottom of the screen."""
        self.phone.toast(message)

    def snack(self, message: str, label: str = "", then: str = "", data: Any = None) -> None:
        """A snackbar in the page, with an action such as UNDO calling `then(ui, data)`."""
        self.put_values({"snack": (message, label, then, data)})
        self.phone.alarms.cancel("", "snackbar_end", self.record.uid)  # that of an earlier snackbar
        self.phone.alarms.set_after(SNACKBAR_MS, "", "snackbar_end", self.record.uid)

    def resolve_snack(self, method: str, data: Any) -> None:
        """The snackbar's action was tapped."""
        self.put_values({"snack": None})
        self.app.call(method, self, data)

    # -- the phone -----------------------------------------------------------------------------------

    @property
    def files(self) -> FileSystem:
        """The file system."""
        return self.phone.files

    @property
    def settings(self) -> Settings:
        """The settings provider."""
        return self.phone.settings

    @property
    def prefs(self) -> Preferences:
        """The app's shared preferences (a file of the phone)."""
        return self.phone.preferences(self.app.package)

    def database(self, path: str, schema: Sequence[str] = ()) -> Database:
        """A database of the phone, created with its schema where it is missing."""
        return self.phone.databases.open(path, schema)

    def now_ms(self) -> int:
        """Time in ms. A page that reads it is drawn anew with every step; prefer `now` or `today`."""
        return self.phone.read_clock(1)

    def seconds(self) -> int:
        """Time in s since the epoch, for pages that show running seconds."""
        return self.phone.read_clock(1000) // 1000

    def now(self) -> datetime:
        """Local date and time, to the minute."""
        return self.phone.local_time(self.phone.read_clock(60_000) // 60_000 * 60_000)

    @property
    def clipboard(self) -> str:
        """The clipboard."""
        return self.phone.clipboard

    def copy(self, text: str) -> None:
        """Puts text on the clipboard."""
        self.phone.clipboard = text
