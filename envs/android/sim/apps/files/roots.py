"""The places that the Files app starts from: recent files, files by type, folders and the whole storage."""

from __future__ import annotations

from typing import NamedTuple

from osgenesis.envs.android.sim.apps.files.entries import Entry, everything, listing, ordered
from osgenesis.envs.android.sim.paths import SHARED
from osgenesis.envs.android.sim.storage import FileSystem

DEVICE = "sdk_gphone_x86_64"  # what this storage is called in AndroidWorld's goals
_RECENT_NS = 45 * 86_400 * 10**9
_RECENT_MOST = 64


class Root(NamedTuple):
    """One entry of the drawer. Without a folder it gathers files from everywhere by kind."""

    key: str
    label: str
    icon: str
    folder: str = ""
    kinds: frozenset[str] = frozenset()


ROOTS = {
    root.key: root
    for root in (
        Root("recent", "Recent", "clock-outline"),
        Root("images", "Images", "image-outline", kinds=frozenset({"image"})),
        Root("videos", "Videos", "video-outline", kinds=frozenset({"video"})),
        Root("audio", "Audio", "music-note-outline", kinds=frozenset({"audio"})),
        Root("documents", "Documents", "file-document-outline", kinds=frozenset({"text", "document"})),
        Root("downloads", "Downloads", "download", f"{SHARED}/Download"),
        Root("device", DEVICE, "cellphone", SHARED),
    )
}
CHIPS = (("images", "Images"), ("audio", "Audio"), ("videos", "Videos"), ("documents", "Documents"))


def contents(
    files: FileSystem, root: Root, path: str, *, query: str = "", chip: str = "", hidden: bool = False, now_ns: int = 0
) -> list[Entry]:
    """What a root shows at a path: one folder, or, with a search or a chip, everything below it that fits."""
    folder = path or root.folder
    if folder and not query and not chip:
        return listing(files, folder, hidden=hidden)
    found = everything(files, folder or SHARED, hidden=hidden, folders=bool(folder and query and not chip))
    if root.kinds:
        found = [e for e in found if e.kind in root.kinds]
    elif not folder:
        recent = [e for e in found if e.mtime_ns >= now_ns - _RECENT_NS]
        found = ordered(recent, "date", descending=True)[:_RECENT_MOST]
    if chip:
        found = [e for e in found if e.kind in ROOTS[chip].kinds]
    words = query.casefold()
    return [e for e in found if words in e.name.casefold()] if words else found
