"""Other ways to act: one number for element and verb, touches of a finger, text of a model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import gymnasium as gym
import numpy as np
from gymnasium.utils import RecordConstructorArgs
from numpy.typing import NDArray

from osgenesis.envs.core.action_formats import from_android_world
from osgenesis.envs.core.actions import DIRECTIONS, Action
from osgenesis.envs.core.elements import Element, outline
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import ActionError, UnknownNameError
from osgenesis.envs.core.spaces import UnicodeText

__all__ = [
    "ACTION_HELP",
    "ELEMENT_VERBS",
    "TOUCH_TYPES",
    "DiscreteElements",
    "TextActions",
    "TouchActions",
    "parse_reply",
]

_Transition = tuple[Any, float, bool, bool, dict[str, Any]]

# ---- one number: element and verb ----------------------------------------------------------------

# Verb -> may this element take it? Clicks are open to all that is enabled: on a phone the leaf
# that shows the text is often not marked clickable, but what contains it is.
ELEMENT_VERBS: Final[Mapping[str, Callable[[Element], bool]]] = {
    "click": lambda e: e.enabled,
    "double_tap": lambda e: e.enabled,
    "long_press": lambda e: e.enabled and e.long_clickable,
    "scroll_up": lambda e: e.scrollable,
    "scroll_down": lambda e: e.scrollable,
    "scroll_left": lambda e: e.scrollable,
    "scroll_right": lambda e: e.scrollable,
    "type": lambda e: e.enabled and e.editable,
}
_SINGLE: Final = (
    *(Action("scroll", direction=d) for d in DIRECTIONS),
    Action("navigate_back"),
    Action("navigate_home"),
    Action("go_back"),
    Action("keyboard_enter"),
    Action("wait"),
    Action("status", goal_status="complete"),
)
_QUOTED: Final = re.compile(r"\"([^\"]+)\"|“([^”]+)”|(?<!\w)'([^']+)'(?!\w)")


class DiscreteElements(gym.Wrapper[Any, Any, Any, Any], RecordConstructorArgs):
    """Acts by one number: verb and element, or one of a few actions without an element.

    Number `verb * max_elements + element` does the verb to the element; the numbers after all
    verbs are the single actions (scroll the screen, back, home, Enter, wait, declare complete).
    `actions_of` lists what each number means on the present screen. `info["action_mask"]` (int8)
    is 1 where the action makes sense there; Stable-Baselines3's maskable PPO and
    `action_space.sample(mask)` take it as it is.

    Args:
        env: A `GuiEnv`, wrapped or not.
        verbs: Of `ELEMENT_VERBS`, without "type".
        texts: Texts that can be typed; each adds the verb of typing it.
        goal_texts: How many more such verbs there are for what the goal has in quotation marks.
        mask_in_observation: Also put the mask into the (dict) observation.
    """

    def __init__(
        self,
        env: gym.Env[Any, Any],
        verbs: Sequence[str] = ("click", "long_press"),
        texts: Sequence[str] = (),
        goal_texts: int = 2,
        mask_in_observation: bool = False,
    ) -> None:
        RecordConstructorArgs.__init__(
            self,
            verbs=verbs,
            texts=texts,
            goal_texts=goal_texts,
            mask_in_observation=mask_in_observation,
        )
        gym.Wrapper.__init__(self, env)
        base = _gui(env)
        for verb in verbs:
            if verb not in ELEMENT_VERBS or verb == "type":
                raise UnknownNameError("verb", verb, set(ELEMENT_VERBS) - {"type"})
        self._verbs = tuple(verbs)
        self._texts = tuple(texts)
        self._goal_texts = goal_texts
        self._rows = base.max_elements
        self._singles = tuple(a for a in _SINGLE if a.type in base.action_types)
        count = (len(verbs) + len(texts) + goal_texts) * self._rows + len(self._singles)
        self.action_space = gym.spaces.Discrete(count)
        self._in_observation = mask_in_observation
        if mask_in_observation:
            if not isinstance(env.observation_space, gym.spaces.Dict):
                raise TypeError("mask_in_observation needs a dict observation")
            mask_space = gym.spaces.Box(0, 1, (count,), np.int8)
            self.observation_space = gym.spaces.Dict({**env.observation_space.spaces, "action_mask": mask_space})

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Start an episode."""
        observation, info = self.env.reset(seed=seed, options=options)
        return self._with_mask(observation, info)

    def step(self, action: Any) -> _Transition:
        """Do action number `action`."""
        observation, reward, terminated, truncated, info = self.env.step(self.to_action(action))
        observation, info = self._with_mask(observation, info)
        return observation, float(reward), terminated, truncated, info

    def to_action(self, number: Any) -> Action:
        """What a number means."""
        if not self.action_space.contains(number):
            count = int(self.action_space.n)  # type: ignore[attr-defined]
            raise ActionError(f"Expected a number from 0 to {count - 1}, got {number!r:.80}.")
        verb, element = divmod(int(number), self._rows)
        verbs = len(self._verbs) + len(self._texts) + self._goal_texts
        if verb >= verbs:
            return self._singles[int(number) - verbs * self._rows]
        if verb < len(self._verbs):
            name = self._verbs[verb]
            if name.startswith("scroll_"):
                return Action("scroll", index=element, direction=name.removeprefix("scroll_"))
            return Action(name, index=element)
        typed = self._typeable()
        position = verb - len(self._verbs)
        if position >= len(typed):
            return Action("unknown")  # this goal has fewer texts in quotation marks
        return Action("input_text", index=element, text=typed[position], clear_text=True)

    def actions_of(self, info: Mapping[str, Any]) -> list[tuple[int, Action]]:
        """The numbers that make sense on the screen of `info`, with their meanings."""
        return [(int(n), self.to_action(n)) for n in np.flatnonzero(info["action_mask"])]

    def _typeable(self) -> tuple[str, ...]:
        goal = _gui(self.env).task.goal
        quoted = [next(g for g in m.groups() if g) for m in _QUOTED.finditer(goal)]
        return (*self._texts, *quoted[: self._goal_texts])

    def _mask(self, elements: Sequence[Element]) -> NDArray[np.int8]:
        verbs = [ELEMENT_VERBS[v] for v in self._verbs]
        typed = len(self._typeable())
        slots = len(self._texts) + self._goal_texts
        table = np.zeros((len(verbs) + slots, self._rows), np.int8)
        shown = elements[: self._rows]
        for row, allowed in enumerate(verbs):
            table[row, : len(shown)] = [allowed(e) for e in shown]
        if typed:
            editable = [ELEMENT_VERBS["type"](e) for e in shown]
            table[len(verbs) : len(verbs) + typed, : len(shown)] = editable
        return np.concatenate([table.ravel(), np.ones(len(self._singles), np.int8)])

    def _with_mask(self, observation: Any, info: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        mask = self._mask(info["elements"])
        info["action_mask"] = mask
        if self._in_observation:
            observation = {**observation, "action_mask": mask.copy()}
        return observation, info


# ---- a finger ------------------------------------------------------------------------------------

TOUCH_TYPES: Final = ("TOUCH", "LIFT", "REPEAT")


class TouchActions(gym.Wrapper[Any, Any, Any, Any], RecordConstructorArgs):
    """Acts by a finger on the glass, as android-env does.

    An action is a dict of `action_type` (0 TOUCH, 1 LIFT, 2 REPEAT: stay as it is) and
    `touch_position`, (x, y) as fractions of the screen. A finger can't declare an end, so the
    environment must be made with `judge="every_step"`.

    Args:
        env: A `GuiEnv`, wrapped or not.
        steps_per_action: How many touches the budget allows for each action of the task's budget.
    """

    def __init__(self, env: gym.Env[Any, Any], steps_per_action: int = 10) -> None:
        RecordConstructorArgs.__init__(self, steps_per_action=steps_per_action)
        gym.Wrapper.__init__(self, env)
        base = _gui(env)
        if base.judge != "every_step":
            raise ValueError(
                "A finger cannot declare that the task is complete, so nothing would ever be "
                'rewarded; make the environment with judge="every_step".'
            )
        if "touch" not in base.action_types:
            raise ActionError(f"The backend {base.backend.name!r} has no touch screen.")
        base.budget_scale = steps_per_action
        self.action_space = gym.spaces.Dict(
            {
                "action_type": gym.spaces.Discrete(len(TOUCH_TYPES)),
                "touch_position": gym.spaces.Box(0.0, 1.0, (2,), np.float32),
            }
        )
        self._finger: tuple[int, int] | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Start an episode with no finger on the glass."""
        self._finger = None
        return self.env.reset(seed=seed, options=options)

    def step(self, action: Any) -> _Transition:
        """Move, lift or keep the finger."""
        act, finger = self._touch(action)
        observation, reward, terminated, truncated, info = self.env.step(act)
        self._finger = finger
        return observation, float(reward), terminated, truncated, info

    def _touch(self, action: Any) -> tuple[Action, tuple[int, int] | None]:
        if not self.action_space.contains(action):
            raise ActionError(
                "Expected a dict of action_type (0, 1 or 2) and touch_position (two float32 "
                f"fractions), got {action!r:.200}."
            )
        kind = TOUCH_TYPES[int(action["action_type"])]
        if kind == "TOUCH":
            width, height = _gui(self.env).backend.screen_size
            across, down = (float(v) for v in action["touch_position"])
            x, y = min(int(across * width), width - 1), min(int(down * height), height - 1)
            return Action("touch", x=x, y=y, down=True), (x, y)
        if self._finger is None:
            return Action("unknown"), None
        x, y = self._finger
        if kind == "LIFT":
            return Action("touch", x=x, y=y, down=False), None
        return Action("touch", x=x, y=y, down=True), (x, y)


# ---- text ----------------------------------------------------------------------------------------

MAX_PROMPT: Final = 65_536
MAX_REPLY: Final = 16_384
ACTION_HELP: Final = """\
Reply with one action as a JSON object; text before it is ignored. Elements go by their index.
{"type": "click", "index": 3} (also "double_tap", "long_press"; or "x" and "y" in px)
{"type": "input_text", "index": 4, "text": "...", "clear_text": false, "press_enter": false}
{"type": "scroll", "direction": "down"} (shows what is further down; "index" of a scrollable)
{"type": "open_app", "app": "..."} {"type": "navigate_back"} {"type": "navigate_home"}
{"type": "keyboard_enter"} {"type": "wait"}
{"type": "answer", "text": "..."} (when the goal asks a question, before declaring the end)
{"type": "status", "goal_status": "complete"} (or "infeasible"; ends the episode)"""
_DECODER: Final = json.JSONDecoder()


class TextActions(gym.Wrapper[Any, Any, Any, Any], RecordConstructorArgs):
    """Text in, text out, for language models.

    The observation is a prompt with the goal, the app, the step, what went wrong last, and the
    outline of the screen. The action is a reply with a JSON action in it. A reply without one is
    the agent's mistake: nothing happens, the step counts, `info["action_error"]` and the next
    prompt say why.

    Args:
        env: A `GuiEnv`, wrapped or not. It need not observe anything itself.
        with_help: Say in each prompt how actions are written.
    """

    def __init__(self, env: gym.Env[Any, Any], with_help: bool = True) -> None:
        RecordConstructorArgs.__init__(self, with_help=with_help)
        gym.Wrapper.__init__(self, env)
        self._base = _gui(env)
        self._help = with_help
        self._prompts = UnicodeText(MAX_PROMPT)
        self.observation_space = self._prompts
        self.action_space = UnicodeText(MAX_REPLY)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
        """Start an episode; the first prompt."""
        _, info = self.env.reset(seed=seed, options=options)
        return self._prompt(info, None, None), info

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        """Do what a reply says."""
        if not isinstance(action, str):
            raise ActionError(f"A reply is a string, got {type(action).__name__}.")
        problem = None
        try:
            act = parse_reply(action)
        except ActionError as error:
            act, problem = Action("unknown"), str(error)
        _, reward, terminated, truncated, info = self.env.step(act)
        if problem is not None:
            info["action_error"] = problem
        prompt = self._prompt(info, None if problem else act, info.get("action_error"))
        return prompt, float(reward), terminated, truncated, info

    def _prompt(self, info: Mapping[str, Any], last: Action | None, problem: str | None) -> str:
        base = self._base
        lines = [
            f"Goal: {base.task.goal}",
            f"App: {info['app']}",
            f"Step: {info['step']} of {base.max_steps}",
        ]
        if last is not None:
            lines.append(f"Last action: {last.describe()}")
        if problem is not None:
            lines.append(f"It had no effect: {problem}")
        if self._help:
            lines.append(f"\n{ACTION_HELP}\n")
        lines.append("Screen:")
        head = "\n".join(lines)
        room = max(0, MAX_PROMPT - len(head) - 1)
        return self._prompts.fit(f"{head}\n{outline(info['elements'], room)}")


def parse_reply(reply: str) -> Action:
    """The last action in a model's reply, as our JSON or AndroidWorld's, with prose around it.

    Raises:
        ActionError: There is none, or it is not well formed.
    """
    found: Mapping[str, Any] | None = None
    position = reply.find("{")
    tries = 0
    while position >= 0 and tries < 256:
        tries += 1
        try:
            value, end = _DECODER.raw_decode(reply, position)
        except (ValueError, RecursionError):
            position = reply.find("{", position + 1)
            continue
        if isinstance(value, dict) and ("type" in value or "action_type" in value):
            found = value
        position = reply.find("{", end)
    if found is None:
        shown = reply if len(reply) <= 80 else reply[:77] + "..."
        raise ActionError(f'There is no action in the reply {shown!r}; write one as {{"type": "click", "index": 3}}.')
    return from_android_world(found) if "type" not in found else Action.from_dict(found)


def _gui(env: gym.Env[Any, Any]) -> GuiEnv:
    base = env.unwrapped
    if not isinstance(base, GuiEnv):
        raise TypeError(f"This wrapper is for GuiEnv, got {type(base).__name__}.")
    return base
