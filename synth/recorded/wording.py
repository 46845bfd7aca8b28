"""What a recorded demonstration was about, in words: which of its steps an instruction has to name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from osgenesis.envs.android_control.tapes import Tape
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.synth.reverse.annotation import SegmentStep
from osgenesis.synth.reverse.lowlevel import element_name, instruction, name_with_kind
from osgenesis.synth.reverse.values import Chooser, quoted

__all__ = ["acted_on", "app_labels", "errand", "label_of"]

# What leads somewhere without being what anybody asks for.
_MEANS: Final = frozenset({"scroll", "wait", "navigate_back", "navigate_home", "open_app"})
_DULL: Final = frozenset({"android", "app", "apps", "client", "com", "main", "mobile", "org", "phone"})
_MOST_DEEDS: Final = 4


def acted_on(action: Action, elements: Sequence[Element]) -> Element | None:
    """The element that an action was meant for: the smallest at its point, for typing the field with the focus."""
    if action.type == "input_text" and action.point is None:
        fields = [e for e in elements if e.flags & Flag.EDITABLE]
        return next((e for e in fields if e.flags & Flag.FOCUSED), fields[0] if len(fields) == 1 else None)
    if action.point is None:
        return None
    x, y = action.point
    holding = [e for e in elements if e.left <= x < e.right and e.top <= y < e.bottom]
    return min(holding, key=lambda e: (e.right - e.left) * (e.bottom - e.top), default=None)


def app_labels(tapes: Iterable[Tape]) -> dict[str, str]:
    """Package -> the name by which people open it, as far as the recordings tell: said, or under an icon."""
    labels: dict[str, str] = {}
    for tape in tapes:
        for action, before, after in zip(tape.actions, tape.screens, tape.screens[1:], strict=False):
            if not after.app or after.app == before.app or _is_shell(after.app):
                continue
            if action.type == "open_app" and action.app:
                labels[after.app] = action.app
            elif action.type == "click" and _is_shell(before.app):
                icon = acted_on(action, before.elements)
                if icon is not None and icon.label:
                    labels.setdefault(after.app, icon.label)
    return labels


def _is_shell(package: str) -> bool:
    """Whether a package is what apps are opened from, and no app."""
    return "launcher" in package or package in ("com.android.systemui", "android")


def label_of(package: str, labels: dict[str, str]) -> str:
    """The name of an app; where the recordings do not tell, the last word of its package that means something.

    The home screen and the system's own windows have none.
    """
    if package in labels or not package or _is_shell(package):
        return labels.get(package, "")
    words = [word for word in package.split(".") if word not in _DULL]
    return (words[-1] if words else package).replace("_", " ").capitalize()


def errand(steps: Sequence[SegmentStep], key: str, last_app: str = "") -> str:
    """What the steps did, in imperative mood: texts that were typed, and the taps that led to something.

    Of many taps the last ones are told, because they say what it was for.

    Args:
        steps: What was done.
        key: Decides among wordings.
        last_app: Label of the app in front at the end.
    """
    deeds: list[tuple[str, bool]] = []
    for position, step in enumerate(steps):
        following = steps[position + 1] if position + 1 < len(steps) else None
        next_app = last_app if following is None else following.app
        if step.action.type == "click" and not step.app and next_app and step.element is not None:
            if step.element.label == next_app:
                continue  # opens the app from the home screen
        said = _deed(step, following, f"{key}|{position}")
        if said and (not deeds or deeds[-1][0] != said):
            deeds.append((said, step.action.type == "input_text"))
    if not deeds:
        return _fallback(steps, last_app)
    typed = sum(typing for _, typing in deeds)
    room = max(_MOST_DEEDS - typed, 1)
    taps_left = sum(not typing for _, typing in deeds)
    kept = []
    for text, typing in deeds:
        if typing or taps_left <= room:
            kept.append(text)
        taps_left -= not typing
    return _joined(kept)


def _deed(step: SegmentStep, following: SegmentStep | None, key: str) -> str:
    action = step.action
    if action.type in _MEANS:
        return ""
    if action.type == "click" and step.element is not None:
        if following is not None and following.action.type == "input_text" and step.element.flags & Flag.EDITABLE:
            return ""  # it only brings the focus
        name = element_name(step.element, step.before)
        if following is not None and name and not step.element.checkable:
            return f"go to {quoted(name)}"
        if not name:
            return "" if following is not None else f"tap {name_with_kind(step.element, step.before)}"
    if action.type in ("click", "long_press") and step.element is None:
        return ""
    sentence = instruction(step, Chooser(key)).removesuffix(".")
    return sentence[:1].lower() + sentence[1:]


def _fallback(steps: Sequence[SegmentStep], last_app: str) -> str:
    """For a recording in which nothing was tapped or typed that has a name."""
    opened = [step.action.app for step in steps if step.action.type == "open_app" and step.action.app]
    if not opened and last_app and not steps[0].app:
        return f"open {last_app}"
    if opened:
        return f"open {opened[-1]} and have a look around" if len(steps) > 1 else f"open {opened[-1]}"
    directions = [step.action.direction for step in steps if step.action.type == "scroll"]
    if directions:
        return f"scroll {directions[-1]} to see what is there"
    return "go back to where you came from" if steps[-1].action.type == "navigate_back" else "see what is on the screen"


def _joined(deeds: Sequence[str]) -> str:
    if len(deeds) == 1:
        return deeds[0]
    return f"{', '.join(deeds[:-1])}{',' if len(deeds) > 2 else ''} and {'then ' if len(deeds) > 2 else ''}{deeds[-1]}"
