"""`ControlEpisode`: one recorded demonstration, validated, to and from the features of its record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from osgenesis.envs.android_control.example import Feature
from osgenesis.envs.android_control.forest import screen_elements
from osgenesis.envs.core.action_formats import from_android_control
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError, DataError

__all__ = ["LIGHT_FEATURES", "ControlEpisode"]

# Everything but the pictures, which are most of a record's bytes.
LIGHT_FEATURES: Final = frozenset(
    {
        "episode_id",
        "goal",
        "accessibility_trees",
        "screenshot_widths",
        "screenshot_heights",
        "actions",
        "step_instructions",
    }
)
_MAX_SIDE: Final = 100_000


@dataclass(frozen=True, slots=True)
class ControlEpisode:
    """A demonstration of n actions: n + 1 screens, one before each action and the last.

    Attributes:
        episode_id: Its number, by which the split files name it.
        goal: The high-level instruction.
        actions: What was done, as the JSON objects of the record.
        instructions: A low-level instruction for each action.
        sizes: (width, height) of each screen, px.
        screenshots: PNG files, one per screen; empty if they were not asked for.
        forests: Serialised accessibility forests, one per screen; empty if they were not asked for.
        source: File and record it was read from.
    """

    episode_id: int
    goal: str
    actions: tuple[Mapping[str, Any], ...]
    instructions: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    screenshots: tuple[bytes, ...] = ()
    forests: tuple[bytes, ...] = ()
    source: str = field(default="", compare=False)

    @property
    def n_steps(self) -> int:
        """Number of actions; nine published episodes have none."""
        return len(self.actions)

    def action(self, step: int) -> Action:
        """An action in the common vocabulary."""
        return from_android_control(self.actions[step])

    def elements(self, screen: int) -> tuple[Element, ...]:
        """What an agent sees of a screen, 0 to n.

        Raises:
            DataError: Its forest is damaged; names file, record and field.
        """
        try:
            return screen_elements(self.forests[screen], self.sizes[screen])
        except DataError as error:
            place = f"{self.source or 'a record'} (episode {self.episode_id})"
            raise DataError(f"{place}: accessibility_trees[{screen}]: {error}") from error

    @classmethod
    def from_features(cls, features: Mapping[str, Feature], where: str) -> ControlEpisode:
        """Read a record's features.

        Args:
            features: What `decode_example` gave; features that were not asked for may be missing.
            where: File and record, for errors.

        Raises:
            DataError: A feature is missing, malformed, or of the wrong number; names it.
        """
        episode_id = _one(features, "episode_id", int, where)
        place = f"{where} (episode {episode_id})"
        goal = _text(_one(features, "goal", bytes, place), f"{place}: goal")
        actions = tuple(
            _action(raw, f"{place}: actions[{i}]") for i, raw in enumerate(_many(features, "actions", bytes, place))
        )
        instructions = tuple(
            _text(raw, f"{place}: step_instructions[{i}]")
            for i, raw in enumerate(_many(features, "step_instructions", bytes, place))
        )
        widths = _many(features, "screenshot_widths", int, place)
        heights = _many(features, "screenshot_heights", int, place)
        screenshots = tuple(_many(features, "screenshots", bytes, place))
        forests = tuple(_many(features, "accessibility_trees", bytes, place))
        screens = len(actions) + 1
        counts = [
            ("step_instructions", len(instructions), len(actions)),
            ("screenshot_widths", len(widths), screens),
            ("screenshot_heights", len(heights), screens),
            ("screenshots", len(screenshots), screens),
            ("accessibility_trees", len(forests), screens),
        ]
        for name, count, wanted in counts if actions else ():
            if count != wanted and name in features:
                raise DataError(f"{place}: {name} has {count} values; {len(actions)} actions need {wanted}")
        if len(widths) != len(heights):
            raise DataError(f"{place}: {len(widths)} screenshot_widths and {len(heights)} screenshot_heights")
        for name, sides in (("screenshot_widths", widths), ("screenshot_heights", heights)):
            for i, side in enumerate(sides):
                if not 0 < side <= _MAX_SIDE:
                    raise DataError(f"{place}: {name}[{i}] is {side} px, which no screen is")
        return cls(
            episode_id, goal, actions, instructions, tuple(zip(widths, heights, strict=False)), screenshots, forests,
            where,
        )  # fmt: skip

    def to_features(self) -> dict[str, Sequence[bytes] | Sequence[int]]:
        """The record's features; the inverse of `from_features`."""
        return {
            "episode_id": [self.episode_id],
            "goal": [self.goal.encode()],
            "actions": [_json(action) for action in self.actions],
            "step_instructions": [text.encode() for text in self.instructions],
            "screenshot_widths": [width for width, _ in self.sizes],
            "screenshot_heights": [height for _, height in self.sizes],
            "screenshots": list(self.screenshots),
            "accessibility_trees": list(self.forests),
        }


def _json(action: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(dict(action), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 cannot say and JSON's escapes can
        return json.dumps(dict(action)).encode()


def _many(features: Mapping[str, Feature], name: str, kind: type, where: str) -> list[Any]:
    values = features.get(name, [])
    if values and not isinstance(values[0], kind):
        raise DataError(f"{where}: {name} holds {type(values[0]).__name__}, not {kind.__name__}")
    return list(values)


def _one(features: Mapping[str, Feature], name: str, kind: type, where: str) -> Any:
    values = _many(features, name, kind, where)
    if len(values) != 1:
        raise DataError(f"{where}: {name} has {len(values)} values; an AndroidControl record has 1")
    return values[0]


def _text(raw: bytes, where: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise DataError(f"{where} is not UTF-8: {error}") from error


def _action(raw: bytes, where: str) -> Mapping[str, Any]:
    try:
        data = json.loads(_text(raw, where))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{where} is not JSON: {error}: {raw[:100]!r}") from error
    try:
        from_android_control(data)
    except ActionError as error:
        raise DataError(f"{where}: {error}") from error
    result: Mapping[str, Any] = data
    return result
