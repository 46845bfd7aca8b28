"""Storage: what the phone's files and apps take up, by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.settings.frame import frame, item
from osgenesis.envs.android.sim.intents import ACTION_MAIN, Intent
from osgenesis.envs.android.sim.packages import Package
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, HEADLINE, Color, dp
from osgenesis.envs.android.sim.ui.widgets import button, column, row, text

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

TOTAL_BYTES = 128_000_000_000
SYSTEM_BYTES = 14_700_000_000
_SHARED = "/storage/emulated/0/"
_KINDS = {
    "Images": ("jpg", "jpeg", "png", "gif", "webp", "bmp", "svg"),
    "Videos": ("mp4", "mkv", "webm", "3gp", "avi", "mov"),
    "Audio": ("mp3", "m4a", "wav", "ogg", "flac", "aac"),
}  # fmt: skip
_KIND_OF = {ending: kind for kind, endings in _KINDS.items() for ending in endings}
_LOOK: dict[str, tuple[str, Color]] = {
    "Images": ("image-outline", (52, 168, 83)), "Videos": ("video-outline", (234, 67, 53)),
    "Audio": ("music-note", (161, 66, 244)),
    "Documents & other": ("file-document-outline", (251, 188, 4)), "Apps": ("apps", (66, 133, 244)),
    "System": ("cellphone-cog", (128, 134, 139)),
}  # fmt: skip


def app_bytes(package: Package) -> int:
    """Size of an app's code: invented, but the same for every phone."""
    return 4_200_000 + sum(ord(c) * i for i, c in enumerate(package.name)) % 971 * 97_000


class Usage(NamedTuple):
    """Bytes by kind, in the order they are shown."""

    kinds: dict[str, int]

    @property
    def used(self) -> int:
        """All bytes in use."""
        return sum(self.kinds.values())

    @property
    def summary(self) -> str:
        """How full it is, and what is free."""
        return f"{round(self.used * 100 / TOTAL_BYTES)}% used - {size_text(TOTAL_BYTES - self.used)} free"


def usage(phone: Phone) -> Usage:
    """Reads the file system: shared files by their ending, private ones as those of apps."""
    kinds = {
        "Images": 0,
        "Videos": 0,
        "Audio": 0,
        "Documents & other": 0,
        "Apps": sum(app_bytes(p) for p in phone.packages.all()),
        "System": SYSTEM_BYTES,
    }
    for path, node in phone.files.items():
        if node.is_dir:
            continue
        if path.startswith(_SHARED):
            kinds[_KIND_OF.get(path.rpartition(".")[2].lower(), "Documents & other")] += node.size
        elif path.startswith("/data/data/"):
            kinds["Apps"] += node.size
    return Usage(kinds)


def size_text(count: int) -> str:
    """Bytes as people read them: 0 B, 12 kB, 3.4 MB, 1.2 GB."""
    if count < 1000:
        return f"{count} B"
    value = float(count)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 1000:
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return f"{value / 1000:.1f} TB"


class StoragePages(App):
    """The Storage screen."""

    @page
    def storage(self, ui: Page) -> Node:
        """How full the phone is, and with what."""
        found = usage(ui.phone)
        width = ui.width - dp(48)
        pieces = []
        for kind, count in sorted(found.kinds.items(), key=lambda entry: -entry[1]):
            pieces.append(
                Node(
                    kind="box",
                    width=max(width * count // TOTAL_BYTES, dp(2) if count else 0),
                    height=dp(12),
                    bg=_LOOK[kind][1],
                )
            )
        bar = Node(kind="row", width=FILL, height=dp(12), bg=ui.theme.surface_high, radius=dp(6), children=pieces)
        head = column(
            text(ui, f"{size_text(found.used)} used", HEADLINE),
            row(text(ui, f"{round(found.used * 100 / TOTAL_BYTES)}% of storage used", BODY_MEDIUM, muted=True, grow=1),
                text(ui, f"{size_text(TOTAL_BYTES)} total", BODY_MEDIUM, muted=True), width=FILL),
            bar, gap=10, pad=(24, 4, 24, 16), width=FILL,
        )  # fmt: skip
        free = row(
            button(ui, "Free up space", lambda: _files(ui), style="tonal", icon_name="broom"), pad=(24, 0, 24, 8)
        )
        rows = [
            item(ui, kind, size_text(count), icon_name=_LOOK[kind][0], on_tap=_opener(ui, kind))
            for kind, count in found.kinds.items()
        ]
        return frame(ui, "Storage", head, free, *rows)


def _files(ui: Page) -> None:
    ui.start(Intent(ACTION_MAIN, package="com.google.android.documentsui"))


def _opener(ui: Page, kind: str) -> Callable[[], object]:
    if kind == "Apps":
        return lambda: ui.open("all_apps")
    if kind == "System":
        return lambda: ui.toast("System files can't be removed")
    return lambda: _files(ui)
