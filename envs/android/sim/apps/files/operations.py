"""What the Files app does to files: delete, rename, copy, move, compress, unpack, share, new folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from osgenesis.envs.android.sim.app import App, drawer, page
from osgenesis.envs.android.sim.apps.files.entries import (
    Entry,
    count_text,
    free_name,
    listing,
    mime_of,
    ordered,
    problem_with,
    transfer,
)
from osgenesis.envs.android.sim.apps.files.roots import DEVICE, ROOTS
from osgenesis.envs.android.sim.apps.files.rows import breadcrumb, file_list
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import join, split
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import HEADLINE_SMALL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    button,
    column,
    divider,
    empty_state,
    icon,
    list_item,
    overflow,
    row,
    scaffold,
    scroll,
    space,
    text,
)

Paths = tuple[str, ...]
_ARCHIVE_LIMIT = 64 << 20  # unpacked bytes; beyond it an archive is taken for a bomb


class Operations(App):
    """The part of the Files app that changes files, and the page that asks where to."""

    # -- one or several files ------------------------------------------------------------------------

    def ask_delete(self, ui: Page, paths: Paths) -> None:
        """Asks before deleting."""
        what = f"\u201c{split(paths[0])[1]}\u201d" if len(paths) == 1 else f"{len(paths)} items"
        folder = any(ui.files.is_dir(path) for path in paths)
        ui.confirm(
            f"Delete {what}?",
            "Folders are deleted with everything in them." if folder else "",
            then="delete",
            data=paths,
        )

    def delete(self, ui: Page, _: bool, paths: Paths) -> None:
        """Deletes files and folders."""
        done = 0
        for path in paths:
            try:
                ui.files.rmtree(path)
                done += 1
            except FsError:
                ui.snack(f"Couldn\u2019t delete {split(path)[1]}")
        ui.put(selection=None)
        if done:
            ui.snack(f"Deleted {count_text(paths[:done])}")

    def ask_rename(self, ui: Page, paths: Paths) -> None:
        """Asks for another name."""
        ui.prompt("Rename", value=split(paths[0])[1], ok="Rename", hint="Name", then="rename", data=paths[0])

    def rename(self, ui: Page, name: str, path: str) -> None:
        """Gives a file another name in its folder."""
        name = name.strip()
        folder, old = split(path)
        problem = "" if name == old else problem_with(ui.files, folder, name)
        if problem:
            ui.snack(problem)
            return
        try:
            ui.files.rename(path, join(folder, name))
        except FsError as error:
            ui.snack(f"Couldn\u2019t rename: {error.reason}")
        ui.put(selection=None)

    def ask_folder(self, ui: Page, folder: str) -> None:
        """Asks for the name of a new folder."""
        ui.prompt("New folder", hint="Folder name", then="make_folder", data=folder)

    def make_folder(self, ui: Page, name: str, folder: str) -> None:
        """Makes a folder and goes into it, as DocumentsUI does."""
        name = name.strip()
        problem = problem_with(ui.files, folder, name)
        if problem:
            ui.snack(problem)
            return
        try:
            ui.files.mkdir(join(folder, name), parents=True)
        except FsError as error:
            ui.snack(f"Couldn\u2019t create folder: {error.reason}")
            return
        ui.put(path=join(folder, name))

    def share_files(self, ui: Page, paths: Paths) -> None:
        """Offers a file to other apps."""
        ui.put(selection=None)
        kinds = {mime_of(path) for path in paths}
        ui.share(mime=kinds.pop() if len(kinds) == 1 else "*/*", stream=paths[0])

    # -- archives ------------------------------------------------------------------------------------

    def ask_compress(self, ui: Page, paths: Paths) -> None:
        """Asks for the archive's name."""
        ui.prompt(
            "Compress",
            value=f"{split(paths[0])[1].rpartition('.')[0] or split(paths[0])[1]}.zip",
            hint="Archive name",
            then="compress",
            data=paths,
        )

    def compress(self, ui: Page, name: str, paths: Paths) -> None:
        """Packs files and folders into a new ZIP beside them."""
        folder = split(paths[0])[0]
        name = name.strip()
        name = name if not name or name.lower().endswith(".zip") else name + ".zip"
        problem = problem_with(ui.files, folder, name)
        if problem:
            ui.snack(problem)
            return
        moment = ui.phone.clock.local()
        stamp = (max(moment.year, 1980), moment.month, moment.day, moment.hour, moment.minute, moment.second)
        ui.files.write(join(folder, name), _packed(ui.files, paths, stamp))
        ui.put(selection=None)
        ui.snack(f"Compressed {count_text(paths)}")

    def extract(self, ui: Page, folder: str, paths: Paths) -> None:
        """Unpacks an archive into a folder of its own name."""
        path = paths[0]
        try:
            members = _unpacked(ui.files.read(path))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
            ui.snack("This archive can\u2019t be read")
            return
        target = join(folder, free_name(ui.files, folder, split(path)[1].rpartition(".")[0] or "Archive"))
        ui.files.mkdir(target, parents=True)
        for name, data in members:
            if data is None:
                ui.files.mkdir(join(target, name), parents=True, exist_ok=True)
            else:
                ui.files.write(join(target, name), data, parents=True)
        ui.put(selection=None)
        ui.snack(f"Extracted to {split(target)[1]}")

    # -- choosing a folder ---------------------------------------------------------------------------

    def ask_copy(self, ui: Page, paths: Paths) -> None:
        """Asks where to copy to."""
        self._ask_destination(ui, "copy", "Copy", paths)

    def ask_move(self, ui: Page, paths: Paths) -> None:
        """Asks where to move to."""
        self._ask_destination(ui, "move", "Move", paths)

    def ask_extract(self, ui: Page, paths: Paths) -> None:
        """Asks where to unpack."""
        self._ask_destination(ui, "extract", "Extract", paths)

    def _ask_destination(self, ui: Page, method: str, label: str, paths: Paths) -> None:
        ui.open("destination", then=method, data=paths, label=label, start=split(paths[0])[0])

    def copy(self, ui: Page, folder: str, paths: Paths) -> None:
        """Copies into a folder."""
        self._transfer(ui, folder, paths, move=False)

    def move(self, ui: Page, folder: str, paths: Paths) -> None:
        """Moves into a folder."""
        self._transfer(ui, folder, paths, move=True)

    def _transfer(self, ui: Page, folder: str, paths: Paths, *, move: bool) -> None:
        done, problem = transfer(ui.files, paths, folder, move=move)
        ui.put(selection=None)
        verb = "Moved" if move else "Copied"
        ui.snack(
            problem
            or f"{verb} {count_text(done)} to {split(folder)[1] if folder != ROOTS['device'].folder else DEVICE}"
        )

    @page
    def destination(self, ui: Page) -> Node:
        """Walks through folders until the button at the bottom takes the one that shows."""
        root = ROOTS[ui.get("root", "device")]
        path = existing(
            ui.files, ui.get("path") or (ui.args["start"] if "root" not in ui.record.state else root.folder)
        )
        if not path.startswith(root.folder):
            root = ROOTS["device"]
        entries = ordered(listing(ui.files, path), "name")

        def enter(entry: Entry) -> None:
            ui.put(path=entry.path, **{"scroll:files": None})

        def up() -> None:
            if path in (root.folder, ROOTS["device"].folder):
                ui.close()
            else:
                ui.put(path=split(path)[0], **{"scroll:files": None})

        body: Node = (
            file_list(ui, entries, (), enter, None, grey_files=True)
            if entries
            else empty_state(ui, "folder-outline", "No items")
        )
        label = ui.args["label"]
        bottom = row(
            button(ui, "Cancel", ui.close, rid="android:id/button2"),
            button(ui, label, lambda: ui.close(path), style="filled", rid="android:id/button1"),
            align="end", gap=8, pad=(16, 8), bg=ui.theme.surface_container, width=-1,
        )  # fmt: skip
        return scaffold(
            ui,
            app_bar(
                ui,
                f"{label} to\u2026",
                navigation=action(ui, "menu", "Show roots", lambda: ui.open("roots", folders=True)),
                actions=(
                    action(ui, "folder-plus-outline", "New folder", lambda: self.ask_folder(ui, path)),
                    overflow(ui, (("New folder", "ask_folder"),), path),
                ),
            ),
            breadcrumb(ui, root, path, lambda folder: ui.put(path=folder)),
            divider(ui),
            body,
            bottom=bottom,
            on_back=up,
        )

    # -- the drawer ----------------------------------------------------------------------------------

    @drawer
    def roots(self, ui: Page) -> Node:
        """The roots: all of them, or those that are folders."""
        only_folders = ui.args.get("folders", False)
        shown = [r for r in ROOTS.values() if r.folder or not only_folders]
        if not ui.prefs.flag("show_device", True):
            shown = [r for r in shown if r.key != "device"]
        items = [
            list_item(
                ui,
                r.label,
                leading=icon(ui, r.icon),
                on_tap=_showing(ui, r.key),
                selected=r.key == ui.args.get("current"),
            )
            for r in shown
        ]
        return column(
            space(0, 56),
            text(ui, "Files", HEADLINE_SMALL, pad=(dp(24), 0, 0, dp(16))),
            divider(ui),
            scroll(ui, "roots", *items),
            bg=ui.theme.surface_container,
            width=-1,
            height=-1,
            solid=True,
        )

    def show_root(self, ui: Page, key: str) -> None:
        """Goes to a root's first folder."""
        ui.put(root=key, path=ROOTS[key].folder or None, selection=None, searching=None, chip=None,
               **{"scroll:files": None, "scroll:grid": None, "text:query": None})  # fmt: skip


def existing(files: FileSystem, path: str) -> str:
    """The path, or the nearest folder above it that is still there."""
    while path and path != "/" and not files.is_dir(path):
        path = split(path)[0]
    return path


def archive_members(data: bytes) -> list[tuple[str, int]]:
    """(name, unpacked size) of everything in a ZIP; a folder's name ends in a slash."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, info.file_size) for info in archive.infolist()]


def _showing(ui: Page, key: str) -> Callable[[], None]:
    return lambda: ui.resolve("show_root", key)


def _packed(files: FileSystem, paths: Paths, stamp: tuple[int, int, int, int, int, int]) -> bytes:
    buffer = io.BytesIO()

    def add(path: str, name: str, archive: zipfile.ZipFile) -> None:
        if files.is_dir(path):
            archive.writestr(zipfile.ZipInfo(name + "/", stamp), b"")
            for child in files.listdir(path):
                add(join(path, child), f"{name}/{child}", archive)
        else:
            archive.writestr(zipfile.ZipInfo(name, stamp), files.read(path), zipfile.ZIP_DEFLATED)

    with zipfile.ZipFile(buffer, "w") as archive:
        for path in paths:
            add(path, split(path)[1], archive)
    return buffer.getvalue()


def _unpacked(data: bytes) -> list[tuple[str, Any]]:
    """(relative name, bytes or None for a folder); names that would leave the folder are refused."""
    out: list[tuple[str, Any]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if sum(info.file_size for info in infos) > _ARCHIVE_LIMIT:
            raise ValueError("the archive is too large")
        for info in infos:
            parts = [part for part in info.filename.split("/") if part]
            if not parts or ".." in parts or info.filename.startswith("/"):
                raise ValueError(f"{info.filename!r} is not a name inside an archive")
            out.append(("/".join(parts), None if info.is_dir() else archive.read(info)))
    return out
