"""Markor's document screen: one note in the editor, its details; text that other apps share into Markor."""

from __future__ import annotations

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.files.entries import (
    date_text,
    entry_at,
    free_name,
    mime_of,
    problem_with,
    size_text,
)
from osgenesis.envs.android.sim.apps.markor.editor import Editing
from osgenesis.envs.android.sim.apps.markor.notes import PACKAGE, QUICK, ROOT, TODO, favourites, title_of
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import canonical, join, split
from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, TITLE
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    card,
    icon,
    list_item,
    overflow,
    scaffold,
    scroll,
    section,
    text,
)

DOCUMENT = f"{PACKAGE}.activity.DocumentActivity"


class Documents(Editing):
    """The part of Markor that shows single documents."""

    def open_note(self, ui: Page, path: str) -> None:
        """Opens a note in its own activity."""
        ui.start(Intent(ACTION_VIEW, f"{PACKAGE}/{DOCUMENT}", data=f"file://{path}", mime=mime_of(path)))

    def document_path(self, ui: Page) -> str:
        """The file that a document page shows."""
        given = ui.get("path") or (ui.intent.data or "").removeprefix("file://")
        return canonical(given) if given else QUICK

    @page
    def document(self, ui: Page) -> Node:
        """One note: edit mode or view mode."""
        path = self.document_path(ui)
        if ui.get("finding"):
            bar = self.find_bar(ui, path, "body")
        else:
            starred = path in favourites(ui.prefs)
            items = (
                ("Search", "find"),
                ("Share", "share_text"),
                ("Reload", "reload"),
                ("Rename", "ask_rename_open"),
                ("Remove from favourites" if starred else "Add to favourites", "toggle_favourite"),
                ("File info", "show_details"),
            )
            bar = app_bar(
                ui,
                title_of(path),
                title_node=text(ui, title_of(path), TITLE, lines=1),
                navigation=back_button(ui),
                actions=(
                    *self.history_actions(ui, path, "body"),
                    action(ui, "content-save-outline", "Save", lambda: self.save_now(ui, path, "body")),
                    self.view_action(ui, path, "body"),
                    overflow(ui, items, path),
                ),
            )
        return scaffold(ui, bar, *self.editor(ui, path, "body"), on_back=lambda: self._leave(ui, path))

    def _leave(self, ui: Page, path: str) -> None:
        if ui.get("finding"):
            ui.put(finding=None, focus="", **{"text:find": None})
            return
        self.save(ui, path, "body")
        ui.close()

    def find(self, ui: Page, _: object) -> None:
        """Menu entry: search in the text."""
        ui.put(finding=True, focus="find", **{"viewing:body": False})

    def share_text(self, ui: Page, _: object) -> None:
        """Menu entry: hands the text to another app."""
        ui.share(ui.text("body") if "text:body" in ui.record.state else self.content(ui, self.document_path(ui)))

    def reload(self, ui: Page, _: object) -> None:
        """Menu entry: back to what is in the file."""
        ui.put(**{"text:body": None, "undo:body": None, "cursor:body": None})
        ui.toast("Reloaded")

    def ask_rename_open(self, ui: Page, path: str) -> None:
        """Menu entry: saves, then asks for another name."""
        self.save(ui, path, "body")
        ui.prompt("Rename", value=split(path)[1], hint="Name", ok="Rename", then="rename_open", data=path)

    def rename_open(self, ui: Page, name: str, path: str) -> None:
        """Renames the note that is open."""
        folder, old = split(path)
        name = name.strip()
        problem = "" if name == old else problem_with(ui.files, folder, name)
        if not problem and not ui.files.exists(path):
            problem = "Save the note first"
        if problem:
            ui.toast(problem)
            return
        try:
            ui.files.rename(path, join(folder, name))
        except FsError as error:
            ui.toast(error.reason)
            return
        ui.put(path=join(folder, name))

    def toggle_favourite(self, ui: Page, path: str) -> None:
        """Menu entry: marks a note, or no longer."""
        ui.prefs.put("favourites", favourites(ui.prefs) ^ {path})

    def show_details(self, ui: Page, path: str) -> None:
        """Menu entry: saves and shows name, size and date."""
        if ui.record.name == "document":
            self.save(ui, path, "body")
        ui.open("details", path=path)

    @page
    def details(self, ui: Page) -> Node:
        """Facts about a note or folder."""
        path = ui.args["path"]
        facts = [("Name", split(path)[1]), ("Location", split(path)[0])]
        if ui.files.exists(path):
            entry = entry_at(ui.files, path)
            facts.append(("Last modified", date_text(ui.phone, entry.mtime_ns, time=True)))
            if entry.is_dir:
                facts.append(("Entries", str(len(ui.files.listdir(path)))))
            else:
                content = self.content(ui, path)
                facts += [
                    ("Size", size_text(entry.size)),
                    ("Lines", str(len(content.splitlines()))),
                    ("Words", str(len(content.split()))),
                    ("Characters", str(len(content))),
                ]
        rows = [list_item(ui, value, overline=label, title_lines=3) for label, value in facts]
        return scaffold(ui, app_bar(ui, "File info", navigation=back_button(ui)), scroll(ui, "details", *rows))

    # -- from other apps -------------------------------------------------------------------------------

    @page
    def share_into(self, ui: Page) -> Node:
        """Asks where a shared text shall go."""
        shared = self._shared(ui)
        rows = [
            list_item(
                ui,
                "QuickNote",
                "Append to the quick note",
                leading=icon(ui, "lightning-bolt"),
                on_tap=lambda: self._append(ui, QUICK, shared),
            ),
            list_item(
                ui,
                "To-Do",
                "Append as a task",
                leading=icon(ui, "format-list-checks"),
                on_tap=lambda: self._append(ui, TODO, shared.replace("\n", " ")),
            ),
            list_item(
                ui,
                "New document",
                "Create a note with this text",
                leading=icon(ui, "file-plus-outline"),
                on_tap=lambda: ui.prompt("New document", hint="my_note", then="create_shared", data=shared),
            ),
            list_item(
                ui,
                "Clipboard",
                "Copy this text",
                leading=icon(ui, "content-copy"),
                on_tap=lambda: self._copy(ui, shared),
            ),
        ]
        shown = card(text(ui, shared or "Nothing to share", BODY_MEDIUM, lines=12), ui=ui)
        return scaffold(
            ui,
            app_bar(ui, "Share into", navigation=back_button(ui)),
            scroll(ui, "share", shown, section(ui, "Save to"), *rows, pad=(0, 8)),
        )

    def _shared(self, ui: Page) -> str:
        shared = str(ui.intent.extra("android.intent.extra.TEXT", "") or "")
        stream = str(ui.intent.extra("android.intent.extra.STREAM", "") or "").removeprefix("file://")
        if not shared and stream:
            shared = self.content(ui, stream)
        return shared

    def _append(self, ui: Page, path: str, shared: str) -> None:
        old = self.content(ui, path)
        ui.files.write(path, old + ("" if not old or old.endswith("\n") else "\n") + shared + "\n", parents=True)
        ui.toast(f"Added to {split(path)[1]}")
        ui.finish()

    def _copy(self, ui: Page, shared: str) -> None:
        ui.copy(shared)
        ui.toast("Copied to clipboard")
        ui.finish()

    def create_shared(self, ui: Page, name: str, shared: str) -> None:
        """Writes a shared text into a new note."""
        name = name.strip() or "my_note"
        name = name if "." in name[1:] else name + ".md"
        name = free_name(ui.files, ROOT, name)
        problem = problem_with(ui.files, ROOT, name)
        if problem:
            ui.toast(problem)
            return
        ui.files.write(join(ROOT, name), shared, parents=True)
        ui.toast(f"Created {name}")
        ui.finish()
