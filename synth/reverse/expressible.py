"""Which part of a state difference people would speak of, and what kind of difference it is."""

from __future__ import annotations

import posixpath
import re

from osgenesis.envs.core.state import Change, State, StateDiff
from osgenesis.envs.core.vocabulary import TableWords, Vocabulary
from osgenesis.synth.reverse.values import MAX_QUOTED

# Package names are an app's own business: `com.android.settings`.
_PACKAGE = re.compile(r"\b[a-z]\w*(?:\.[a-z]\w*){2,}\b")


def expressible(diff: StateDiff, vocabulary: Vocabulary) -> StateDiff:
    """The changes for which the vocabulary has words."""
    return StateDiff(tuple(change for change in diff if has_words(change, vocabulary)))


def has_words(change: Change, vocabulary: Vocabulary) -> bool:
    """Whether a change can be said in words."""
    if change.kind == "setting_changed":
        setting = vocabulary.settings.get(change.subject)
        if setting is None or setting.kind == "hidden" or not setting.noun:
            return False
        # Where the words know some values, another one is a number that no screen shows.
        if setting.values:
            return str(change.after) in setting.values
        return not _PACKAGE.search(f"{change.after} {change.before}")
    if change.kind == "value_changed":
        value = vocabulary.values.get(change.subject)
        return value is not None and bool(value.noun)
    if change.kind.startswith("file"):
        return vocabulary.folder(change.subject) is not None and not _dated(change.subject)
    table = vocabulary.tables.get(change.subject)
    if table is None or not table.noun:
        return False
    return change.kind != "row_changed" or bool(changed_columns(change, table))


def sayable(diff: StateDiff, before: State, vocabulary: Vocabulary) -> bool:
    """Whether all the texts that a difference asks for can be told in full.

    Content that was in a file before is told by that file's name.
    """
    known = {fact.digest for fact in before.files.values()}
    for change in diff:
        if change.kind in ("file_added", "file_changed"):
            fact = change.after
            if fact.digest not in known and len(fact.text or "") > MAX_QUOTED:
                return False
        elif change.kind in ("row_added", "row_changed"):
            fields = vocabulary.tables[change.subject].fields
            texts = [change.after.get(c) for c, f in fields.items() if f.kind == "text"]
            if any(isinstance(text, str) and len(text) > MAX_QUOTED for text in texts):
                return False
    return True


def _dated(path: str) -> bool:
    """A name that an app made of the date and perhaps the minute: another minute, another name.

    Full time stamps are none of these: predicates know them as patterns.
    """
    return re.search(r"(?<!\d)20\d{6}(?:[-_T]\d{4})?(?!\d|[-_T]\d)", path) is not None


def changed_columns(change: Change, words: TableWords) -> tuple[str, ...]:
    """The columns of a changed row that differ and that people can see."""
    columns = sorted(set(change.before) | set(change.after))
    return tuple(
        column
        for column in columns
        if change.before.get(column) != change.after.get(column)
        and column not in words.volatile
        and column in words.fields
        and words.fields[column].kind != "hidden"
    )


def shape(diff: StateDiff) -> str:
    """What kind of difference it is, whatever the values: tables, columns, folders, settings."""
    parts = []
    for change in diff:
        subject, detail = change.subject, ""
        if change.kind == "row_changed":
            detail = ",".join(sorted(c for c in change.after if change.after[c] != change.before.get(c)))
        elif change.kind == "row_added":
            filled = sum(value not in (None, "", 0) for value in change.after.values())
            detail = str(filled // 3)  # a bare one, an ordinary one, a rich one
        elif change.kind.startswith("file"):
            folder = posixpath.dirname(subject.rstrip("/"))
            subject = folder + ("/" if subject.endswith("/") else posixpath.splitext(subject)[1])
        elif change.kind == "setting_changed":
            detail = str(change.after) if len(str(change.after)) < 3 else ""
        parts.append(f"{change.kind} {subject} {detail}")
    return "; ".join(sorted(set(parts)))
