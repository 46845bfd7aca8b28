"""`Scorer`: from recorded and predicted actions to tables, under several protocols in one pass.

Every figure keeps its denominator. A prediction that is missing or cannot be read is wrong. An episode of several
sub-splits counts in each of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from osgenesis.envs.android_control.matching import Gold, Protocol, Verdict, judge
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.core.actions import Action

__all__ = ["Majority", "Rate", "Report", "Scorer", "Step", "recorded_steps", "score"]


class Rate(NamedTuple):
    """A share with its denominator."""

    right: int
    total: int

    @property
    def percent(self) -> float:
        """100 * right / total; 0 for nothing."""
        return 100.0 * self.right / self.total if self.total else 0.0

    def plus(self, hit: bool) -> Rate:
        """With one more case."""
        return Rate(self.right + hit, self.total + 1)

    def to_plain(self) -> dict[str, Any]:
        """JSON-able data."""
        return {"percent": round(self.percent, 2), "right": self.right, "total": self.total}


_NONE: Final = Rate(0, 0)


class Step(NamedTuple):
    """One recorded step, ready to be compared with.

    Attributes:
        episode_id: Its episode.
        number: Its place in it, from 0.
        gold: What was recorded.
        subsplits: Every sub-split that holds the episode.
    """

    episode_id: int
    number: int
    gold: Gold
    subsplits: Sequence[str] = ()


@dataclass
class Report:
    """What one protocol says.

    Attributes:
        protocol: The rules.
        step: Step accuracy (SR).
        type: Right kinds of action.
        grounding: Right points among clicks and long presses that were predicted as such.
        episode: Episodes of which every step is right.
        by_kind: Recorded kind -> (type accuracy, step accuracy).
        by_subsplit: Sub-split -> (step accuracy, type accuracy, episode accuracy).
    """

    protocol: Protocol
    step: Rate = _NONE
    type: Rate = _NONE
    grounding: Rate = _NONE
    episode: Rate = _NONE
    by_kind: dict[str, tuple[Rate, Rate]] = field(default_factory=dict)
    by_subsplit: dict[str, tuple[Rate, Rate, Rate]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """JSON-able data."""
        return {
            "protocol": self.protocol._asdict(),
            "step_accuracy": self.step.to_plain(),
            "type_accuracy": self.type.to_plain(),
            "grounding": self.grounding.to_plain(),
            "episode_accuracy": self.episode.to_plain(),
            "by_kind": {
                kind: {"type": types.to_plain(), "step": steps.to_plain()}
                for kind, (types, steps) in sorted(self.by_kind.items())
            },
            "by_subsplit": {
                name: {"step": steps.to_plain(), "type": types.to_plain(), "episode": episodes.to_plain()}
                for name, (steps, types, episodes) in self.by_subsplit.items()
            },
        }


class Majority(NamedTuple):
    """What predicting always the same would get.

    Attributes:
        kind: The most frequent kind of action.
        type: Type accuracy of always predicting that kind.
        action: The most frequent action, arguments included, in words.
        step: Step accuracy of always predicting it, were every argument compared exactly.
    """

    kind: str
    type: Rate
    action: str
    step: Rate

    def to_plain(self) -> dict[str, Any]:
        """JSON-able data."""
        return {
            "kind": self.kind,
            "type_accuracy": self.type.to_plain(),
            "action": self.action,
            "step_accuracy": self.step.to_plain(),
        }


class Scorer:
    """Adds up steps under several protocols in one pass.

    Args:
        protocols: The rules to score by, side by side.

    Attributes:
        missing: Steps without a prediction.
        unreadable: Steps whose prediction is no action.
    """

    def __init__(self, protocols: Sequence[Protocol]) -> None:
        self.protocols = tuple(protocols)
        self.missing = 0
        self.unreadable = 0
        self._reports = [Report(p) for p in self.protocols]
        self._episodes: list[dict[int, bool]] = [{} for _ in self.protocols]
        self._members: dict[int, Sequence[str]] = {}
        self._kinds: Counter[str] = Counter()
        self._deeds: Counter[Action] = Counter()

    def add(self, step: Step, predicted: Action | None, *, present: bool = True) -> tuple[Verdict, ...]:
        """Count a step; the verdicts are in the protocols' order.

        Args:
            step: What was recorded.
            predicted: What was predicted; None for what could not be read.
            present: Whether there was a prediction at all.
        """
        self.missing += not present
        self.unreadable += present and predicted is None
        self._members[step.episode_id] = step.subsplits
        self._kinds[step.gold.action.type] += 1
        self._deeds[step.gold.action] += 1
        verdicts = tuple(judge(step.gold, predicted, rules) for rules in self.protocols)
        for report, episodes, verdict in zip(self._reports, self._episodes, verdicts, strict=True):
            episodes[step.episode_id] = episodes.get(step.episode_id, True) and verdict.correct
            _count(report, step, verdict)
        return verdicts

    def add_all(self, steps: Iterable[Step], predictions: Mapping[tuple[int, int], Action | None]) -> None:
        """Count steps, joining predictions by (episode, step)."""
        for step in steps:
            key = step.episode_id, step.number
            self.add(step, predictions.get(key), present=key in predictions)

    def reports(self) -> tuple[Report, ...]:
        """The tables so far, one per protocol."""
        for report, episodes in zip(self._reports, self._episodes, strict=True):
            report.episode = Rate(sum(episodes.values()), len(episodes))
            whole: dict[str, Rate] = defaultdict(lambda: _NONE)
            for episode_id, right in episodes.items():
                for name in self._members[episode_id]:
                    whole[name] = whole[name].plus(right)
            report.by_subsplit = {
                name: (steps, types, whole[name]) for name, (steps, types, _) in report.by_subsplit.items()
            }
        return tuple(self._reports)

    def majority(self) -> Majority:
        """The baseline that every score has to be seen beside."""
        total = self._kinds.total()
        if not total:
            return Majority("", _NONE, "", _NONE)
        (kind, most), (deed, times) = self._kinds.most_common(1)[0], self._deeds.most_common(1)[0]
        return Majority(kind, Rate(most, total), deed.describe(), Rate(times, total))


def _count(report: Report, step: Step, verdict: Verdict) -> None:
    report.step = report.step.plus(verdict.correct)
    report.type = report.type.plus(verdict.type_correct)
    if verdict.grounded is not None:
        report.grounding = report.grounding.plus(verdict.grounded)
    kind = step.gold.action.type
    types, steps = report.by_kind.get(kind, (_NONE, _NONE))
    report.by_kind[kind] = types.plus(verdict.type_correct), steps.plus(verdict.correct)
    for name in step.subsplits:
        steps, types, episodes = report.by_subsplit.get(name, (_NONE, _NONE, _NONE))
        report.by_subsplit[name] = steps.plus(verdict.correct), types.plus(verdict.type_correct), episodes


# ---- a whole split -----------------------------------------------------------------------------------


def recorded_steps(library: Library, ids: Iterable[int], *, score_end: bool = False) -> Iterator[Step]:
    """The recorded steps of episodes, one episode in memory at a time.

    Args:
        library: Where they are.
        ids: Which ones, in order.
        score_end: Add a step at the last screen, at which the task should be declared complete.
    """
    for episode_id in ids:
        tape = library.tape(episode_id)
        subsplits = library.memberships(episode_id)
        for number in range(tape.n_steps + score_end):
            yield Step(episode_id, number, tape.gold(number), subsplits)


def score(
    library: Library,
    ids: Sequence[int],
    predictions: Mapping[tuple[int, int], Action | None],
    protocols: Sequence[Protocol],
    *,
    score_end: bool = False,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Score predictions on episodes under several protocols.

    Args:
        library: Where the episodes are.
        ids: The episodes to score on.
        predictions: (episode, step) -> action, or None for what could not be read.
        protocols: The rules.
        score_end: See `recorded_steps`.
        progress: Called with the number of steps scored so far.

    Returns:
        JSON-able data: counts, the majority baseline, and a report per protocol.
    """
    scorer = Scorer(protocols)
    used = 0
    for done, step in enumerate(recorded_steps(library, ids, score_end=score_end), 1):
        key = step.episode_id, step.number
        used += key in predictions
        scorer.add(step, predictions.get(key), present=key in predictions)
        if progress is not None:
            progress(done)
    reports = scorer.reports()
    return {
        "episodes": len(ids),
        "steps": reports[0].step.total if reports else 0,
        "predictions": len(predictions),
        "missing": scorer.missing,
        "unreadable": scorer.unreadable,
        "unmatched": len(predictions) - used,
        "end_scored": score_end,
        "majority": scorer.majority().to_plain(),
        "protocols": {report.protocol.name: report.to_plain() for report in reports},
    }
