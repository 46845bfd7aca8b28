"""Camera: photos into Pictures, films into Movies, and a film strip to look through them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osgenesis.envs.android.sim.app import Filter, page
from osgenesis.envs.android.sim.apps.camera_gallery import (
    FILM_QUALITIES,
    FILM_SIZE,
    FILM_SUFFIX,
    MOVIES,
    PHOTO_SIZE,
    PICTURES,
    QUALITIES,
    WHITE,
    Gallery,
    is_film,
    newest_media,
)
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, HEADLINE_SMALL, Color, dp, tinted
from osgenesis.envs.android.sim.ui.widgets import (
    column,
    icon,
    picture,
    row,
    space,
    text,
)
from osgenesis.envs.core.vocabulary import FolderWords, SettingWords, Vocabulary

PACKAGE = "com.android.camera2"
VIEW_SIZE = (540, 720)
MOST_FILM_FRAMES = 8
FLASH = (("flash-off", "Off"), ("flash-auto", "Auto"), ("flash", "On"))
TIMERS = (0, 3, 10)
BLACK: Color = (0, 0, 0)
RED: Color = (229, 57, 53)
_BAR_PX = dp(64)  # the options above the view


class Camera(Gallery):
    """The camera."""

    package = PACKAGE
    label = "Camera"
    icon = "camera"
    color = (84, 110, 122)
    theme = tinted((69, 90, 100))
    dark_theme = tinted((69, 90, 100), dark=True)
    version = "2.0.002"
    launcher = "com.android.camera.CameraLauncher"
    activities = {launcher: "viewfinder", "com.android.camera.CaptureActivity": "viewfinder"}
    filters = (
        Filter("android.media.action.IMAGE_CAPTURE", "com.android.camera.CaptureActivity"),
        Filter("android.media.action.STILL_IMAGE_CAMERA", launcher),
        Filter("android.media.action.VIDEO_CAMERA", launcher),
    )
    permissions = ("android.permission.CAMERA", "android.permission.RECORD_AUDIO")
    vocabulary = Vocabulary.of(
        FolderWords(PICTURES + "/", "Camera", "photo"),
        FolderWords(MOVIES + "/", "Camera", "video"),
        SettingWords(f"prefs/{PACKAGE}/flash", "Camera", "flash", {"0": "off", "1": "auto", "2": "on"}, "choice"),
        SettingWords(
            f"prefs/{PACKAGE}/timer",
            "Camera",
            "countdown timer",
            {"0": "off", "3": "3 seconds", "10": "10 seconds"},
            "choice",
        ),
        SettingWords(f"prefs/{PACKAGE}/grid", "Camera", "grid lines", {"true": "on", "false": "off"}),
        SettingWords(f"prefs/{PACKAGE}/hdr", "Camera", "HDR+", {"true": "on", "false": "off"}),
        SettingWords(f"prefs/{PACKAGE}/location", "Camera", "saving of locations", {"true": "on", "false": "off"}),
        SettingWords(f"prefs/{PACKAGE}/front", "Camera", "camera", {"true": "front", "false": "back"}, "choice"),
        SettingWords(
            f"prefs/{PACKAGE}/quality",
            "Camera",
            "photo resolution",
            {str(i): q for i, q in enumerate(QUALITIES)},
            "choice",
        ),
        SettingWords(
            f"prefs/{PACKAGE}/film_quality",
            "Camera",
            "video resolution",
            {str(i): q for i, q in enumerate(FILM_QUALITIES)},
            "choice",
        ),
        SettingWords(f"prefs/{PACKAGE}/shots", "Camera", "", kind="hidden"),
    )

    def install(self, phone: Phone) -> None:
        """The two folders."""
        for folder in (PICTURES, MOVIES):
            phone.files.mkdir(folder, parents=True, exist_ok=True)

    def receive(self, phone: Phone, intent: Intent) -> Any:
        """The countdown ran out."""
        if intent.action == "shutter":
            found = phone.stack.find_page(intent.extra("data", 0))
            if found is not None:
                self._shoot(phone.activities.page(*found))
        return None

    def on_pause(self, ui: Page) -> None:
        """A film ends and a countdown stops when something else comes before the camera."""
        if ui.record.name == "viewfinder":
            self._interrupt(ui)

    # -- viewfinder ------------------------------------------------------------------------------------

    @page
    def viewfinder(self, ui: Page) -> Node:
        """What the lens sees, and the controls around it."""
        film = self._films(ui)
        since = ui.get("recording")
        upright = ui.height > ui.width
        high = ui.height - ui.inset_top - ui.inset_bottom
        width, height = (ui.width, ui.width * 4 // 3) if upright else (high * 4 // 3, high)
        if upright:  # on a screen that is not tall the view gives way to the controls
            height = min(height, high - dp(252))
        view = Node(
            kind="box",
            width=width,
            height=height,
            draw=("image", self._scene(ui), 0),
            cls="android.view.TextureView",
            desc="Viewfinder",
            on_tap=lambda: ui.put(aim=ui.phone.system.last_touch),
            on_swipe=lambda way: self._mode(ui, film=way == "left") if not since else None,
            children=(*self._grid(ui, width, height), *self._aim(ui, width, height)),
        )
        bar = self._recording(ui, since) if since else self._options(ui, film)
        controls = (Node(kind="box", grow=1), self._modes(ui, film, since), self._shutter(ui, film, since))
        if upright:
            children: tuple[Node, ...] = (bar, view, *controls)
        else:
            side = Node(kind="column", grow=1, height=high, children=(bar, *controls))
            children = (row(view, side, cross="start"),)
        return Node(
            kind="column",
            width=FILL,
            height=FILL,
            bg=BLACK,
            pad=(0, ui.inset_top, 0, ui.inset_bottom),
            cls="android.widget.FrameLayout",
            on_back=lambda: self._leave(ui),
            children=children,
        )

    def _open(self, ui: Page, name: str) -> None:
        self._interrupt(ui)
        ui.open(name)

    def _leave(self, ui: Page) -> None:
        self._interrupt(ui)
        ui.close()

    def _interrupt(self, ui: Page) -> None:
        since = ui.get("recording")
        if since:
            self._stop(ui, since)
        if ui.get("counting"):
            self._stop_countdown(ui)

    def _aim(self, ui: Page, width: int, height: int) -> tuple[Node, ...]:
        """The ring where the lens was told to focus."""
        aim = ui.get("aim")
        if aim is None or not (0 <= aim[0] < width):
            return ()
        top = ui.inset_top + (_BAR_PX if ui.height > ui.width else 0)
        ring = Node(kind="box", width=dp(64), height=dp(64), radius=dp(32), border=(WHITE, dp(2)),
                    at=(aim[0], min(max(aim[1] - top, 0), height)))  # fmt: skip
        return (Node(kind="absolute", width=width, height=height, children=(ring,)),)

    def _films(self, ui: Page) -> bool:
        return bool(ui.get("film", ui.intent.action == "android.media.action.VIDEO_CAMERA"))

    def _scene(self, ui: Page) -> str:
        """The scene before the lens changes with the day and from shot to shot."""
        seed = ui.now().toordinal() * 7 + ui.prefs.number("shots") * 2 + ui.prefs.flag("front")
        return f"photo:{seed}:{VIEW_SIZE[0]}x{VIEW_SIZE[1]}"

    def _grid(self, ui: Page, width: int, height: int) -> tuple[Node, ...]:
        lines = []
        if ui.prefs.flag("grid"):
            thin, faint = 2, (255, 255, 255, 120)
            for part in (1, 2):
                lines.append(
                    Node(
                        kind="box",
                        width=FILL,
                        height=FILL,
                        draw=("line", faint, thin, (width * part // 3, 0), (width * part // 3, height)),
                    )
                )
                lines.append(
                    Node(
                        kind="box",
                        width=FILL,
                        height=FILL,
                        draw=("line", faint, thin, (0, height * part // 3), (width, height * part // 3)),
                    )
                )
        return tuple(lines)

    def _options(self, ui: Page, film: bool) -> Node:
        prefs = ui.prefs
        flash, timer = prefs.number("flash"), prefs.number("timer")
        name, word = FLASH[flash % 3]
        if film:
            name, word = ("flashlight", "On") if flash else ("flashlight-off", "Off")
        next_flash = (0 if flash else 2) if film else (flash + 1) % 3  # the light of a film is on or off
        items = [
            self._control(ui, "cog", "Settings", lambda: self._open(ui, "settings")),
            self._control(ui, name, f"Flash {word.lower()}", lambda: prefs.put("flash", next_flash)),
        ]
        if not film:
            following = TIMERS[(TIMERS.index(timer) + 1) % 3] if timer in TIMERS else 0
            items.append(
                self._control(
                    ui,
                    f"timer-{timer}" if timer in (3, 10) else "timer-off-outline",
                    f"Countdown timer duration is set to {timer} seconds" if timer else "Countdown timer is off",
                    lambda: prefs.put("timer", following),
                )
            )
            hdr = prefs.flag("hdr")
            items.append(
                self._control(
                    ui, "hdr" if hdr else "hdr-off", f"HDR+ {'on' if hdr else 'off'}", lambda: prefs.put("hdr", not hdr)
                )
            )
        grid = prefs.flag("grid")
        items.append(
            self._control(
                ui,
                "grid" if grid else "grid-off",
                f"Grid lines {'on' if grid else 'off'}",
                lambda: prefs.put("grid", not grid),
            )
        )
        front = prefs.flag("front")
        items.append(
            self._control(
                ui,
                "camera-flip-outline",
                f"Switch to {'back' if front else 'front'} camera",
                lambda: prefs.put("front", not front),
            )
        )
        return row(*items, align="between", width=FILL, height=_BAR_PX, pad=(16, 0))

    def _recording(self, ui: Page, since: int) -> Node:
        elapsed = max(ui.seconds() - since // 1000, 0)
        return row(
            Node(kind="icon", size=dp(14), draw=("rrect", (229, 57, 53), dp(7))),
            text(
                ui,
                f"{elapsed // 60:02d}:{elapsed % 60:02d}",
                HEADLINE_SMALL,
                color=WHITE,
                rid=f"{PACKAGE}:id/recording_time",
            ),
            gap=12,
            align="center",
            width=FILL,
            height=_BAR_PX,
        )

    def _control(self, ui: Page, name: str, desc: str, on_tap: Callable[[], object]) -> Node:
        return Node(
            kind="box",
            width=dp(48),
            height=dp(48),
            desc=desc,
            on_tap=on_tap,
            cls="android.widget.ImageButton",
            children=(icon(ui, name, 24, color=WHITE, gravity="cc"),),
        )

    def _modes(self, ui: Page, film: bool, since: Any) -> Node:
        def tab(label: str, wants_film: bool) -> Node:
            active = film == wants_film
            return text(
                ui,
                label,
                BODY_MEDIUM,
                color=WHITE if active else (170, 170, 170),
                weight="bold" if active else "regular",
                on_tap=None if since else lambda: self._mode(ui, film=wants_film),
                pad=(dp(16), dp(10), dp(16), dp(10)),
                bg=(70, 76, 80) if active else None,
                radius=dp(18),
                desc=f"Switch to {label} Mode",
            )

        return row(tab("Camera", False), tab("Video", True), gap=12, align="center", width=FILL)

    def _mode(self, ui: Page, *, film: bool) -> None:
        if ui.get("counting"):
            self._stop_countdown(ui)
        ui.put(film=film)

    def _shutter(self, ui: Page, film: bool, since: Any) -> Node:
        newest = newest_media(ui.phone)
        thumb: Node = space(56, 56)
        if newest and not since:
            desc = "Most recent video" if is_film(newest) else "Most recent photo"
            thumb = picture(newest, dp(56), dp(56), radius=28, desc=desc, on_tap=lambda: self._open(ui, "strip"))
        label, face = "Take photo", WHITE
        if film:
            label, face = "Stop recording" if since else "Start recording", RED
        button = Node(
            kind="box",
            width=dp(76),
            height=dp(76),
            radius=dp(38),
            border=(WHITE, dp(4)),
            desc=label,
            cls="android.widget.ImageView",
            rid=f"{PACKAGE}:id/shutter_button",
            on_tap=lambda: self._press(ui, film, since),
            children=(
                Node(
                    kind="icon",
                    size=dp(30 if since else 58),
                    gravity="cc",
                    draw=("rrect", face, dp(4 if since else 29)),
                ),
            ),
        )
        waiting = ui.get("counting")
        middle = column(
            *([text(ui, str(max(waiting // 1000 - ui.seconds(), 1)), HEADLINE_SMALL, color=WHITE)] if waiting else []),
            button,
            gap=4,
            cross="center",
        )
        return row(thumb, middle, space(56, 56), align="between", width=FILL, pad=(40, 20, 40, 28))

    # -- shooting --------------------------------------------------------------------------------------

    def _press(self, ui: Page, film: bool, since: Any) -> None:
        if film:
            if since:
                self._stop(ui, since)
            else:
                ui.put(recording=ui.phone.clock.now_ms)
            return
        seconds = ui.prefs.number("timer")
        if ui.get("counting"):
            self._stop_countdown(ui)
        elif seconds:
            ui.put(counting=ui.phone.clock.now_ms + seconds * 1000)
            ui.phone.alarms.set_after(seconds * 1000, PACKAGE, "shutter", ui.record.uid)
        else:
            self._shoot(ui)

    def _stop_countdown(self, ui: Page) -> None:
        ui.put(counting=None)
        ui.phone.alarms.cancel(PACKAGE, "shutter", ui.record.uid)

    def _shoot(self, ui: Page) -> None:
        from osgenesis.envs.android.sim.media import png
        from osgenesis.envs.android.sim.ui.images import photo

        ui.put(counting=None, aim=None)
        path = self._new_path(ui, PICTURES, "IMG", ".png")
        seed = int(self._scene(ui).split(":")[1])
        ui.files.write(path, png(photo(seed, *PHOTO_SIZE)), parents=True)
        ui.prefs.put("shots", ui.prefs.number("shots") + 1)
        if ui.activity.cls.endswith("CaptureActivity"):
            ui.finish(path)

    def _stop(self, ui: Page, since: int) -> None:
        from osgenesis.envs.android.sim.media import movie, png
        from osgenesis.envs.android.sim.ui.images import photo

        now = ui.phone.clock.now_ms
        seed = int(self._scene(ui).split(":")[1])
        count = max(1, min((now - since) // 1000, MOST_FILM_FRAMES))
        frames = [png(photo(seed + i, *FILM_SIZE)) for i in range(count)]
        path = self._new_path(ui, MOVIES, "VID", FILM_SUFFIX)
        ui.files.write(path, movie(frames, *FILM_SIZE, max(now - since, 1), now // 1000), parents=True)
        ui.prefs.put("shots", ui.prefs.number("shots") + 1)
        ui.put(recording=None)

    def _new_path(self, ui: Page, folder: str, prefix: str, suffix: str) -> str:
        stem = f"{folder}/{prefix}_{ui.phone.clock.local():%Y%m%d_%H%M%S}"
        path, number = stem + suffix, 1
        while ui.files.exists(path):
            path, number = f"{stem}_{number}{suffix}", number + 1
        return path
