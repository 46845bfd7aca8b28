"""Opening a file from the Files app: another app, picture and text viewer, a look into an archive, its details."""

from __future__ import annotations

import zipfile
from typing import Any

from osgenesis.envs.android.sim.app import page, sheet
from osgenesis.envs.android.sim.apps.files.entries import (
    Entry,
    date_text,
    entry_at,
    everything,
    kind_of,
    mime_of,
    shown_path,
    size_text,
    type_name,
)
from osgenesis.envs.android.sim.apps.files.operations import Operations, Paths, archive_members
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import split
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, FILL, TITLE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    avatar,
    back_button,
    button,
    column,
    empty_state,
    icon,
    lazy_list,
    list_item,
    overflow,
    picture,
    row,
    scaffold,
    scroll,
    text,
)

_TEXT_SHOWN = 20_000  # characters of a text that the viewer shows
_OWN_VIEWER = {"image": "image", "text": "reader", "archive": "archive"}


class Viewers(Operations):
    """The part of the Files app that looks into files."""

    def open_file(self, ui: Page, path: str) -> None:
        """Shows a file with the one app for it, asks which of several, or falls back on the app's own viewer."""
        intent = Intent(ACTION_VIEW, data=f"file://{path}", mime=mime_of(path))
        others = [(app, component) for app, component in ui.phone.handlers(intent) if app.package != self.package]
        own = _OWN_VIEWER.get(kind_of(path), "")
        if len(others) == 1 and own != "archive":
            ui.start(intent.to(others[0][1]), then="returned")
        elif others and own != "archive":
            ui.open("open_with", path=path)
        elif own:
            ui.open(own, path=path)
        else:
            ui.snack("No app can open this file")

    def start_other(self, ui: Page, intent: Intent) -> None:
        """The app for a file was chosen; BACK there comes back here."""
        ui.start(intent, then="returned")

    def returned(self, ui: Page, result: object, _: object) -> None:
        """The other app has closed; it has nothing to tell."""

    def ask_open_with(self, ui: Page, paths: Paths) -> None:
        """Menu entry."""
        ui.put(selection=None)
        ui.open("open_with", path=paths[0])

    @sheet
    def open_with(self, ui: Page) -> Node:
        """The apps that can show a file."""
        path = ui.args["path"]
        intent = Intent(ACTION_VIEW, data=f"file://{path}", mime=mime_of(path))
        rows = []
        for app, component in ui.phone.handlers(intent):
            if app.package != self.package:
                rows.append(
                    list_item(
                        ui,
                        app.label,
                        leading=avatar(ui, app.label, 40, app.color),
                        on_tap=_starter(ui, intent.to(component)),
                    )
                )
        own = _OWN_VIEWER.get(kind_of(path), "")
        if own:
            rows.append(
                list_item(
                    ui, "Quick view", leading=icon(ui, "eye-outline", 40), on_tap=lambda: ui.replace(own, path=path)
                )
            )
        if not rows:
            rows.append(list_item(ui, "No app can open this file", disabled=True))
        return column(
            text(ui, "Open with", TITLE, pad=(dp(16), dp(16), 0, dp(8))), *rows, pad=(0, 8, 0, 24), width=FILL
        )

    @page
    def image(self, ui: Page) -> Node:
        """A picture on black."""
        path = ui.args["path"]
        if not ui.files.is_file(path):
            return self._gone(ui)
        box = Node(kind="box", grow=1, bg=(0, 0, 0), children=(picture(path, FILL, FILL, desc=split(path)[1]),))
        return scaffold(ui, self._viewer_bar(ui, path), box, bg=(0, 0, 0))

    @page
    def reader(self, ui: Page) -> Node:
        """A text, for reading only."""
        path = ui.args["path"]
        if not ui.files.is_file(path):
            return self._gone(ui)
        content = ui.files.read_text(path)
        shown = content[:_TEXT_SHOWN] + ("\u2026" if len(content) > _TEXT_SHOWN else "")
        body = text(ui, shown, BODY) if shown else text(ui, "This file is empty", BODY, muted=True)
        return scaffold(ui, self._viewer_bar(ui, path), scroll(ui, "text", body, pad=(20, 12, 20, 32)))

    @page
    def archive(self, ui: Page) -> Node:
        """What is in a ZIP file."""
        path = ui.args["path"]
        if not ui.files.is_file(path):
            return self._gone(ui)
        try:
            members = archive_members(ui.files.read(path))
        except (zipfile.BadZipFile, OSError, ValueError):
            return scaffold(
                ui, self._viewer_bar(ui, path), empty_state(ui, "folder-zip-outline", "This archive can\u2019t be read")
            )

        def member(i: int) -> Node:
            name, size = members[i]
            folder = name.endswith("/")
            return list_item(ui, name.rstrip("/"), "Folder" if folder else size_text(size),
                             leading=icon(ui, "folder" if folder else Entry(name, name, False, 0, 0).icon))  # fmt: skip

        bottom = row(
            button(ui, "Extract", lambda: self.ask_extract(ui, (path,)), style="filled"),
            align="end",
            pad=(16, 8),
            width=FILL,
        )
        return scaffold(
            ui, self._viewer_bar(ui, path), lazy_list(ui, "members", len(members), member, 72), bottom=bottom
        )

    def _viewer_bar(self, ui: Page, path: str) -> Node:
        items = (("Open with", "ask_open_with"), ("Get info", "show_info"))
        return app_bar(
            ui,
            split(path)[1],
            navigation=back_button(ui),
            actions=(
                action(ui, "share-variant", "Share", lambda: self.share_files(ui, (path,))),
                overflow(ui, items, (path,)),
            ),
        )

    def _gone(self, ui: Page) -> Node:
        return scaffold(
            ui,
            app_bar(ui, "", navigation=back_button(ui)),
            empty_state(ui, "file-outline", "This file no longer exists"),
        )

    def show_info(self, ui: Page, paths: Paths) -> None:
        """Menu entry."""
        ui.put(selection=None)
        ui.open("info", path=paths[0])

    @page
    def info(self, ui: Page) -> Node:
        """Name, type, size, date and place of a file or folder."""
        path = ui.args["path"]
        if not ui.files.exists(path):
            return self._gone(ui)
        entry = entry_at(ui.files, path)
        facts: list[tuple[str, str]] = [("Name", entry.name), ("Type", type_name(entry))]
        if entry.is_dir:
            inside = everything(ui.files, path, hidden=True)
            facts += [("Files", str(len(inside))), ("Size", size_text(sum(e.size for e in inside)))]
        else:
            facts.append(("Size", f"{size_text(entry.size)} ({entry.size:,} bytes)"))
        facts += [
            ("Modified", date_text(ui.phone, entry.mtime_ns, time=True)),
            ("Location", shown_path(split(path)[0])),
        ]
        from osgenesis.envs.android.sim.ui.images import probe  # loads Pillow

        size = probe(ui.files.read(path)) if entry.kind == "image" else None
        if size:
            facts.append(("Dimensions", f"{size[0]} x {size[1]}"))
        rows: list[Node] = [list_item(ui, value, overline=label, title_lines=4) for label, value in facts]
        head = row(icon(ui, entry.icon, 72, color=ui.theme.primary), align="center", width=FILL, pad=(0, 24))
        return scaffold(
            ui, app_bar(ui, "Info", navigation=back_button(ui)), scroll(ui, "info", head, *rows, pad=(0, 0, 0, 24))
        )


def _starter(ui: Page, intent: Intent) -> Any:
    def start() -> None:
        ui.resolve("start_other", intent)

    return start
