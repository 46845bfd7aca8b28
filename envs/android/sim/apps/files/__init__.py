"""Files (DocumentsUI): shows shared storage; copies, moves, renames, compresses and deletes what is there."""

from __future__ import annotations

from collections.abc import Callable

from osgenesis.envs.android.sim.app import Filter, page
from osgenesis.envs.android.sim.apps.files.entries import Entry, ordered
from osgenesis.envs.android.sim.apps.files.operations import Paths, existing
from osgenesis.envs.android.sim.apps.files.roots import CHIPS, DEVICE, ROOTS, Root, contents
from osgenesis.envs.android.sim.apps.files.rows import Touch, breadcrumb, file_grid, file_list
from osgenesis.envs.android.sim.apps.files.viewers import Viewers
from osgenesis.envs.android.sim.intents import ACTION_GET_CONTENT, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import SHARED, split
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.storage import FOLDERS
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, dp, tinted
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    chip,
    empty_state,
    hscroll,
    icon_button,
    overflow,
    row,
    scaffold,
    search_field,
    text,
)
from osgenesis.envs.core.vocabulary import FolderWords, SettingWords, Vocabulary

PACKAGE = "com.google.android.documentsui"
ID = PACKAGE + ":id/"
SORTS = (
    ("name", False, "File name (A to Z)"), ("name", True, "File name (Z to A)"), ("type", False, "Type (A to Z)"),
    ("size", False, "Size (smallest first)"), ("size", True, "Size (largest first)"),
    ("date", False, "Modified (oldest first)"), ("date", True, "Modified (newest first)"),
)  # fmt: skip
_ON_OFF = {"true": "on", "false": "off"}
_SAMPLES = {
    f"{SHARED}/Documents/Packing list.txt": "Tent\nSleeping bags\nCamping stove\nFirst aid kit\nRain jackets\n",
    f"{SHARED}/Documents/Reading group.md": "# Reading group\n\n- Thursday\n- Chapter four\n- Bring biscuits\n",
    f"{SHARED}/Download/Bus timetable.csv": "line,stop,time\n12,Market,07:45\n12,Harbor,08:02\n31,Mill,08:20\n",
    f"{SHARED}/Download/Pancakes.txt": "200 g flour\n300 ml milk\n2 eggs\nA pinch of salt\n",
}


class FilesApp(Viewers):
    """The file manager that comes with Android."""

    package = PACKAGE
    label = "Files"
    icon = "folder"
    color = (26, 115, 232)
    version = "13"
    theme = tinted((11, 87, 208))
    launcher = "com.android.documentsui.files.FilesActivity"
    activities = {launcher: "browse", "com.android.documentsui.picker.PickActivity": "picker"}
    filters = (Filter(ACTION_GET_CONTENT, "com.android.documentsui.picker.PickActivity"),)
    vocabulary = Vocabulary.of(
        FolderWords(f"{SHARED}/", "Files", "file"),
        *(FolderWords(f"{SHARED}/{name}/", "Files", f"file in the {name} folder") for name in FOLDERS),
        SettingWords(
            f"prefs/{PACKAGE}/sort", "Files", "sort order", {str(i): s[2] for i, s in enumerate(SORTS)}, "choice"
        ),
        SettingWords(f"prefs/{PACKAGE}/grid", "Files", "grid view", _ON_OFF),
        SettingWords(f"prefs/{PACKAGE}/hidden", "Files", "display of hidden files", _ON_OFF),
        SettingWords(f"prefs/{PACKAGE}/show_device", "Files", "internal storage in the side menu", _ON_OFF),
    )

    def install(self, phone: Phone) -> None:
        """A few files that people have; only on a phone that boots for the first time."""
        if not phone.stack.stack:
            for path, content in _SAMPLES.items():
                if not phone.files.exists(path):
                    phone.files.write(path, content, parents=True)

    def on_start(self, phone: Phone, intent: Intent) -> None:
        """There is nothing that the app needs to have."""

    # -- looking around ------------------------------------------------------------------------------

    @page
    def browse(self, ui: Page) -> Node:
        """A root or a folder: its files, with search, chips, sorting and selection."""
        root, path = self._place(ui)
        query = ui.text("query").strip() if ui.get("searching") else ""
        entries = self._entries(ui, root, path, query, ui.get("chip", ""))
        selected: Paths = tuple(p for p in ui.get("selection", ()) if ui.files.exists(p))
        if selected:
            bar = self._selection_bar(ui, selected, entries)
        elif ui.get("searching"):
            bar = app_bar(
                ui,
                "",
                navigation=action(ui, "arrow-left", "Collapse", lambda: self._end_search(ui)),
                title_node=search_field(
                    ui,
                    "query",
                    "Search this phone" if not path else f"Search in {split(path)[1]}",
                    rid=ID + "search_src_text",
                ),
                actions=(action(ui, "close", "Clear query", lambda: ui.set_text("query", "")),),
            )
        else:
            bar = self._bar(ui, root, path)

        def tap(entry: Entry) -> None:
            if selected:
                self._toggle(ui, selected, entry)
            elif entry.is_dir:
                place = root.key if root.folder else "device"
                ui.put(root=place, path=entry.path, searching=None, chip=None, focus=None,
                       **{"scroll:files": None, "scroll:grid": None, "text:query": None})  # fmt: skip
            else:
                self.open_file(ui, entry.path)

        parts = (
            [self._chips(ui), breadcrumb(ui, root, path, lambda folder: ui.put(path=folder))]
            if path
            else [self._chips(ui)]
        )
        return scaffold(
            ui, bar, *parts, self._header(ui, root, path, query),
            self._listing(ui, entries, selected, tap, lambda entry: self._toggle(ui, selected, entry), query),
            on_back=lambda: self._go_back(ui, root, path),
        )  # fmt: skip

    def _place(self, ui: Page) -> tuple[Root, str]:
        root = ROOTS[ui.get("root", "downloads")]
        return root, existing(ui.files, ui.get("path") or root.folder) if root.folder else ""

    def _entries(self, ui: Page, root: Root, path: str, query: str, chip_key: str) -> list[Entry]:
        hidden = ui.prefs.flag("hidden")
        now_ns = ui.phone.read_clock(86_400_000) * 1_000_000
        entries = contents(ui.files, root, path, query=query, chip=chip_key, hidden=hidden, now_ns=now_ns)
        if root.key == "recent" and "sort" not in ui.prefs.all():
            return entries
        by, descending, _ = SORTS[ui.prefs.number("sort")]
        return ordered(entries, by, descending=descending)

    def _listing(self, ui: Page, entries: list[Entry], selected: Paths, tap: Touch, hold: Touch, query: str) -> Node:
        if not entries:
            return empty_state(
                ui,
                "folder-outline" if not query else "magnify",
                "No items" if not query else f"No matches for \u201c{query}\u201d",
            )
        draw = file_grid if ui.prefs.flag("grid") else file_list
        return draw(ui, entries, selected, tap, hold)

    def _bar(self, ui: Page, root: Root, path: str) -> Node:
        hidden, device = ui.prefs.flag("hidden"), ui.prefs.flag("show_device", True)
        items = [("Select all", "select_all"), ("Sort by\u2026", "ask_sort")]
        if path:
            items.insert(0, ("New folder", "ask_folder"))
        items.append(("Don\u2019t show hidden files" if hidden else "Show hidden files", "toggle_hidden"))
        items.append(("Hide internal storage" if device else "Show internal storage", "toggle_device"))
        title = root.label if not path or path == root.folder else split(path)[1]
        return app_bar(
            ui, title, navigation=action(ui, "menu", "Show roots", lambda: ui.open("roots", current=root.key)),
            actions=(action(ui, "magnify", "Search", lambda: ui.put(searching=True)), overflow(ui, items, path)),
        )  # fmt: skip

    def _selection_bar(self, ui: Page, selected: Paths, entries: list[Entry]) -> Node:
        single = len(selected) == 1
        archive = single and selected[0].lower().endswith(".zip")
        items = [
            ("Select all", "select_all"),
            *([("Open with\u2026", "ask_open_with")] if single and ui.files.is_file(selected[0]) else []),
            ("Copy to\u2026", "ask_copy"),
            ("Move to\u2026", "ask_move"),
            ("Compress", "ask_compress"),
            *([("Extract to\u2026", "ask_extract")] if archive else []),
            *([("Rename", "ask_rename"), ("Get info", "show_info")] if single else []),
        ]
        shareable = all(ui.files.is_file(p) for p in selected)
        return app_bar(
            ui,
            f"{len(selected)} selected",
            navigation=action(ui, "close", "Done", lambda: ui.put(selection=None)),
            actions=(
                *([action(ui, "share-variant", "Share", lambda: self.share_files(ui, selected))] if shareable else []),
                action(ui, "delete-outline", "Delete", lambda: self.ask_delete(ui, selected)),
                overflow(ui, items, selected),
            ),
        )

    def _chips(self, ui: Page) -> Node:
        active = ui.get("chip", "")

        def switch(key: str) -> Callable[[], None]:
            return lambda: ui.put(chip=None if key == active else key)

        chips = [
            chip(ui, label, switch(key), selected=key == active, icon_name="" if key == active else ROOTS[key].icon)
            for key, label in CHIPS
        ]
        return hscroll(ui, "chips", *chips, gap=8, pad=(16, 8), width=-1)

    def _header(self, ui: Page, root: Root, path: str, query: str) -> Node:
        grid = ui.prefs.flag("grid")
        place = root.label if not path or path == root.folder else split(path)[1]
        if query or ui.get("chip"):
            label = "Search results"
        else:
            label = (
                "Recent files"
                if root.key == "recent"
                else f"Files on {place}"
                if place == DEVICE
                else f"Files in {place}"
            )
        by, descending, _ = SORTS[ui.prefs.number("sort")]
        arrow = "arrow-down" if descending else "arrow-up"
        return row(
            text(ui, label, BODY_MEDIUM, weight="medium", lines=1, grow=1, rid=ID + "header_title"),
            icon_button(ui, arrow, f"Sort by {by}, change", lambda: self.ask_sort(ui, None)),
            icon_button(ui, "view-list-outline" if grid else "view-grid-outline", "List view" if grid else "Grid view",
                        lambda: ui.prefs.put("grid", not grid)),
            pad=(16, 0, 8, 0), width=-1, height=dp(48),
        )  # fmt: skip

    def _toggle(self, ui: Page, selected: Paths, entry: Entry) -> None:
        chosen = tuple(p for p in selected if p != entry.path) if entry.path in selected else (*selected, entry.path)
        ui.put(selection=chosen or None)

    def select_all(self, ui: Page, _: object) -> None:
        """Selects what the page lists."""
        root, path = self._place(ui)
        query = ui.text("query").strip() if ui.get("searching") else ""
        ui.put(selection=tuple(e.path for e in self._entries(ui, root, path, query, ui.get("chip", ""))) or None)

    def _end_search(self, ui: Page) -> None:
        ui.put(searching=None, focus=None, **{"text:query": None})

    def _go_back(self, ui: Page, root: Root, path: str) -> None:
        if ui.get("selection"):
            ui.put(selection=None)
        elif ui.get("searching"):
            self._end_search(ui)
        elif ui.get("chip"):
            ui.put(chip=None)
        elif path and path != root.folder and len(path) > len(root.folder):
            ui.put(path=split(path)[0], **{"scroll:files": None, "scroll:grid": None})
        else:
            ui.close()

    # -- how it is shown -----------------------------------------------------------------------------

    def ask_sort(self, ui: Page, _: object) -> None:
        """Asks for the order."""
        ui.choose("Sort by", tuple(s[2] for s in SORTS), ui.prefs.number("sort"), then="set_sort")

    def set_sort(self, ui: Page, index: int, _: object) -> None:
        """Keeps the order."""
        ui.prefs.put("sort", index)

    def toggle_hidden(self, ui: Page, _: object) -> None:
        """Shows or hides names that start with a dot."""
        ui.prefs.put("hidden", not ui.prefs.flag("hidden"))

    def toggle_device(self, ui: Page, _: object) -> None:
        """Whether the drawer lists the whole storage."""
        ui.prefs.put("show_device", not ui.prefs.flag("show_device", True))

    # -- choosing a file for another app -------------------------------------------------------------

    @page
    def picker(self, ui: Page) -> Node:
        """Hands a file's path to the app that asked."""
        root, path = self._place(ui)
        wanted = (ui.intent.mime or "").rstrip("*")
        group = wanted.partition("/")[0]
        entries = [e for e in self._entries(ui, root, path, "", "") if e.is_dir or group in ("", "*", e.kind)]

        def tap(entry: Entry) -> None:
            if entry.is_dir:
                ui.put(path=entry.path, **{"scroll:files": None})
            else:
                ui.finish(entry.path)

        bar = app_bar(
            ui, "Open from", navigation=action(ui, "menu", "Show roots", lambda: ui.open("roots", current=root.key))
        )
        body = file_list(ui, entries, (), tap, None) if entries else empty_state(ui, "folder-outline", "No items")
        parts = [breadcrumb(ui, root, path, lambda folder: ui.put(path=folder))] if path else []
        return scaffold(ui, bar, *parts, body, on_back=lambda: self._go_back(ui, root, path))
