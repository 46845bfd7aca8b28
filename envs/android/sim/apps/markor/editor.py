"""Markor's editor: a text as it is typed, undo, find, the format bar, saving, and the view mode."""

from __future__ import annotations

from collections.abc import Callable

from osgenesis.envs.android.sim.app import App
from osgenesis.envs.android.sim.apps.markor import formatting
from osgenesis.envs.android.sim.apps.markor.notes import ID, TODO_ARCHIVE, syntax_of
from osgenesis.envs.android.sim.apps.markor.preview import preview
from osgenesis.envs.android.sim.editing import MAX_TEXT
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.text import line_height, line_spans, width
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    hscroll,
    icon_button,
    row,
    scroll,
    search_field,
    text,
    text_field,
)

BAR_DP, FORMAT_BAR_DP, STATUS_DP, TABS_DP = 64, 48, 24, 80
PAD_DP = 16
_UNDO_MOST = 100
PRIORITIES = ("None", "A", "B", "C", "D", "E", "F")


class Editing(App):
    """What all of Markor's editors share. `path` is the file, `key` names the field of the page."""

    # -- reading and saving --------------------------------------------------------------------------

    def content(self, ui: Page, path: str) -> str:
        """The text in the file; empty while there is none."""
        return ui.files.read_text(path) if ui.files.is_file(path) else ""

    def read_only(self, ui: Page, path: str) -> bool:
        """Whether a file can't be edited here without harm: too long, or not text."""
        if not ui.files.is_file(path):
            return False
        data = ui.files.read(path)
        if len(data) > 4 * MAX_TEXT:
            return True
        try:
            return len(data.decode()) > MAX_TEXT
        except UnicodeDecodeError:
            return True

    def save(self, ui: Page, path: str, key: str) -> bool:
        """Writes what was typed, exactly; says whether the file changed. Nothing typed, nothing written."""
        typed: str | None = ui.record.state.get("text:" + key)
        if typed is None or self.read_only(ui, path):
            return False
        there = ui.files.is_file(path)
        changed = typed != self.content(ui, path) if there else bool(typed)
        if changed:
            try:
                ui.files.write(path, typed, parents=True)
            except FsError as error:
                ui.toast(f"Could not save: {error.reason}")
                return False
        ui.put(**{"text:" + key: None})
        return changed

    def save_now(self, ui: Page, path: str, key: str) -> None:
        """The save button."""
        self.save(ui, path, key)
        ui.toast("Saved")

    # -- the field -----------------------------------------------------------------------------------

    def font_size(self, ui: Page) -> int:
        """Size of the text in px."""
        return dp(ui.prefs.number("font_size", 16))

    def editor(self, ui: Page, path: str, key: str, *, below_dp: float = 0) -> list[Node]:
        """The field with the format bar under it, or the view mode. `below_dp`: height of what follows them."""
        syntax, size = syntax_of(path), self.font_size(ui)
        content = self.content(ui, path)
        if self.viewing(ui, key, path):
            blocks = preview(ui, ui.text(key) if "text:" + key in ui.record.state else content, syntax, size)
            return [
                scroll(
                    ui,
                    "view:" + key,
                    *blocks,
                    gap=10,
                    pad=(PAD_DP, 12, PAD_DP, 40),
                    rid=ID + "document__fragment__edit__webview",
                )
            ]
        if self.read_only(ui, path):
            note = text(
                ui, "This file is too large or no text; it can only be viewed.", BODY_MEDIUM, color=ui.theme.error
            )
            return [scroll(ui, "view:" + key, note, text(ui, content[:MAX_TEXT], size), gap=12, pad=(PAD_DP, 12))]
        low = ui.phone.keyboard_up and ui.height < ui.width  # no room for more than the text and its buttons
        counts = ui.prefs.flag("counts", True) and not low
        bars = FORMAT_BAR_DP + (STATUS_DP if counts else 0)
        room = ui.height - ui.inset_bottom - ui.inset_top - dp(BAR_DP) - dp(bars) - dp(below_dp)
        shown: str = ui.record.state.get("text:" + key, content)
        field = self._field(ui, path, key, content, shown, size, max(room, dp(96)))
        parts = [scroll(ui, "edit:" + key, field)]
        if counts:
            lines, words = shown.count("\n") + 1, len(shown.split())
            label = f"Lines: {lines}  Words: {words}  Characters: {len(shown)}"
            parts.append(
                text(ui, label, dp(12), muted=True, lines=1, pad=(dp(PAD_DP), dp(2), 0, dp(2)), height=dp(STATUS_DP))
            )
        return [*parts, self._format_bar(ui, path, key, syntax)]

    def _field(self, ui: Page, path: str, key: str, content: str, shown: str, size: int, room: int) -> Node:
        pad = dp(PAD_DP)
        wraps = ui.prefs.flag("wrap", True)
        inner = ui.width - 2 * pad
        if not wraps:
            inner = max([inner, *(width(line, size) + dp(4) for line in shown.split("\n"))])
        spans = line_spans(shown, size, "regular", inner)
        height = len(spans) * line_height(size) + dp(12) + dp(24)
        field = text_field(
            ui, key, value=content, hint="", style="plain", multiline=True, size=size, autofocus=not content,
            on_change=lambda new: self._changed(ui, path, key, content, new, room), pad=(pad, dp(12), pad, dp(24)),
            height=max(height, room), width=inner + 2 * pad, rid=ID + "document__fragment__edit__highlighting_editor",
        )  # fmt: skip
        return field if wraps else hscroll(ui, "wide:" + key, field, width=FILL)

    def _changed(self, ui: Page, path: str, key: str, before: str, new: str, room: int) -> None:
        texts, at = ui.get("undo:" + key, ((before,), 0))
        if texts[at] != new:
            texts = (*texts[: at + 1], new)[-_UNDO_MOST:]
            ui.put(**{"undo:" + key: (texts, len(texts) - 1)})
        self._follow(ui, key, new, room)
        if ui.prefs.flag("autosave"):
            self.save(ui, path, key)

    def _follow(self, ui: Page, key: str, content: str, room: int) -> None:
        """Scrolls so that the cursor's line shows."""
        size = self.font_size(ui)
        _, cursor = ui.selection(key, content)
        spans = line_spans(content, size, "regular", ui.width - 2 * dp(PAD_DP))
        line = max((i for i, (start, _) in enumerate(spans) if start <= cursor), default=0)
        top = dp(12) + line * line_height(size)
        offset = ui.get("scroll:edit:" + key, 0)
        if not offset <= top <= offset + room - line_height(size):
            ui.put(**{"scroll:edit:" + key: max(top - room // 2, 0)})

    # -- the buttons ---------------------------------------------------------------------------------

    def _format_bar(self, ui: Page, path: str, key: str, syntax: str) -> Node:
        buttons = [
            icon_button(ui, b.icon, b.label, self._button(ui, path, key, b.deed), size=44)
            for b in formatting.BARS[syntax]
        ]
        bar = hscroll(
            ui, "format", row(*buttons), width=FILL, height=dp(FORMAT_BAR_DP), bg=ui.theme.surface_container, pad=(4, 2)
        )
        bar.rid = ID + "document__fragment__edit__text_actions_bar__scrolling_parent"
        return bar

    def _button(self, ui: Page, path: str, key: str, deed: str) -> Callable[[], None]:
        if deed.startswith("!"):
            return lambda: getattr(self, deed[1:])(ui, (path, key))
        return lambda: self.edit(ui, path, key, formatting.EDITS[deed])

    def edit(self, ui: Page, path: str, key: str, change: Callable[[str, int, int], formatting.Edited]) -> None:
        """Lets a button change text and selection, with undo."""
        old = ui.text(key)
        new, start, end = change(old, *sorted(ui.selection(key, old)))
        ui.put(**{"text:" + key: new[:MAX_TEXT], "cursor:" + key: (max(start, 0), max(end, 0))}, toolbar=None)
        self._changed(ui, path, key, old, new[:MAX_TEXT], ui.height // 2)

    def undo(self, ui: Page, path: str, key: str, step: int) -> None:
        """One step back (-1) or forward (1)."""
        texts, at = ui.get("undo:" + key)
        content = texts[at + step]
        ui.put(**{"undo:" + key: (texts, at + step)})
        ui.set_text(key, content)
        if ui.prefs.flag("autosave"):
            self.save(ui, path, key)

    def history_actions(self, ui: Page, path: str, key: str) -> tuple[Node, Node]:
        """The undo and redo buttons, disabled where there is nothing to do."""
        texts, at = ui.get("undo:" + key, ((), 0))
        back = (lambda: self.undo(ui, path, key, -1)) if at > 0 else None
        forward = (lambda: self.undo(ui, path, key, 1)) if at + 1 < len(texts) else None
        return _maybe(ui, "undo", "Undo", back), _maybe(ui, "redo", "Redo", forward)

    # -- deeds that ask first --------------------------------------------------------------------------

    def insert_date(self, ui: Page, where: tuple[str, str]) -> None:
        """Inserts today's date at the cursor."""
        path, key = where
        today = f"{ui.phone.clock.local():%Y-%m-%d}"
        self.edit(ui, path, key, lambda text, start, end: formatting.insert(text, start, end, today))

    def ask_link(self, ui: Page, where: tuple[str, str]) -> None:
        """Asks for an address."""
        ui.prompt("Insert link", hint="Address", value="https://", then="insert_link", data=where)

    def insert_link(self, ui: Page, address: str, where: tuple[str, str]) -> None:
        """Makes the selection a link."""
        path, key = where

        def link(content: str, start: int, end: int) -> formatting.Edited:
            return formatting.insert(content, start, end, f"[{content[start:end] or address}]({address})")

        self.edit(ui, path, key, link)

    def ask_priority(self, ui: Page, where: tuple[str, str]) -> None:
        """Asks for a task's priority."""
        ui.choose("Priority", PRIORITIES, then="set_priority", data=where)

    def set_priority(self, ui: Page, index: int, where: tuple[str, str]) -> None:
        """Gives the tasks of the selected lines a priority."""
        letter = PRIORITIES[index] if index else ""
        self.edit(ui, *where, formatting.per_line(lambda line, _: formatting.with_priority(line, letter)))

    def ask_context(self, ui: Page, where: tuple[str, str]) -> None:
        """Asks for a context."""
        ui.prompt("Add context", hint="Context", value="@", then="insert_word", data=where)

    def ask_project(self, ui: Page, where: tuple[str, str]) -> None:
        """Asks for a project."""
        ui.prompt("Add project", hint="Project", value="+", then="insert_word", data=where)

    def insert_word(self, ui: Page, word: str, where: tuple[str, str]) -> None:
        """Inserts a word at the cursor, apart from what is before it."""
        if len(word.strip()) < 2:
            return

        def put(content: str, start: int, end: int) -> formatting.Edited:
            lead = "" if start == 0 or content[start - 1].isspace() else " "
            return formatting.insert(content, start, end, lead + word.strip())

        self.edit(ui, *where, put)

    def archive_done(self, ui: Page, where: tuple[str, str]) -> None:
        """Moves the done tasks into the archive file beside."""
        path, key = where
        rest, done = formatting.split_done(ui.text(key))
        if not done:
            ui.toast("No completed tasks")
            return
        ui.files.append(TODO_ARCHIVE, done if done.endswith("\n") else done + "\n")
        self.edit(ui, path, key, lambda _, __, ___: (rest, len(rest), len(rest)))
        self.save(ui, path, key)
        ui.toast("Archived completed tasks")

    # -- view mode and find ----------------------------------------------------------------------------

    def viewing(self, ui: Page, key: str, path: str) -> bool:
        """Whether the text shows rendered."""
        default = ui.prefs.flag("open_in_view") and key == "body" and bool(self.content(ui, path))
        return bool(ui.get("viewing:" + key, default))

    def view_action(self, ui: Page, path: str, key: str) -> Node:
        """The button between edit mode and view mode."""
        viewing = self.viewing(ui, key, path)
        name, label = ("pencil-outline", "Edit mode") if viewing else ("eye-outline", "View mode")
        return action(ui, name, label, lambda: ui.put(**{"viewing:" + key: not viewing}, focus=""))

    def find_bar(self, ui: Page, path: str, key: str) -> Node:
        """The app bar while searching in a text: field, count, previous and next."""
        words = ui.text("find").casefold()
        starts = _places(ui.record.state.get("text:" + key, self.content(ui, path)), words)
        at = ui.get("found", 0)
        label = f"{min(at + 1, len(starts))}/{len(starts)}" if words else ""

        def step(by: int) -> Callable[[], None] | None:
            return (lambda: self._show_match(ui, key, starts, (at + by) % len(starts), len(words))) if starts else None

        return app_bar(
            ui,
            "",
            navigation=action(
                ui, "arrow-left", "Close search", lambda: ui.put(finding=None, focus="", **{"text:find": None})
            ),
            title_node=search_field(ui, "find", "Search", on_change=lambda _: ui.put(found=None)),
            actions=(
                text(ui, label, BODY_MEDIUM, muted=True),
                action(ui, "chevron-left", "Previous match", step(-1)),
                action(ui, "chevron-right", "Next match", step(1)),
            ),
        )

    def _show_match(self, ui: Page, key: str, starts: list[int], at: int, size: int) -> None:
        start = starts[at]
        ui.put(found=at, **{"cursor:" + key: (start, start + size)})
        ui.put(focus=key, ime="hidden")
        self._follow(ui, key, ui.text(key), ui.height // 2)


def _maybe(ui: Page, name: str, label: str, run: Callable[[], None] | None) -> Node:
    node = icon_button(ui, name, label, run, color=ui.theme.on_surface_variant, size=40)
    if run is None:
        node.children[0].color = ui.theme.outline_variant
    return node


def _places(content: str, words: str) -> list[int]:
    found: list[int] = []
    at = content.casefold().find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = content.casefold().find(words, at + len(words))
    return found
