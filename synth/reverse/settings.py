"""Settings and single values as imperative clauses: "turn on Wi-Fi", "set the timer to 3 seconds"."""

from __future__ import annotations

import re
from typing import Final

from osgenesis.envs.core.state import Change
from osgenesis.envs.core.vocabulary import SettingWords
from osgenesis.synth.reverse.values import Chooser, listing, quoted, with_unit

_ON: Final = frozenset({"on", "1", "enabled", "true", "yes"})
_LIST_MARK: Final = "|"
# What people say instead of setting a clock's state.
RUN_VERBS: Final = {"running": "start", "paused": "pause", "reset": "reset", "stopped": "stop"}


def changed(change: Change, words: SettingWords, chooser: Chooser) -> str:
    """What to say for a setting; empty where there is nothing to say."""
    after = str(change.after) if change.after is not None else ""
    before = str(change.before) if change.before is not None else ""
    if words.kind == "toggle":
        return _toggle(words.values.get(after, after).lower() in _ON, words.noun, chooser)
    if not words.values and (_LIST_MARK in before + after or words.noun.startswith("list of ")):
        return _list(before, after, words.noun)
    if value_verb := RUN_VERBS.get(words.values.get(after, after)):
        return f"{value_verb} {_the(words.noun)}"
    noun, value = with_unit(words.noun, words.values.get(after, after))
    if not value:
        return ""
    known = after in words.values or re.fullmatch(r"[\d.]+(?: \w+)?%?", value)
    shown = value if known else quoted(value)
    options = [f"set {_the(noun)} to {shown}", f"change {_the(noun)} to {shown}"]
    if words.kind == "level" and after not in words.values:
        options += _comparing(before, after, noun, shown)
    if before in words.values:
        options.append(f"change {_the(noun)} from {words.values[before]} to {shown}")
    return chooser.pick("setting", options)


def value_changed(change: Change, noun: str, chooser: Chooser) -> str:
    """What to say for a single value, such as the clipboard."""
    text = quoted(str(change.after))
    if "clipboard" in noun.lower():
        return chooser.pick("clip", (f"copy {text} to {_the(noun)}", f"put {text} on {_the(noun)}"))
    return chooser.pick("value", (f"set {_the(noun)} to {text}", f"make {_the(noun)} {text}"))


def _toggle(on: bool, noun: str, chooser: Chooser) -> str:
    word = "on" if on else "off"
    return chooser.pick(
        "toggle",
        (
            f"turn {word} {noun}",
            f"switch {word} {noun}",
            f"{'enable' if on else 'disable'} {noun}",
            f"make sure {noun} is turned {word}",
        ),
    )


def _list(before: str, after: str, noun: str) -> str:
    """A setting that lists things: which ones came and which ones went."""
    old, new = ([item.strip() for item in text.split(_LIST_MARK) if item.strip()] for text in (before, after))
    parts = [f"add {item} to {_the(noun)}" for item in new if item not in old]
    parts += [f"remove {item} from {_the(noun)}" for item in old if item not in new]
    return listing(parts)


def _comparing(before: str, after: str, noun: str, shown: str) -> list[str]:
    try:
        higher = float(after) > float(before)
    except ValueError:
        return []
    return [f"{'raise' if higher else 'lower'} {_the(noun)} to {shown}"]


def _the(noun: str) -> str:
    """With the article that a common noun wants and a name does not."""
    named = re.match(r"(?:the|a|an|your|my)\b|[A-Z0-9]", noun)
    return noun if named else f"the {noun}"
