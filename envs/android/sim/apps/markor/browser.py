"""Markor's file browser: folders and notes, selection, new files, moving, searching, sorting."""

from __future__ import annotations

from collections.abc import Callable

from osgenesis.envs.android.sim.app import dialog, page
from osgenesis.envs.android.sim.apps.files.entries import (
    Entry,
    count_text,
    date_text,
    listing,
    mime_of,
    ordered,
    problem_with,
    shown_path,
    size_text,
    transfer,
)
from osgenesis.envs.android.sim.apps.files.operations import existing
from osgenesis.envs.android.sim.apps.markor.documents import Documents
from osgenesis.envs.android.sim.apps.markor.notes import (
    FORMATS,
    ID,
    ROOT,
    SORT_LABELS,
    SORTS,
    TEMPLATES,
    favourites,
    is_text,
    notes_in,
    search,
    title_of,
)
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import SHARED, join, split
from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.android.sim.ui.dialogs import dialog_box
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    button,
    checkbox,
    column,
    divider,
    empty_state,
    icon,
    lazy_list,
    list_item,
    overflow,
    padding,
    radio,
    row,
    scaffold,
    search_field,
    space,
    text,
    text_field,
)

Paths = tuple[str, ...]


class Browser(Documents):
    """The part of Markor that walks through folders."""

    def folder_of(self, ui: Page) -> str:
        """The folder that the Files tab shows."""
        return existing(ui.files, ui.get("folder", ROOT)) or SHARED

    # -- the Files tab -------------------------------------------------------------------------------

    def files_bar(self, ui: Page, folder: str, selected: Paths) -> Node:
        """The app bar: folder name and tools, or what can be done with the selection."""
        if selected:
            single = len(selected) == 1
            starred = selected[0] in favourites(ui.prefs)
            items = [("Select all", "select_all"), ("Move", "ask_move"), ("Copy", "ask_copy")]
            if single:
                items += [("Rename", "ask_rename")]
                if ui.files.is_file(selected[0]):
                    items += [
                        ("Share", "share_selected"),
                        ("Remove from favourites" if starred else "Add to favourites", "star_selected"),
                    ]
                items.append(("File info", "info_selected"))
            return app_bar(
                ui,
                str(len(selected)),
                navigation=action(ui, "close", "Cancel selection", lambda: ui.put(selection=None)),
                actions=(
                    *([action(ui, "form-textbox", "Rename", lambda: self.ask_rename(ui, selected))] if single else []),
                    action(ui, "delete-outline", "Delete", lambda: self.ask_delete(ui, selected)),
                    overflow(ui, items, selected),
                ),
            )
        items = [
            ("Go to notebook", "go_notebook"),
            ("Go to favourites", "open_favourites"),
            ("New folder", "ask_folder"),
            ("Settings", "open_settings"),
        ]
        return app_bar(
            ui, split(folder)[1] if folder != SHARED else "Internal storage",
            actions=(
                action(ui, "magnify", "Search", lambda: ui.open("finder", folder=folder)),
                action(ui, "sort-variant", "Sort by", lambda: ui.open("sort")), overflow(ui, items, folder),
            ),
        )  # fmt: skip

    def files_list(self, ui: Page, folder: str, selected: Paths) -> Node:
        """The way up and the entries of a folder."""
        entries = notes_in(ui.files, ui.prefs, folder)
        chosen, starred = frozenset(selected), favourites(ui.prefs)
        up = 0 if folder == SHARED else 1

        def line(i: int) -> Node:
            if i < up:
                parent = split(folder)[0]
                return list_item(
                    ui,
                    "..",
                    shown_path(parent),
                    leading=icon(ui, "arrow-up-left"),
                    on_tap=lambda: self._enter(ui, parent),
                )
            entry = entries[i - up]
            return list_item(
                ui,
                entry.name,
                self._details(ui, entry),
                leading=self._entry_icon(ui, entry, entry.path in chosen),
                on_tap=lambda: self._tap(ui, entry, selected),
                on_long=lambda: self._toggle(ui, entry.path, selected),
                trailing=icon(ui, "star", 18, color=ui.theme.primary, desc="Favourite")
                if entry.path in starred
                else None,
                selected=entry.path in chosen,
                rid=ID + "opoc_filesystem_item__root",
            )

        return lazy_list(ui, "notes", len(entries) + up, line, 68, rid=ID + "ui__filesystem_dialog__list")

    def _details(self, ui: Page, entry: Entry) -> str:
        when = date_text(ui.phone, entry.mtime_ns, time=True)
        return when if entry.is_dir else f"{when}, {size_text(entry.size)}"

    def _entry_icon(self, ui: Page, entry: Entry, chosen: bool) -> Node:
        if chosen:
            return icon(ui, "check", 24, color=ui.theme.primary, desc="Selected")
        return icon(ui, "folder" if entry.is_dir else entry.icon, 24, color=ui.theme.primary if entry.is_dir else None)

    def _enter(self, ui: Page, folder: str) -> None:
        ui.put(folder=folder, selection=None, **{"scroll:notes": None})

    def _tap(self, ui: Page, entry: Entry, selected: Paths) -> None:
        if selected:
            self._toggle(ui, entry.path, selected)
        elif entry.is_dir:
            self._enter(ui, entry.path)
        elif is_text(entry.name):
            self.open_note(ui, entry.path)
        else:
            ui.start(Intent(ACTION_VIEW, data=f"file://{entry.path}", mime=mime_of(entry.name)), then="returned")

    def returned(self, ui: Page, _: object, __: object) -> None:
        """Another app that was asked to show a file has closed."""

    def _toggle(self, ui: Page, path: str, selected: Paths) -> None:
        chosen = tuple(p for p in selected if p != path) if path in selected else (*selected, path)
        ui.put(selection=chosen or None)

    def select_all(self, ui: Page, _: object) -> None:
        """Selects the whole folder."""
        ui.put(selection=tuple(e.path for e in notes_in(ui.files, ui.prefs, self.folder_of(ui))) or None)

    def go_notebook(self, ui: Page, _: object) -> None:
        """Menu entry: back to the notebook's folder."""
        ui.files.mkdir(ROOT, parents=True, exist_ok=True)
        self._enter(ui, ROOT)

    # -- with the selection ----------------------------------------------------------------------------

    def ask_delete(self, ui: Page, paths: Paths) -> None:
        """Asks before deleting."""
        names = "\n".join(split(path)[1] for path in paths[:8]) + ("\n\u2026" if len(paths) > 8 else "")
        ui.confirm("Confirm delete", f"Do you really want to delete this?\n\n{names}", then="delete", data=paths)

    def delete(self, ui: Page, _: bool, paths: Paths) -> None:
        """Deletes notes and folders."""
        for path in paths:
            try:
                ui.files.rmtree(path)
            except FsError as error:
                ui.toast(f"{split(path)[1]}: {error.reason}")
        ui.put(selection=None)

    def ask_rename(self, ui: Page, paths: Paths) -> None:
        """Asks for another name."""
        ui.prompt("Rename", value=split(paths[0])[1], hint="Name", ok="OK", then="rename", data=paths[0])

    def rename(self, ui: Page, name: str, path: str) -> None:
        """Gives a note another name."""
        folder, old = split(path)
        name = name.strip()
        problem = "" if name == old else problem_with(ui.files, folder, name)
        if problem:
            ui.toast(problem)
            return
        try:
            ui.files.rename(path, join(folder, name))
        except FsError as error:
            ui.toast(error.reason)
            return
        if path in favourites(ui.prefs):
            ui.prefs.put("favourites", favourites(ui.prefs) - {path} | {join(folder, name)})
        ui.put(selection=None)

    def ask_move(self, ui: Page, paths: Paths) -> None:
        """Asks where to move to."""
        ui.open("pick_folder", then="move", data=paths, start=split(paths[0])[0])

    def ask_copy(self, ui: Page, paths: Paths) -> None:
        """Asks where to copy to."""
        ui.open("pick_folder", then="copy", data=paths, start=split(paths[0])[0])

    def move(self, ui: Page, folder: str, paths: Paths) -> None:
        """Moves into a folder."""
        done, problem = transfer(ui.files, paths, folder, move=True)
        ui.put(selection=None)
        ui.toast(problem or f"Moved {count_text(done)}")

    def copy(self, ui: Page, folder: str, paths: Paths) -> None:
        """Copies into a folder."""
        done, problem = transfer(ui.files, paths, folder, move=False)
        ui.put(selection=None)
        ui.toast(problem or f"Copied {count_text(done)}")

    def share_selected(self, ui: Page, paths: Paths) -> None:
        """Hands a note to another app: its text, or the file."""
        ui.put(selection=None)
        if is_text(split(paths[0])[1]):
            ui.share(self.content(ui, paths[0]))
        else:
            ui.share(mime=mime_of(paths[0]), stream=paths[0])

    def star_selected(self, ui: Page, paths: Paths) -> None:
        """Marks a note as a favourite, or no longer."""
        self.toggle_favourite(ui, paths[0])
        ui.put(selection=None)

    def info_selected(self, ui: Page, paths: Paths) -> None:
        """Shows the details of a note."""
        ui.put(selection=None)
        ui.open("details", path=paths[0])

    @page
    def pick_folder(self, ui: Page) -> Node:
        """Walks through folders until Select takes the one that shows."""
        folder = existing(ui.files, ui.get("folder", ui.args["start"])) or SHARED
        entries = [e for e in ordered(listing(ui.files, folder), "name") if e.is_dir]
        up = 0 if folder == SHARED else 1

        def go(target: str) -> Callable[[], None]:
            return lambda: ui.put(folder=target, **{"scroll:folders": None})

        def line(i: int) -> Node:
            if i < up:
                return list_item(
                    ui,
                    "..",
                    shown_path(split(folder)[0]),
                    leading=icon(ui, "arrow-up-left"),
                    on_tap=go(split(folder)[0]),
                )
            entry = entries[i - up]
            return list_item(
                ui,
                entry.name,
                self._details(ui, entry),
                leading=self._entry_icon(ui, entry, False),
                on_tap=go(entry.path),
            )

        bottom = row(
            button(ui, "Cancel", ui.close, rid="android:id/button2"),
            button(ui, "Select", lambda: ui.close(folder), style="filled", rid="android:id/button1"),
            align="end", gap=8, pad=(16, 8), width=FILL, bg=ui.theme.surface_container,
        )  # fmt: skip
        return scaffold(
            ui,
            app_bar(
                ui,
                "Select folder",
                navigation=back_button(ui),
                subtitle=shown_path(folder),
                actions=(action(ui, "folder-plus-outline", "New folder", lambda: self.ask_folder(ui, folder)),),
            ),
            lazy_list(ui, "folders", len(entries) + up, line, 68),
            bottom=bottom,
        )

    # -- something new -------------------------------------------------------------------------------

    def ask_folder(self, ui: Page, folder: str) -> None:
        """Asks for a folder's name."""
        ui.prompt("New folder", hint="Folder name", then="make_folder", data=folder)

    def make_folder(self, ui: Page, name: str, folder: str) -> None:
        """Makes a folder."""
        name = name.strip()
        problem = problem_with(ui.files, folder, name)
        if problem:
            ui.toast(problem)
            return
        try:
            ui.files.mkdir(join(folder, name), parents=True)
        except FsError as error:
            ui.toast(error.reason)

    @dialog
    def new_file(self, ui: Page) -> Node:
        """Name, extension, type and template of a new note; FOLDER makes a folder of that name instead."""
        kind = FORMATS[ui.get("kind", ui.prefs.number("kind"))]
        template = TEMPLATES[ui.get("template", 0)][0]
        name = text_field(
            ui, "name", "Name", hint="my_note", grow=1, autofocus=True, ime="done", rid=ID + "new_file_dialog__name"
        )
        end = text_field(
            ui,
            "ext",
            "Extension",
            kind.extension,
            hint=".md",
            width=dp(104),
            ime="done",
            rid=ID + "new_file_dialog__ext",
        )
        labels = tuple(f.label for f in FORMATS)
        choose_kind = _spinner(
            ui, "Type", kind.label, lambda: ui.choose("Type", labels, labels.index(kind.label), then="set_kind")
        )
        choose_template = _spinner(
            ui,
            "Template",
            template,
            lambda: ui.choose("Template", tuple(t[0] for t in TEMPLATES), ui.get("template", 0), then="set_template"),
        )
        buttons = row(
            button(ui, "FOLDER", lambda: self._create(ui, folder=True), rid="android:id/button3"),
            space(grow=1),
            button(ui, "CANCEL", ui.back, rid="android:id/button2"),
            button(ui, "OK", lambda: self._create(ui, folder=False), rid="android:id/button1"),
            width=FILL,
            pad=(16, 8, 16, 16),
        )
        return dialog_box(
            ui,
            "",
            column(
                text(ui, "Create new file or folder", dp(20), pad=padding((0, 20, 0, 4))),
                row(name, end, gap=8, width=FILL, cross="start"),
                choose_kind,
                choose_template,
                gap=10,
                pad=(20, 0),
                width=FILL,
            ),
            buttons,
        )

    def set_kind(self, ui: Page, index: int, _: object) -> None:
        """The type was chosen: the extension follows."""
        ui.put(kind=index)
        ui.set_text("ext", FORMATS[index].extension)

    def set_template(self, ui: Page, index: int, _: object) -> None:
        """The template was chosen."""
        ui.put(template=index)

    def _create(self, ui: Page, *, folder: bool) -> None:
        name, end = ui.text("name").strip(), ui.text("ext").strip()
        where = ui.args["folder"]
        if not folder and name and end and not name.lower().endswith(end.lower()):
            name += end
        problem = problem_with(ui.files, where, name)
        if problem:
            ui.toast(problem)
            return
        if not folder:
            ui.prefs.put("kind", ui.get("kind", ui.prefs.number("kind")))
        ui.resolve("create", join(where, name), -1 if folder else ui.get("template", 0))

    def create(self, ui: Page, path: str, template: int) -> None:
        """Makes the folder, or the note and opens it."""
        try:
            if template < 0:
                ui.files.mkdir(path, parents=True)
                return
            today = f"{ui.phone.clock.local():%Y-%m-%d}"
            ui.files.write(path, TEMPLATES[template][1].format(name=title_of(path), date=today), parents=True)
        except FsError as error:
            ui.toast(error.reason)
            return
        self.open_note(ui, path)

    # -- sorting and searching -------------------------------------------------------------------------

    @dialog
    def sort(self, ui: Page) -> Node:
        """The order of the file list."""
        current = ui.prefs.text("sort", "name")

        def set_order(key: str) -> Callable[[], None]:
            def choose() -> None:
                ui.prefs.put("sort", key)
                ui.close()

            return choose

        def flip(key: str, default: bool) -> Callable[[], None]:
            return lambda: ui.prefs.put(key, not ui.prefs.flag(key, default))

        orders = [
            radio(ui, key == current, set_order(key), label=label, height=dp(48))
            for key, label in zip(SORTS, SORT_LABELS, strict=True)
        ]
        switches = [
            checkbox(ui, ui.prefs.flag(key, default), flip(key, default), label=label, height=dp(48))
            for key, label, default in (
                ("reverse", "Reverse order", False),
                ("folders_first", "Folders first", True),
                ("dotfiles", "Show dotfiles", False),
            )
        ]
        return dialog_box(
            ui,
            "Sort by",
            *orders,
            divider(ui),
            *switches,
            buttons=(button(ui, "OK", ui.close, rid="android:id/button1"),),
        )

    @page
    def finder(self, ui: Page) -> Node:
        """Searches names and texts of a folder and all below it."""
        folder = ui.args["folder"]
        query = ui.text("query").strip()
        hits = search(ui, folder, query)

        def line(i: int) -> Node:
            entry, found = hits[i]
            where = shown_path(split(entry.path)[0])
            return list_item(
                ui,
                entry.name,
                found or where,
                overline=where if found else "",
                leading=self._entry_icon(ui, entry, False),
                on_tap=lambda: self._open_hit(ui, entry),
            )

        bar = app_bar(
            ui, "", navigation=back_button(ui), title_node=search_field(ui, "query", f"Search in {split(folder)[1]}"),
            actions=(action(ui, "close", "Clear query", lambda: ui.set_text("query", "")),),
        )  # fmt: skip
        if not query:
            return scaffold(ui, bar, empty_state(ui, "file-search-outline", "Search names and contents of notes"))
        if not hits:
            return scaffold(ui, bar, empty_state(ui, "magnify", f"Nothing found for \u201c{query}\u201d"))
        count = text(ui, f"{len(hits)} found", BODY_MEDIUM, muted=True, pad=padding((16, 4)))
        return scaffold(ui, bar, count, lazy_list(ui, "hits", len(hits), line, 80))

    def _open_hit(self, ui: Page, entry: Entry) -> None:
        if entry.is_dir:
            ui.resolve("show_folder", entry.path)
        else:
            self.open_note(ui, entry.path) if is_text(entry.name) else ui.open("details", path=entry.path)

    def show_folder(self, ui: Page, folder: str) -> None:
        """A folder was found: goes there."""
        ui.put(tab=0, folder=folder, selection=None)


def _spinner(ui: Page, label: str, value: str, on_tap: Callable[[], None]) -> Node:
    return row(
        text(ui, label, BODY_MEDIUM, muted=True, width=dp(88)), text(ui, value, lines=1, grow=1), icon(ui, "menu-down"),
        height=dp(44), pad=(4, 0), width=FILL, cls="android.widget.Spinner", on_tap=on_tap,
    )  # fmt: skip
