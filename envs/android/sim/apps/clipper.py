"""Clipper: looks at the clipboard, keeps clips, and lets a host read and set it by broadcast.

Broadcasts (as the `adb` helper app of the same name): `clipper.get` answers with the clipboard, `clipper.set` with
extra `text` replaces it; both only while the app is in front.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osgenesis.envs.android.sim.app import App, Filter, page
from osgenesis.envs.android.sim.databases import Database
from osgenesis.envs.android.sim.intents import ACTION_SEND, BroadcastResult, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, LABEL, dp, tinted
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    button,
    card,
    column,
    divider,
    empty_state,
    icon_button,
    lazy_list,
    list_item,
    overflow,
    row,
    scaffold,
    scroll,
    search_field,
    section,
    switch_item,
    text,
    text_field,
)
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, ValueWords, Vocabulary

PACKAGE = "ca.zgrs.clipper"
DATABASE = f"/data/data/{PACKAGE}/databases/clips.db"
SCHEMA = (
    "CREATE TABLE clips (_id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, pinned INTEGER NOT NULL DEFAULT 0, "
    "created_ms INTEGER NOT NULL DEFAULT 0)",
)
_RESULT_OK = -1


class Clipper(App):
    """The clipboard tool."""

    package = PACKAGE
    label = "Clipper"
    icon = "clipboard-text"
    color = (0, 121, 107)
    theme = tinted((0, 121, 107))
    dark_theme = tinted((0, 121, 107), dark=True)
    version = "1.4"
    launcher = "ca.zgrs.clipper.Main"
    activities = {launcher: "main"}
    filters = (Filter(ACTION_SEND, launcher, mime="text/"),)
    vocabulary = Vocabulary.of(
        TableWords(
            f"{PACKAGE}/clips",
            "Clipper",
            "clip",
            "text",
            {"text": FieldWords("text"), "pinned": FieldWords("pinned", {"0": "no", "1": "yes"}, "flag")},
            volatile=("_id", "created_ms"),
        ),
        ValueWords("clipboard", "Clipper", "clipboard"),
        SettingWords(
            f"prefs/{PACKAGE}/newest_first",
            "Clipper",
            "showing of the newest clips first",
            {"true": "on", "false": "off"},
        ),
        SettingWords(f"prefs/{PACKAGE}/trim", "Clipper", "trimming of spaces", {"true": "on", "false": "off"}),
    )

    def install(self, phone: Phone) -> None:
        """The database of kept clips."""
        phone.databases.open(DATABASE, SCHEMA)

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """The host's broadcasts; answered only while the app is in front."""
        if intent.action not in ("clipper.get", "clipper.set"):
            return None
        if phone.stack.top.package != self.package:
            return BroadcastResult(0)
        if intent.action == "clipper.set":
            value = intent.extra("text")
            if value is None:
                return BroadcastResult(0, 'No text is provided. Use -e text "text to be pasted"')
            phone.clipboard = str(value)
            return BroadcastResult(_RESULT_OK, "Text is copied into clipboard.")
        return BroadcastResult(_RESULT_OK, phone.clipboard)

    def _clips(self, ui: Page) -> Database:
        return ui.database(DATABASE, SCHEMA)

    @page
    def main(self, ui: Page) -> Node:
        """What is on the clipboard, a field for new text, and the kept clips."""
        query = ui.text("query").strip() if ui.get("searching") else ""
        order = "DESC" if ui.prefs.flag("newest_first", True) else "ASC"
        clips = self._clips(ui).query(
            "SELECT _id, text, pinned FROM clips WHERE ? = '' OR instr(lower(text), lower(?)) "
            f"ORDER BY pinned DESC, _id {order}",
            (query, query),
        )
        shared = str(ui.intent.extra("android.intent.extra.TEXT", "") or "")
        if ui.get("searching"):
            bar = app_bar(
                ui,
                "",
                navigation=action(ui, "arrow-left", "Stop searching", lambda: self._stop_searching(ui)),
                title_node=search_field(ui, "query", "Search clips"),
            )
        else:
            bar = app_bar(
                ui,
                "Clipper",
                actions=(
                    action(ui, "magnify", "Search", lambda: ui.put(searching=True, focus="query")),
                    overflow(
                        ui,
                        (
                            ("Clear clipboard", "clear"),
                            ("Delete all clips", "ask_delete_all"),
                            ("Settings", "open_settings"),
                        ),
                    ),
                ),
            )
        kept = (section(ui, "Clips"), self._list(ui, clips, query))
        body: tuple[Node, ...] = (self._top(ui, shared), divider(ui), *kept)
        if ui.width > ui.height:  # side by side where it is low
            body = (
                row(
                    scroll(ui, "top", self._top(ui, shared)),
                    column(*kept, grow=1, height=FILL),
                    width=FILL,
                    height=FILL,
                    cross="start",
                ),
            )
        return scaffold(ui, bar, *body, on_back=(lambda: self._stop_searching(ui)) if ui.get("searching") else None)

    def _stop_searching(self, ui: Page) -> None:
        ui.put(searching=None, focus=None, **{"text:query": None, "cursor:query": None})

    def _top(self, ui: Page, shared: str) -> Node:
        current = ui.clipboard
        return column(
            card(
                text(ui, "Clipboard", LABEL, muted=True),
                text(
                    ui,
                    current or "The clipboard is empty",
                    BODY,
                    muted=not current,
                    lines=3,
                    rid=f"{PACKAGE}:id/clipboard",
                ),
                row(
                    button(
                        ui,
                        "Keep",
                        (lambda: self._keep(ui, current)) if current else None,
                        icon_name="content-save-outline",
                    ),
                    button(ui, "Share", (lambda: ui.share(current)) if current else None, icon_name="share-variant"),
                    gap=8,
                ),
                ui=ui,
                gap=dp(6),
            ),
            text_field(ui, "text", "Text to copy", shared, multiline=True, rid=f"{PACKAGE}:id/text"),
            row(
                button(ui, "Copy", lambda: self._copy(ui), style="filled", icon_name="content-copy"),
                button(ui, "Clear text", lambda: ui.set_text("text", ""), style="outlined"),
                gap=12,
            ),
            gap=12,
            pad=(16, 8, 16, 16),
        )

    def _list(self, ui: Page, clips: list[tuple[Any, ...]], query: str) -> Node:
        if not clips:
            return empty_state(ui, "clipboard-outline", "No clips found" if query else "No clips kept yet")

        def build(i: int) -> Node:
            clip_id, content, pinned = clips[i]
            return list_item(
                ui,
                content,
                on_tap=lambda: self._use(ui, content),
                on_long=lambda: ui.menu(
                    (("Copy", "use_clip"), ("Edit", "edit_clip"), ("Share", "share_clip"), ("Delete", "delete_clip")),
                    clip_id,
                ),
                trailing=icon_button(
                    ui,
                    "pin" if pinned else "pin-outline",
                    "Unpin clip" if pinned else "Pin clip",
                    self._pinner(ui, clip_id, not pinned),
                ),
            )

        return lazy_list(ui, "clips", len(clips), build, 60)

    def _pinner(self, ui: Page, clip_id: int, pinned: bool) -> Callable[[], None]:
        return lambda: self._set(ui, "UPDATE clips SET pinned = ? WHERE _id = ?", (int(pinned), clip_id))

    def _set(self, ui: Page, sql: str, params: tuple[Any, ...]) -> None:
        self._clips(ui).execute(sql, params)

    def _text_of(self, ui: Page, clip_id: int) -> str:
        return str(self._clips(ui).scalar("SELECT text FROM clips WHERE _id = ?", (clip_id,), ""))

    def _copy(self, ui: Page) -> None:
        content = ui.text("text")
        if ui.prefs.flag("trim"):
            content = content.strip()
        if not content:
            ui.toast("Type some text first")
            return
        self._use(ui, content)

    def _use(self, ui: Page, content: str) -> None:
        ui.copy(content)
        ui.toast("Copied to clipboard")

    def _keep(self, ui: Page, content: str) -> None:
        clips = self._clips(ui)
        if clips.scalar("SELECT count(*) FROM clips WHERE text = ?", (content,)):
            ui.toast("This clip is kept already")
            return
        clips.execute("INSERT INTO clips (text, created_ms) VALUES (?, ?)", (content, ui.phone.clock.now_ms))
        ui.snack("Clip kept")

    def clear(self, ui: Page, _: Any) -> None:
        """Empties the clipboard."""
        ui.copy("")
        ui.toast("Clipboard cleared")

    def use_clip(self, ui: Page, clip_id: int) -> None:
        """Puts a kept clip on the clipboard."""
        self._use(ui, self._text_of(ui, clip_id))

    def share_clip(self, ui: Page, clip_id: int) -> None:
        """Shares a kept clip."""
        ui.share(self._text_of(ui, clip_id))

    def edit_clip(self, ui: Page, clip_id: int) -> None:
        """Asks for the new text of a clip."""
        ui.prompt("Edit clip", then="set_clip", data=clip_id, value=self._text_of(ui, clip_id), hint="Text", ok="Save")

    def set_clip(self, ui: Page, content: str, clip_id: int) -> None:
        """Changes a clip; an empty one is refused."""
        if not content.strip():
            ui.toast("A clip can't be empty")
            return
        self._set(ui, "UPDATE clips SET text = ? WHERE _id = ?", (content, clip_id))

    def delete_clip(self, ui: Page, clip_id: int) -> None:
        """Deletes a clip, with undo."""
        row_values = self._clips(ui).query("SELECT text, pinned, created_ms FROM clips WHERE _id = ?", (clip_id,))
        self._set(ui, "DELETE FROM clips WHERE _id = ?", (clip_id,))
        if row_values:
            ui.snack("Clip deleted", "Undo", "undo_delete", (clip_id, *row_values[0]))

    def undo_delete(self, ui: Page, values: tuple[Any, ...]) -> None:
        """Brings a deleted clip back."""
        self._set(ui, "INSERT OR REPLACE INTO clips (_id, text, pinned, created_ms) VALUES (?, ?, ?, ?)", values)

    def ask_delete_all(self, ui: Page, _: Any) -> None:
        """Asks first."""
        ui.confirm("Delete all clips?", "Pinned clips stay.", ok="Delete", then="delete_all")

    def delete_all(self, ui: Page, _: bool, __: Any) -> None:
        """Deletes what is not pinned."""
        self._set(ui, "DELETE FROM clips WHERE pinned = 0", ())

    def open_settings(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.open("settings")

    @page
    def settings(self, ui: Page) -> Node:
        """Order and trimming."""
        prefs = ui.prefs
        newest, trim = prefs.flag("newest_first", True), prefs.flag("trim")
        return scaffold(
            ui,
            app_bar(ui, "Settings", navigation=back_button(ui)),
            scroll(
                ui,
                "settings",
                switch_item(ui, "Newest clips first", newest, lambda on: prefs.put("newest_first", on)),
                switch_item(
                    ui, "Trim spaces", trim, lambda on: prefs.put("trim", on), "Copy text without spaces around it"
                ),
                divider(ui),
                text(ui, f"Clipper {self.version}", BODY_MEDIUM, muted=True, pad=(dp(16), dp(16), 0, 0)),
            ),
        )
