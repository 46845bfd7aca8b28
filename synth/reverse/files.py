"""Files and folders as imperative clauses: made, removed, moved, renamed, copied, edited."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from osgenesis.envs.core.state import Change, FileFact, State, StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.reverse.values import Chooser, article, quoted

_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".mp4"}
_STORAGE_ROOTS = ("/storage/emulated/0", "/sdcard", "")


class Deed(NamedTuple):
    """What to say for a file, and the app it belongs to."""

    text: str
    app: str


class _Named(NamedTuple):
    """A path in words: `file`, `"a.txt"`, `in the Download folder`."""

    noun: str
    name: str
    place: str  # with a space before it, or empty
    app: str

    @property
    def the(self) -> str:
        return f"the {self.noun} {self.name}{self.place}"


def deeds(diff: StateDiff, vocabulary: Vocabulary, chooser: Chooser, before: State | None) -> Iterator[Deed]:
    """What a person would have asked for to get the file changes of a difference."""
    added = {c.subject: c for c in diff.of_kind("file_added")}
    removed = {c.subject: c for c in diff.of_kind("file_removed")}
    for path in [*added, *removed]:
        if any(path != other and path.startswith(other) for other in (*added, *removed)):
            # What lies in a folder that comes or goes is not asked for by itself.
            (added if path in added else removed).pop(path)
    for old, gone in removed.items():
        named = _named(old, vocabulary)
        new = next((p for p, c in added.items() if _same_content(gone.before, c.after, old, p)), None)
        if new is None:
            verb = chooser.pick("delete", ("delete", "remove"))
            yield Deed(f"{verb} {named.the}", named.app)
        else:
            del added[new]
            yield Deed(_moved(old, new, vocabulary, chooser), named.app)
    for path, change in added.items():
        source = _copied_from(change.after, before)
        text = (
            _created(path, change.after, vocabulary, chooser) if source is None else _copied(source, path, vocabulary)
        )
        yield Deed(text, _named(path, vocabulary).app)
    for change in diff.of_kind("file_changed"):
        named = _named(change.subject, vocabulary)
        yield Deed(_edited(change, named, chooser), named.app)


def _named(path: str, vocabulary: Vocabulary) -> _Named:
    words = vocabulary.folder(path)
    noun = words.noun if words is not None and words.noun else "file"
    noun, _, place = noun.partition(" in ")
    picture = posixpath.splitext(path)[1].lower() in _PICTURES
    if path.endswith("/"):
        noun = "folder"
    elif noun in ("photo", "video", "picture") and not picture:
        noun = "file"
    name = posixpath.basename(path.rstrip("/"))
    folder = posixpath.dirname(path.rstrip("/"))
    root = words.prefix.rstrip("/") if words is not None else folder
    if folder != root and folder not in _STORAGE_ROOTS:  # deeper than what the words are about
        place = f"the folder {_folder(folder)}"
    return _Named(noun, quoted(name), f" in {place}" if place else "", words.app if words is not None else "")


def _created(path: str, fact: FileFact, vocabulary: Vocabulary, chooser: Chooser) -> str:
    named = _named(path, vocabulary)
    if posixpath.splitext(path)[1].lower() in _PICTURES:
        # The name is made up by the camera, so nobody can ask for it.
        return chooser.pick("take", (f"take {article(named.noun)}", f"take a new {named.noun}"))
    verb = chooser.pick("create", ("create", "make", "add"))
    naming = chooser.pick("naming", ("named", "called"))
    text = f"{verb} a new {named.noun} {naming} {named.name}{named.place}"
    content = (fact.text or "").strip()
    if not content or path.endswith("/"):
        return text
    said = quoted(content)
    return chooser.pick(
        "content",
        (f"{text} with the text {said}", f"{text} that says {said}", f"{text} and write {said} in it"),
    )


def _moved(old: str, new: str, vocabulary: Vocabulary, chooser: Chooser) -> str:
    named, target = _named(old, vocabulary), _named(new, vocabulary)
    old_folder, new_folder = (posixpath.dirname(path.rstrip("/")) for path in (old, new))
    if old_folder == new_folder:
        return chooser.pick(
            "rename",
            (
                f"rename {named.the} to {target.name}",
                f"change the name of {named.the} to {target.name}",
            ),
        )
    text = f"move {named.the} to {_the_folder(new_folder)}"
    return text if named.name == target.name else f"{text} under the name {target.name}"


def _copied(old: str, new: str, vocabulary: Vocabulary) -> str:
    named, target = _named(old, vocabulary), _named(new, vocabulary)
    old_folder, new_folder = (posixpath.dirname(path.rstrip("/")) for path in (old, new))
    if old_folder == new_folder:
        return f"make a copy of {named.the} named {target.name}"
    return f"copy {named.the} to {_the_folder(new_folder)}"


def _edited(change: Change, named: _Named, chooser: Chooser) -> str:
    old, new = change.before.text, change.after.text
    if old is None or new is None:
        return f"edit {named.the}"
    if not new.strip():
        return f"delete everything in {named.the}"
    if old.strip() and new.startswith(old.rstrip()) and new[len(old.rstrip()) :].strip():
        extra = quoted(new[len(old.rstrip()) :])
        return chooser.pick("append", (f"add {extra} to the end of {named.the}", f"append {extra} to {named.the}"))
    if old.strip() and new.endswith(old) and new[: -len(old)].strip():
        return f"insert {quoted(new[: -len(old)])} at the beginning of {named.the}"
    return chooser.pick(
        "edit",
        (
            f"edit {named.the} so that it says {quoted(new)}",
            f"replace the content of {named.the} with {quoted(new)}",
            f"change {named.the} to read {quoted(new)}",
        ),
    )


def _same_content(gone: FileFact, come: FileFact, old: str, new: str) -> bool:
    """Whether a file that went and one that came are the same one, moved or renamed."""
    if old.endswith("/") != new.endswith("/"):
        return False
    return old.endswith("/") or gone.digest == come.digest


def _copied_from(fact: FileFact, before: State | None) -> str | None:
    """A file that held the same content before, if that content says anything."""
    if before is None or fact.size == 0:
        return None
    same = sorted(path for path, other in before.files.items() if other.digest == fact.digest)
    return same[0] if same else None


def _the_folder(path: str) -> str:
    return "the internal storage" if path in _STORAGE_ROOTS else f"the folder {_folder(path)}"


def _folder(path: str) -> str:
    return quoted(posixpath.basename(path) or "/")
