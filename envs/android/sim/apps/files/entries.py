"""Files as file managers show them: listing, sorting, kinds, sizes and dates; copying and moving with free names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from osgenesis.envs.android.sim.paths import SHARED, canonical, join, split, suffix
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.storage_errors import FsError

_NS_PER_MS = 1_000_000

_TYPES = {
    "image": {
        "jpg": "jpeg",
        "jpeg": "jpeg",
        "png": "png",
        "gif": "gif",
        "webp": "webp",
        "bmp": "bmp",
        "svg": "svg+xml",
    },
    "video": {"mp4": "mp4", "mkv": "x-matroska", "webm": "webm", "3gp": "3gpp", "mov": "quicktime", "avi": "x-msvideo"},
    "audio": {"mp3": "mpeg", "m4a": "mp4", "wav": "x-wav", "ogg": "ogg", "flac": "flac", "aac": "aac", "opus": "opus"},
    "text": {
        "txt": "plain",
        "md": "markdown",
        "csv": "csv",
        "html": "html",
        "htm": "html",
        "xml": "xml",
        "log": "plain",
        "ini": "plain",
        "py": "x-python",
        "vcf": "x-vcard",
        "ics": "calendar",
        "org": "plain",
        "yaml": "yaml",
        "tex": "x-tex",
    },
    "application": {
        "pdf": "pdf",
        "zip": "zip",
        "json": "json",
        "apk": "vnd.android.package-archive",
        "gpx": "gpx+xml",
        "doc": "msword",
        "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
        "db": "x-sqlite3",
    },
}
MIME = {end: f"{group}/{kind}" for group, kinds in _TYPES.items() for end, kind in kinds.items()}
_DOCUMENTS = frozenset({"application/pdf", "application/json", "application/msword", MIME["docx"]})
_KIND_ICONS = {
    "folder": "folder",
    "image": "image-outline",
    "video": "video-outline",
    "audio": "music-note",
    "text": "file-document-outline",
    "document": "file-document-outline",
    "archive": "folder-zip-outline",
    "apk": "android",
    "other": "file-outline",
}
_KIND_NAMES = {"image": "image", "video": "video", "audio": "audio", "text": "document", "document": "document"}


class Entry(NamedTuple):
    """A file or folder in a listing."""

    path: str
    name: str
    is_dir: bool
    size: int
    mtime_ns: int

    @property
    def kind(self) -> str:
        """folder, image, video, audio, text, document, archive, apk or other."""
        return "folder" if self.is_dir else kind_of(self.name)

    @property
    def icon(self) -> str:
        """A Material Design icon for the kind."""
        return _KIND_ICONS[self.kind]


def mime_of(name: str) -> str:
    """The media type that a file's name stands for."""
    return MIME.get(suffix(name), "application/octet-stream")


def kind_of(name: str) -> str:
    """image, video, audio, text, document, archive, apk or other."""
    mime = mime_of(name)
    group = mime.partition("/")[0]
    if group != "application":
        return group
    if mime in _DOCUMENTS:
        return "document"
    return {MIME["zip"]: "archive", MIME["apk"]: "apk"}.get(mime, "other")


def type_name(entry: Entry) -> str:
    """What a listing calls the type: `Folder`, `TXT document`, `PNG image`, `GPX file`."""
    if entry.is_dir:
        return "Folder"
    end, noun = suffix(entry.name).upper(), _KIND_NAMES.get(entry.kind, "file")
    return f"{end} {noun}" if end else noun.capitalize()


def entry_at(files: FileSystem, path: str) -> Entry:
    """The entry of one path."""
    node = files.stat(path)
    return Entry(path, split(path)[1], node.is_dir, node.size, node.mtime_ns)


def listing(files: FileSystem, folder: str, *, hidden: bool = False) -> list[Entry]:
    """What a folder holds, by name; names with a leading dot only with `hidden`. A missing folder holds nothing."""
    if not files.is_dir(folder):
        return []
    return [entry_at(files, join(folder, name)) for name in files.listdir(folder) if hidden or not name.startswith(".")]


def everything(files: FileSystem, folder: str, *, hidden: bool = False, folders: bool = False) -> list[Entry]:
    """All files (and folders) at any depth below a folder."""
    found: list[Entry] = []
    if not files.is_dir(folder):
        return found
    for entry in listing(files, folder, hidden=hidden):
        if entry.is_dir:
            if folders:
                found.append(entry)
            found += everything(files, entry.path, hidden=hidden, folders=folders)
        else:
            found.append(entry)
    return found


def ordered(entries: Iterable[Entry], by: str, *, descending: bool = False, folders_first: bool = True) -> list[Entry]:
    """Sorted by name, date, size or type; ties by name."""
    found = sorted(entries, key=lambda e: (e.name.casefold(), e.name), reverse=descending and by == "name")
    if by == "date":
        found.sort(key=lambda e: e.mtime_ns, reverse=descending)
    elif by == "size":
        found.sort(key=lambda e: 0 if e.is_dir else e.size, reverse=descending)
    elif by == "type":
        found.sort(key=lambda e: "" if e.is_dir else suffix(e.name), reverse=descending)
    if folders_first:
        found.sort(key=lambda e: not e.is_dir)
    return found


def size_text(size: int) -> str:
    """`0 B`, `1.23 kB`, `45.6 MB`, as Android writes sizes."""
    amount, unit = float(size), "B"
    for larger in ("kB", "MB", "GB"):
        if amount < 900:
            break
        amount, unit = amount / 1000, larger
    if unit == "B":
        return f"{size} B"
    return f"{amount:.2f} {unit}" if amount < 10 else f"{amount:.1f} {unit}" if amount < 100 else f"{amount:.0f} {unit}"


def date_text(phone: Phone, mtime_ns: int, *, time: bool = False) -> str:
    """`Oct 15`, with the year where it is another one; with `time` also the time of day."""
    moment = phone.local_time(mtime_ns // _NS_PER_MS)
    today = phone.local_time(phone.read_clock(86_400_000))
    day = f"{moment:%b} {moment.day}" + ("" if moment.year == today.year and not time else f", {moment.year}")
    if not time:
        return day
    clock = f"{moment:%H:%M}" if phone.is_24_hour else f"{moment.hour % 12 or 12}:{moment:%M} {moment:%p}"
    return f"{day} {clock}"


def problem_with(files: FileSystem, folder: str, name: str) -> str:
    """Why nothing new can be called `name` in a folder; empty when it can."""
    if not name or name in (".", ".."):
        return "A name is needed"
    if "/" in name or "\0" in name:
        return "A name can't contain a slash"
    if len(name.encode("utf-8", "replace")) > 255:
        return "This name is too long"
    return f"\u201c{name}\u201d already exists" if files.exists(join(folder, name)) else ""


def free_name(files: FileSystem, folder: str, name: str) -> str:
    """`name`, or `name (1)`, `name (2)` ... where it is taken."""
    stem, end = name, ""
    if suffix(name):
        stem, _, end = name.rpartition(".")
        end = "." + end
    free, count = name, 0
    while files.exists(join(folder, free)):
        count += 1
        free = f"{stem} ({count}){end}"
    return free


def transfer(files: FileSystem, paths: Sequence[str], folder: str, *, move: bool) -> tuple[list[str], str]:
    """Copies or moves files and folders into a folder, under free names: (new paths, what went wrong or empty)."""
    done: list[str] = []
    for path in paths:
        if move and split(canonical(path))[0] == canonical(folder):
            continue  # it is there already
        target = join(folder, free_name(files, folder, split(path)[1]))
        try:
            if (canonical(folder) + "/").startswith(canonical(path) + "/"):
                return done, f"\u201c{split(path)[1]}\u201d can't be put into itself"
            if move:
                files.rename(path, target)
            else:
                files.copytree(path, target)
        except FsError as error:
            return done, f"{split(path)[1]}: {error.reason}"
        done.append(target)
    return done, ""


def count_text(paths: Sequence[str]) -> str:
    """`1 item` or `3 items`."""
    return f"{len(paths)} item" + ("" if len(paths) == 1 else "s")


def shown_path(path: str) -> str:
    """A path below shared storage, without the part that never varies."""
    return path[len(SHARED) :] or "/" if path.startswith(SHARED) else path
