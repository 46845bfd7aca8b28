"""The camera's pictures: a strip to look through them, their details, and the camera's settings. Part of Camera."""

from __future__ import annotations

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import FILL, LABEL, Color, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    empty_state,
    icon,
    list_item,
    picture,
    scaffold,
    scroll,
    section,
    switch_item,
    text,
)

PICTURES, MOVIES = "/storage/emulated/0/Pictures", "/storage/emulated/0/Movies"
PHOTO_SIZE = (320, 240)  # px of the files; small, for the bytes are uncompressed
FILM_SIZE = (96, 72)
QUALITIES = ("(4:3) 12.2 megapixels", "(16:9) 9.1 megapixels", "(4:3) 3.1 megapixels")
FILM_QUALITIES = ("HD 1080p", "HD 720p", "SD 480p")
WHITE: Color = (255, 255, 255)
FILM_SUFFIX = ".mp4"
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


class Gallery(App):
    """What has been taken, and the settings."""

    # -- the film strip --------------------------------------------------------------------------------

    @page
    def strip(self, ui: Page) -> Node:
        """One photo or film after the other, newest first."""
        paths = media_files(ui.phone)
        if not paths:
            return scaffold(
                ui,
                app_bar(ui, "", navigation=back_button(ui)),
                empty_state(ui, "image-off-outline", "No photos or videos"),
            )
        at = min(ui.get("at", 0), len(paths) - 1)
        path = paths[at]
        name = path.rpartition("/")[2]
        width = min(ui.width, (ui.height - ui.inset_top - ui.inset_bottom - dp(80)) * 4 // 3)
        shown = picture(path, width, width * 3 // 4, desc=name, gravity="cc")
        if is_film(path):
            shown.on_tap = lambda: self._play(ui, path)
            shown.children = (icon(ui, "play-circle-outline", 64, color=WHITE, gravity="cc"),)

        def turn(way: str) -> None:
            ui.put(at=max(0, min(at + (1 if way == "left" else -1), len(paths) - 1)))

        return scaffold(
            ui,
            app_bar(
                ui,
                name,
                subtitle=f"{at + 1} of {len(paths)}",
                navigation=back_button(ui),
                actions=(
                    action(
                        ui,
                        "share-variant",
                        "Share",
                        lambda: ui.share(mime="video/*" if is_film(path) else "image/*", stream=path),
                    ),
                    action(ui, "information-outline", "Details", lambda: ui.open("details", path=path)),
                    action(
                        ui,
                        "delete-outline",
                        "Delete",
                        lambda: ui.confirm("Delete this item?", name, ok="Delete", then="delete", data=path),
                    ),
                ),
            ),
            Node(
                kind="box",
                grow=1,
                on_swipe=turn,
                width=FILL,
                children=(shown,),
            ),
        )

    def _play(self, ui: Page, path: str) -> None:
        ui.start(Intent(ACTION_VIEW, data=f"file://{path}", mime="video/mp4"))

    def delete(self, ui: Page, _: bool, path: str) -> None:
        """Deletes a photo or film."""
        if ui.files.exists(path):
            ui.files.remove(path)
            ui.toast("Deleted")

    @page
    def details(self, ui: Page) -> Node:
        """Name, time, size."""
        from osgenesis.envs.android.sim.ui.images import probe  # Pillow is imported only where a picture is read

        path = ui.args["path"]
        bar = app_bar(ui, "Details", navigation=back_button(ui))
        if not ui.files.exists(path):
            return scaffold(ui, bar, empty_state(ui, "image-off-outline", "This item no longer exists"))
        node = ui.files.stat(path)
        taken = ui.phone.local_time(node.mtime_ns // 1_000_000)
        size = FILM_SIZE if is_film(path) else probe(ui.files.read(path)) or PHOTO_SIZE
        facts = (
            ("Title", path.rpartition("/")[2]),
            ("Time", f"{taken:%b} {taken.day}, {taken:%Y %H:%M:%S}"),
            ("Width", str(size[0])),
            ("Height", str(size[1])),
            ("File size", f"{node.size / 1024:.1f} KB"),
            ("Path", path),
        )
        return scaffold(
            ui, bar, scroll(ui, "details", *(list_item(ui, title, value, subtitle_lines=2) for title, value in facts))
        )

    # -- settings --------------------------------------------------------------------------------------

    @page
    def settings(self, ui: Page) -> Node:
        """Resolutions, location, grid lines."""
        prefs = ui.prefs
        quality, film = prefs.number("quality"), prefs.number("film_quality")
        return scaffold(
            ui,
            app_bar(ui, "Camera settings", navigation=back_button(ui)),
            scroll(
                ui,
                "settings",
                section(ui, "Resolution & quality"),
                list_item(
                    ui,
                    "Back camera photo",
                    QUALITIES[quality % 3],
                    on_tap=lambda: ui.choose(
                        "Back camera photo", QUALITIES, quality, then="set_number", data="quality"
                    ),
                ),
                list_item(
                    ui,
                    "Back camera video",
                    FILM_QUALITIES[film % 3],
                    on_tap=lambda: ui.choose(
                        "Back camera video", FILM_QUALITIES, film, then="set_number", data="film_quality"
                    ),
                ),
                section(ui, "Advanced"),
                switch_item(ui, "Save location", prefs.flag("location"), lambda on: prefs.put("location", on)),
                switch_item(ui, "Grid lines", prefs.flag("grid"), lambda on: prefs.put("grid", on)),
                section(ui, "About"),
                list_item(ui, "Version", self.version),
                text(
                    ui,
                    "Photos are saved in Pictures, videos in Movies.",
                    LABEL,
                    muted=True,
                    pad=(dp(16), dp(8), dp(16), dp(16)),
                ),
            ),
        )

    def set_number(self, ui: Page, index: int, key: str) -> None:
        """A resolution was chosen."""
        ui.prefs.put(key, index)


def media_files(phone: Phone) -> list[str]:
    """Photos and films, newest first."""
    found = []
    for folder, suffixes in ((PICTURES, _SUFFIXES), (MOVIES, (FILM_SUFFIX,))):
        if phone.files.is_dir(folder):
            found += [f"{folder}/{name}" for name in phone.files.listdir(folder) if name.lower().endswith(suffixes)]
    return sorted(found, key=lambda path: (-phone.files.stat(path).mtime_ns, path))


def newest_media(phone: Phone) -> str | None:
    """The newest photo or film."""
    return next(iter(media_files(phone)), None)


def is_film(path: str) -> bool:
    """Whether a path is that of a film."""
    return path.lower().endswith(FILM_SUFFIX)
