"""Markor: a notebook of plain text files, with an editor, Markdown view, a to-do list and a quick note."""

from __future__ import annotations

from dataclasses import replace

from osgenesis.envs.android.sim.app import Filter, page
from osgenesis.envs.android.sim.apps.markor.documents import DOCUMENT
from osgenesis.envs.android.sim.apps.markor.editor import TABS_DP
from osgenesis.envs.android.sim.apps.markor.notes import (
    FONT_SIZES,
    FORMATS,
    PACKAGE,
    QUICK,
    ROOT,
    SORT_LABELS,
    SORTS,
    THEME_LABELS,
    THEMES,
    TODO,
    welcome,
)
from osgenesis.envs.android.sim.apps.markor.preferences import PreferencePages
from osgenesis.envs.android.sim.intents import ACTION_EDIT, ACTION_SEND, ACTION_VIEW
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import split
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import tinted
from osgenesis.envs.android.sim.ui.widgets import action, app_bar, bottom_bar, fab, scaffold
from osgenesis.envs.core.vocabulary import FolderWords, SettingWords, Vocabulary

RED = (198, 40, 40)
TABS = (
    ("folder", "Files"),
    ("format-list-checks", "To-Do"),
    ("lightning-bolt", "QuickNote"),
    ("dots-horizontal", "More"),
)
EDITOR_TABS = {1: (TODO, "todo"), 2: (QUICK, "quick")}
_ON_OFF = {"true": "on", "false": "off"}


def _words(key: str, noun: str, values: dict[str, str] | None = None, kind: str = "toggle") -> SettingWords:
    return SettingWords(f"prefs/{PACKAGE}/{key}", "Markor", noun, values or _ON_OFF, kind)


class Markor(PreferencePages):
    """The notes app."""

    package = PACKAGE
    label = "Markor"
    icon = "language-markdown"
    color = (55, 71, 79)
    version = "2.10.9"
    theme = replace(tinted(RED), primary_container=RED, on_primary_container=(255, 255, 255))
    dark_theme = tinted((229, 115, 115), dark=True)
    launcher = f"{PACKAGE}.activity.MainActivity"
    activities = {
        launcher: "main",
        DOCUMENT: "document",
        f"{PACKAGE}.activity.SettingsActivity": "settings",
        f"{PACKAGE}.activity.DocumentShareIntoActivity": "share_into",
    }
    filters = (
        Filter(ACTION_VIEW, DOCUMENT, mime="text/", scheme="file"),
        Filter(ACTION_VIEW, DOCUMENT, mime="application/json", scheme="file"),
        Filter(ACTION_EDIT, DOCUMENT, mime="text/", scheme="file"),
        Filter(ACTION_SEND, f"{PACKAGE}.activity.DocumentShareIntoActivity", mime="text/"),
    )
    permissions = ("android.permission.MANAGE_EXTERNAL_STORAGE",)
    vocabulary = Vocabulary.of(
        FolderWords(f"{ROOT}/", "Markor", "note"),
        _words("theme", "app theme", dict(zip(THEMES, THEME_LABELS, strict=True)), "choice"),
        _words("font_size", "font size", {str(s): f"{s} sp" for s in FONT_SIZES}, "choice"),
        _words("sort", "sort order", dict(zip(SORTS, SORT_LABELS, strict=True)), "choice"),
        _words("kind", "type of new notes", {str(i): f.label for i, f in enumerate(FORMATS)}, "choice"),
        _words("reverse", "reverse sort order"),
        _words("folders_first", "listing of folders first"),
        _words("dotfiles", "display of dotfiles"),
        _words("wrap", "line wrapping"),
        _words("counts", "line and word counts"),
        _words("autosave", "saving while typing"),
        _words("open_in_view", "opening notes in view mode"),
        _words("favourites", "list of favourite notes", {}, "hidden"),
    )

    def install(self, phone: Phone) -> None:
        """The notebook's folder; with some notes on a phone that boots for the first time."""
        if not phone.stack.stack and not phone.files.exists(ROOT):
            for path, content in welcome().items():
                phone.files.write(path, content, parents=True)
        phone.files.mkdir(ROOT, parents=True, exist_ok=True)

    @page
    def main(self, ui: Page) -> Node:
        """The four tabs."""
        tab = ui.get("tab", 0)
        bottom = bottom_bar(ui, TABS, tab, lambda i: self._switch(ui, tab, i))
        if tab in EDITOR_TABS:
            path, key = EDITOR_TABS[tab]
            return scaffold(
                ui,
                app_bar(
                    ui,
                    TABS[tab][1],
                    actions=(
                        *self.history_actions(ui, path, key),
                        action(ui, "content-save-outline", "Save", lambda: self.save_now(ui, path, key)),
                        self.view_action(ui, path, key),
                    ),
                ),
                *self.editor(ui, path, key, below_dp=TABS_DP),
                bottom=bottom,
                on_back=lambda: self._switch(ui, tab, 0),
            )
        if tab == 3:
            return scaffold(
                ui, app_bar(ui, "More"), self.more_rows(ui), bottom=bottom, on_back=lambda: self._switch(ui, tab, 0)
            )
        folder = self.folder_of(ui)
        selected = tuple(p for p in ui.get("selection", ()) if ui.files.exists(p))
        plus = fab(ui, "plus", "Create a new file or folder", lambda: ui.open("new_file", folder=folder))
        return scaffold(
            ui,
            self.files_bar(ui, folder, selected),
            self.files_list(ui, folder, selected),
            fab=None if selected else plus,
            bottom=bottom,
            on_back=lambda: self._back(ui, folder, bool(selected)),
        )

    def _switch(self, ui: Page, tab: int, to: int) -> None:
        if tab in EDITOR_TABS:
            self.save(ui, *EDITOR_TABS[tab])
        ui.put(tab=to, selection=None, focus=None, ime=None, toolbar=None)

    def _back(self, ui: Page, folder: str, selecting: bool) -> None:
        if selecting:
            ui.put(selection=None)
        elif folder.startswith(ROOT + "/"):
            ui.put(folder=split(folder)[0], **{"scroll:notes": None})
        elif folder != ROOT:
            self.go_notebook(ui, None)
        else:
            ui.close()

    def on_pause(self, ui: Page) -> None:
        """Whatever is being typed is saved when the app goes into the background."""
        if ui.record.name == "document":
            self.save(ui, self.document_path(ui), "body")
        elif ui.record.name == "main" and ui.get("tab", 0) in EDITOR_TABS:
            self.save(ui, *EDITOR_TABS[ui.get("tab")])
