"""Database rows as imperative clauses: added, removed and changed ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from osgenesis.envs.core.state import Row
from osgenesis.envs.core.vocabulary import FieldWords, TableWords
from osgenesis.synth.reverse.settings import RUN_VERBS
from osgenesis.synth.reverse.values import (
    Chooser,
    article,
    clock_time,
    listing,
    quoted,
    quoted_if_text,
    said,
    with_unit,
)

# What English does with a thing to make one. Keyed by the last word of the noun.
_MAKING: Mapping[str, tuple[str, ...]] = {
    "alarm": ("set", "create", "add"),
    "appointment": ("schedule", "add"),
    "call": ("make",),
    "city": ("add",),
    "clip": ("save", "add"),
    "contact": ("create", "add"),
    "event": ("create", "schedule", "add"),
    "list": ("create", "add"),
    "message": ("send",),
    "note": ("write", "create"),
    "recording": ("make", "record"),
    "tag": ("create", "add"),
    "task": ("create", "add"),
    "timer": ("set", "create"),
}
_BARE_NAMES = ("contact", "city", "caller", "person")  # said without quotes: people and places
_ON = {"on", "enabled", "yes", "true"}
_OFF = {"off", "disabled", "no", "false"}
_STATE = ("enabled", "active", "state", "status", "switch", "")
_NUMBER_FIELD = re.compile(r"\b(?:number|recipient|phone|address|caller|contact)\b")
_BODY_FIELD = re.compile(r"\b(?:text|body|message|content)\b")


def added(row: Row, words: TableWords, chooser: Chooser, parts: Sequence[str] = (), whose: str = "") -> str:
    """What to say for a new row.

    Args:
        row: the row.
        words: of its table.
        chooser: of wordings.
        parts: what came with it, as `part` says it.
        whose: the row it belongs to, as `the_row` says it.
    """
    head = words.noun.rpartition(" ")[2].lower()
    if head == "message":
        return _message(row, words, chooser)
    if head == "call":
        return _call(row, words, chooser)
    title = _title(row, words, chooser)
    if head in ("number", "address", "keyword", "word") and title:
        return f"add the {words.noun} {title}" + (f" to {whose}" if whose else "")
    if whose and title:
        plain = f"add the {words.noun} {title} to {whose}"
        return chooser.pick("add to", (plain, f"add {title} as {article(words.noun)} to {whose}"))
    verb = chooser.pick("make", _MAKING.get(head, ("create", "add")))
    noun = article(f"{chooser.pick('new', ('', 'new '))}{words.noun}")
    time, used = _time_of_day(row, words, chooser)
    text = f"{verb} {noun}"
    text += f" for {time}" if time else ""
    if title:
        text += f" {_naming(head, bool(time), chooser)} {title}"
    skip = {words.title, *used, *_defaults(row, words)}
    details = [*_details(row, words, chooser, skip), *(p for p in parts if p)]
    text += f" with {listing(details)}" if details else ""
    course = _course(row, words, chooser, skip)
    return f"{text}, {listing(course)}" if course else text


def part(row: Row, words: TableWords, chooser: Chooser) -> str:
    """A row as a part of the one it belongs to: `the phone number 555-0134`."""
    title = _title(row, words, chooser)
    return f"the {words.noun} {title}" if title else ""


def removed(row: Row, words: TableWords, chooser: Chooser, whose: str = "") -> str:
    """What to say for a row that is gone."""
    verb = chooser.pick("delete", ("delete", "remove"))
    return f"{verb} {the_row(row, words, chooser)}" + (f" from {whose}" if whose else "")


def changed(before: Row, after: Row, words: TableWords, chooser: Chooser) -> str:
    """What to say for a row whose visible columns differ; empty when only hidden ones do."""
    the_thing = the_row(before, words, chooser)
    parts, fields = [], []
    hour = _time_columns(words)
    if hour and any(before.get(c) != after.get(c) for c in hour):
        time, _ = _time_of_day(after, words, chooser)
        parts.append(f"change the time of {the_thing} to {time}")
    for column in sorted(set(before) | set(after)):
        field = _visible(words, column)
        old, new = before.get(column), after.get(column)
        if field is None or old == new or (hour and column in hour):
            continue
        fields.append(_field_change(column, old, new, the_thing, field, words, chooser))
    return listing([*parts, *(text for text in fields if text)])


def the_row(row: Row, words: TableWords, chooser: Chooser) -> str:
    """How to point at a row: `the event "Book club"`, `the alarm for 7:30 AM`."""
    title = _title(row, words, chooser)
    time, _ = _time_of_day(row, words, chooser)
    if time:
        return f"the {time} {words.noun}" + (f" labelled {title}" if title else "")
    if title:
        return f"the {words.noun} {title}"
    facts = _details(row, words, chooser, skip={words.title})
    return f"the {words.noun} with {listing(facts[:2])}" if facts else f"the {words.noun}"


def _field_change(
    column: str,
    old: Any,
    new: Any,
    the_thing: str,
    field: FieldWords,
    words: TableWords,
    chooser: Chooser,
) -> str:
    value = quoted_if_text(new, field, chooser)
    word = said(new, field, chooser)
    if column == words.title and value:
        if _BODY_FIELD.search(field.phrase):
            return f"change {the_thing} to {value}"
        named = f"change the name of {the_thing} to {value}"
        return chooser.pick("rename", (f"rename {the_thing} to {value}", named))
    if field.kind == "flag" or word in _ON | _OFF:
        return _flag(word, the_thing, field, chooser)
    if field.phrase in ("state", "status") and word in RUN_VERBS:
        return f"{RUN_VERBS[word]} {the_thing}"
    if str(new) in field.values and " " not in field.phrase.strip() and _is_participle(word):
        return f"mark {the_thing} as {word}"
    if not value:
        return f"remove the {field.phrase} of {the_thing}"
    before = quoted_if_text(old, field, chooser)
    phrase, value = with_unit(field.phrase, value)
    before = with_unit(field.phrase, before)[1]
    if not before:
        return f"add the {phrase} {value} to {the_thing}"
    options = [
        f"change the {phrase} of {the_thing} to {value}",
        f"set the {phrase} of {the_thing} to {value}",
        f"change the {phrase} of {the_thing} from {before} to {value}",
    ]
    return chooser.pick(f"change {column}", options)


def _flag(word: str, the_thing: str, field: FieldWords, chooser: Chooser) -> str:
    on = word in _ON
    if word not in _ON | _OFF:  # the app's own words, such as "completed" and "not completed"
        return f"mark {the_thing} as {word}"
    if field.phrase in _STATE or f" {field.phrase} " in f" {the_thing.split(chr(34))[0]} ":
        return f"turn {'on' if on else 'off'} {the_thing}"
    if _is_mark(field.phrase):
        if on:
            return f"mark {the_thing} as {_as_mark(field.phrase)}"
        return chooser.pick(
            "unmark",
            (
                f"mark {the_thing} as not {field.phrase}",
                f"remove the {field.phrase} mark from {the_thing}",
            ),
        )
    return f"turn {'on' if on else 'off'} {field.phrase} for {the_thing}"


def _message(row: Row, words: TableWords, chooser: Chooser) -> str:
    body = recipient = ""
    for column, field in words.fields.items():
        text = said(row.get(column), field, chooser)
        if not body and _BODY_FIELD.search(field.phrase):
            body = text
        elif not recipient and _NUMBER_FIELD.search(field.phrase):
            recipient = text
    title = said(row.get(words.title), words.fields.get(words.title, FieldWords("")), chooser)
    body = body or (title if title != recipient else "")
    to = f" to {recipient}" if recipient else ""
    if not body:
        return f"send {article(words.noun)}{to}"
    return chooser.pick(
        "message",
        (
            f"send the {words.noun} {quoted(body)}{to}",
            f"send {article(words.noun)}{to} saying {quoted(body)}",
            f"text {recipient} {quoted(body)}" if recipient else f"send {quoted(body)}",
        ),
    )


def _call(row: Row, words: TableWords, chooser: Chooser) -> str:
    for column, field in words.fields.items():
        number = said(row.get(column), field, chooser)
        if number and _NUMBER_FIELD.search(field.phrase):
            return chooser.pick("call", (f"call {number}", f"make a phone call to {number}"))
    return f"make {article(words.noun)}"


def _title(row: Row, words: TableWords, chooser: Chooser) -> str:
    field = words.fields.get(words.title, FieldWords(""))
    text = said(row.get(words.title), field, chooser)
    if not text:
        return ""
    bare = words.noun.rpartition(" ")[2].lower() in _BARE_NAMES
    return text if bare and field.kind == "text" else quoted_if_text(row[words.title], field, chooser)


def _details(row: Row, words: TableWords, chooser: Chooser, skip: set[str]) -> list[str]:
    """The visible columns of a row beside its title, each as "the phrase value"."""
    facts = []
    title = str(row.get(words.title) or "").lower()
    for column, field in words.fields.items():
        if column in skip or _visible(words, column) is None or _runs(field):
            continue
        if _is_itself(field, words) or str(row.get(column)) in RUN_VERBS:
            continue
        value = quoted_if_text(row.get(column), field, chooser)
        # A first name says nothing new beside the full one.
        if not value or str(row.get(column)).lower() in title.split():
            continue
        if field.kind == "flag":
            if value in _ON:
                facts.append(_flag_set(field.phrase))
            elif value not in _OFF and not value.startswith("not "):
                facts.append(f"the {field.phrase} {value}")
            continue
        phrase, value = with_unit(field.phrase, value)
        facts.append(f"the {phrase} {value}")
    return facts


def _course(row: Row, words: TableWords, chooser: Chooser, skip: set[str]) -> list[str]:
    """When a new thing begins, ends and comes again."""
    found = []
    for column, field in words.fields.items():
        if column in skip or _visible(words, column) is None:
            continue
        value = said(row.get(column), field, chooser)
        if _is_itself(field, words) and value in _OFF:
            found.append("turned off")
        if _runs_now(field, value):
            found.append(f"already {value}")
        if not _runs(field):
            continue
        if value:
            found.append(f"{_RUNNING[field.phrase]} {_on_days(value)}")
    return found


_RUNNING: Mapping[str, str] = {
    "start": "starting",
    "end": "ending",
    "repetition": "repeating",
    "due date": "due",
}


def _runs_now(field: FieldWords, value: str) -> bool:
    """Whether a new thing is under way already; that it rests needs no words."""
    return field.phrase in ("state", "status") and value in ("running", "paused")


def _is_itself(field: FieldWords, words: TableWords) -> bool:
    """Whether a flag says that the whole thing is on, as an alarm's does; new ones are."""
    return field.kind == "flag" and (field.phrase in words.noun.split() or field.phrase in _STATE)


def _runs(field: FieldWords) -> bool:
    return field.phrase in _RUNNING


def _on_days(value: str) -> str:
    """A date or week days with "on", "weekly" and "every day" as they are."""
    on = re.match(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|January|February|March|April|May|June|July|August|"
                  r"September|October|November|December|\d)", value)  # fmt: skip
    return f"on {value}" if on else value


def _defaults(row: Row, words: TableWords) -> set[str]:
    """Columns that hold the first of their known values, which new things have by themselves."""
    return {
        column
        for column, field in words.fields.items()
        if field.kind != "flag" and field.values and str(row.get(column)) == next(iter(field.values))
    }


def _visible(words: TableWords, column: str) -> FieldWords | None:
    field = words.fields.get(column)
    hidden = field is None or field.kind == "hidden" or not field.phrase
    return None if hidden or column in words.volatile else field


def _time_columns(words: TableWords) -> tuple[str, str] | None:
    """The columns for hour and minute, of tables that keep a time of day in two of them."""
    hour = next((c for c, f in words.fields.items() if re.fullmatch(r"hours?", f.phrase)), None)
    minute = next((c for c, f in words.fields.items() if re.fullmatch(r"minutes?", f.phrase)), None)
    return (hour, minute) if hour is not None and minute is not None else None


def _time_of_day(row: Row, words: TableWords, chooser: Chooser) -> tuple[str, set[str]]:
    columns = _time_columns(words)
    if columns is None:
        return "", set()
    try:
        hour, minute = (int(str(row.get(column))) for column in columns)
    except ValueError:
        return "", set()
    return clock_time(hour, minute, chooser), set(columns)


def _naming(head: str, timed: bool, chooser: Chooser) -> str:
    """The word between a thing and its title."""
    if timed:
        return "labelled"
    if head == "contact":
        return chooser.pick("naming", ("for", "named"))
    names = ("named", "called") if head in ("list", "folder", "tag", "file") else ("titled", "called")
    return chooser.pick("naming", names)


def _is_mark(phrase: str) -> bool:
    """A property that things are marked with, not a part of them that is switched on."""
    return _is_participle(phrase) or phrase in ("favorite", "favourite", "private", "important")


def _as_mark(phrase: str) -> str:
    return article(phrase) if phrase in ("favorite", "favourite") else phrase


def _flag_set(phrase: str) -> str:
    """A flag of a new thing, to follow "with"."""
    return f"{article(phrase)} mark" if _is_mark(phrase) else f"{phrase} turned on"


def _is_participle(word: str) -> bool:
    return bool(re.search(r"(?:ed|done|read|hidden|shown|starred)$", word))
