"""Tasks that ask to go somewhere: a page that was reached without changing anything, in words and as a goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.predicates import Atom, Noise, Predicate, page_address
from osgenesis.envs.core.state import State, StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.explore.surface import PLACES
from osgenesis.synth.explore.triples import screen_id
from osgenesis.synth.explore.web_policy import is_search
from osgenesis.synth.reverse.expressible import expressible
from osgenesis.synth.reverse.minimise import reach
from osgenesis.synth.reverse.page_facts import is_count, page_title
from osgenesis.synth.reverse.propose import Candidate
from osgenesis.synth.reverse.replay import Played, Player, Replay
from osgenesis.synth.reverse.values import Chooser, quoted
from osgenesis.synth.reverse.verify import MAX_GOLDEN, Rejected

MAX_LEGS: Final = 3  # more than that is a description of clicks, not a wish
_PLACE: Final = PLACES[0]
_ORDERS: Final = ("sort", "order", "arrange")


class Visited(NamedTuple):
    """A page that was reached twice, and the shortest way to it."""

    replay: Replay
    deed: str  # in imperative mood
    app: str  # label of the site
    predicate: Predicate


def go(player: Player, candidate: Candidate, vocabulary: Vocabulary) -> Replay | Rejected:
    """A short way to the last page of a path, on which nothing is changed."""

    def there(start: State, end: State) -> bool:
        unchanged = not expressible(StateDiff.between(start, end), vocabulary)
        return unchanged and screen_id(player.env.elements) == candidate.screen

    return reach(player, candidate.path, there) or Rejected("not_reproducible")


def visit(replay: Replay, key: str, app: str, vocabulary: Vocabulary) -> Visited | Rejected:
    """Make a task of being on the page at the end of a short way.

    Args:
        replay: a way on which nothing was changed.
        key: decides between wordings.
        app: label of the site.
        vocabulary: the words of the world.
    """
    before, after = (page_address(state.values.get(_PLACE)) for state in (replay.start, replay.end))
    if before == after or replay.end.values.get(_PLACE) is None:
        return Rejected("true_at_start")
    if len(replay.steps) > MAX_GOLDEN:
        return Rejected("too_long")
    deed = directions(replay.steps, Chooser(key))
    if deed is None or (len(replay.steps) == 1 and replay.steps[0].app != replay.app):  # the site itself is no task
        return Rejected("not_expressible")
    goal = Predicate((Atom("page_is", _PLACE, value=after),), Noise.of(vocabulary))
    if goal.side_effects(replay.start, replay.end):
        return Rejected("side_effect_only")
    return Visited(replay, deed, app, goal)


def directions(steps: Sequence[Played], chooser: Chooser) -> str | None:
    """Which page is meant, said by what one chooses on the way there; None where that would not be clear."""
    legs: list[str] = []
    typed: dict[str, str] = {}
    for position, step in enumerate(steps):
        action, element = step.action, step.element
        last = position == len(steps) - 1
        if action.type in ("scroll", "goto", "hover", "wait") or (action.type == "click" and element is None):
            continue
        if element is None:
            return None
        match action.type:
            case "input_text" if is_search(element):
                legs.append(f"search for {quoted(action.text or '')}")
                typed.clear()
                continue
            case "input_text":
                typed[element.text or element.hint] = action.text or ""
                continue
            case "select_option":
                legs.append(_chosen(element, action.option or ""))
                continue
            case "click" if element.editable:
                continue
            case "click" if element.role == "button" and not (typed or legs):
                return None  # what buttons do is not known from an address
            case "click" if element.role == "button" and (
                typed or (legs and legs[-1].startswith(("search", "set", "sort")))
            ):
                if typed:
                    legs.append("enter " + " and ".join(f"{quoted(v)} as {quoted(k)}" for k, v in typed.items() if v))
                    typed.clear()
                continue
            case "click" if element.role in ("link", "tab", "menuitem"):
                leg = _followed(element, step, last, chooser)
            case _:
                return None
        if leg is None:
            return None
        # The first link leads from the start to the site, which the sentence names anyway.
        if position > 0 or not _leads_to_site(step, steps):
            legs.append(leg)
    if typed or not legs or len(legs) > MAX_LEGS:
        return None
    return ", then ".join(legs[:-1]) + (" and then " if len(legs) > 1 else "") + legs[-1]


def _followed(element: Element, step: Played, last: bool, chooser: Chooser) -> str | None:
    label = " ".join((element.text or element.description).split())
    if not label or len(label) > 120 or "random" in label.lower() or is_count(label):
        return None
    alike = [other for other in step.before if other.text == element.text and other.role == element.role]
    if len(alike) > 1:  # nobody could tell which of them is meant
        return None
    if not last:
        return f"go to {quoted(label)}"
    title = page_title(step.after)
    if title and title.lower() != label.lower() and len(title) <= 80 and label.lower() not in title.lower():
        return f"open {quoted(label)} (the page is headed {quoted(title)})"
    return chooser.pick(
        "open", (f"open the page {quoted(label)}", f"go to the page {quoted(label)}", f"open {quoted(label)}")
    )


def _chosen(element: Element, option: str) -> str:
    label = element.text or element.description or element.hint
    if any(word in label.lower() for word in _ORDERS):
        return f"sort by {quoted(option)}"
    return f"set {quoted(label)} to {quoted(option)}" if label else f"choose {quoted(option)}"


def _leads_to_site(step: Played, steps: Sequence[Played]) -> bool:
    """Whether a step is the one from another site, or the start, to the site that all the others are on."""
    return len(steps) > 1 and step.app != steps[1].app
