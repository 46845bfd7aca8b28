"""`GuiEnv`: backend + task as a Gymnasium environment. It alone counts steps and ends episodes."""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import gymnasium as gym
import numpy as np
from gymnasium.error import ResetNeeded
from numpy.typing import NDArray

from osgenesis.envs.core import spaces
from osgenesis.envs.core.actions import PHONE_ACTIONS, Action
from osgenesis.envs.core.backend import Backend, BackendFactory, load_attribute, require
from osgenesis.envs.core.elements import Element, elements_table, outline
from osgenesis.envs.core.errors import (
    ActionError,
    BackendError,
    OsgenesisError,
    TaskError,
    UnknownNameError,
)
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import State
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task

if TYPE_CHECKING:
    from osgenesis.envs.core.rendering import Viewer

__all__ = ["JUDGES", "RENDER_MODES", "EnvSnapshot", "GuiEnv"]

JUDGES: Final = ("declared", "every_step")
RENDER_MODES: Final = ("human", "rgb_array")
_OPTIONS: Final = ("task", "params")


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ImportError:
        return False


class EnvSnapshot(NamedTuple):
    """One moment of an episode. Opaque, immutable, picklable; see `GuiEnv.snapshot`."""

    backend: Any
    task: Task | None
    steps: int
    answer: str | None
    over: bool
    rng_state: Mapping[str, Any]
    seed: int | None


class GuiEnv(gym.Env[dict[str, Any], Any]):
    """A graphical user interface to be operated towards a goal.

    ## Description
    A backend (phone, browser) shows a screen; a task sets it up and says what to do. Each step
    performs one action and shows the next screen.

    ## Actions
    `step` takes a sample of `action_space`, an `Action`, or an action's JSON text. What is not an
    action at all raises `ActionError` and leaves everything as it was. A well-formed action that
    cannot be done on this screen (no such element, a point off the screen, an unknown app) is a
    mistake of the agent: nothing happens, the step counts, and `info["action_error"]` says why.

    ## Observation
    A dict with the parts named by `observe`: see `spaces.observation_space`. Every part is a fresh
    object. No screenshot is made unless it is observed or rendered. A screenshot of a turned
    screen is shown in the space's orientation, as the fixed panel shows it.

    `info` holds `task`, `step`, `elements` (a tuple of `Element`; positions are the indices that
    actions use), `app`, `screen_size` (width, height), and where the backend knows them `activity`
    or `url`. It never holds a goal test, parameters or an answer.

    ## Reward
    With `judge="declared"` an episode is judged when the agent declares the end: reward in [0, 1],
    1 for success. Everything else is worth 0, also an undeclared success. With
    `judge="every_step"` the first success ends the episode with reward 1, declared or not.

    ## Start
    `reset(seed=...)` draws task (if none is fixed) and parameters from the seed.
    `reset(options={"task": name, "params": {...}})` fixes them.

    ## End
    Terminated by a `status` action (`answer` alone only records the answer), or by a world that
    ends the episode itself (see `Task.over`), which is then judged at once. Declaring
    "infeasible" scores 0 unless the task is infeasible. Truncated when the budget is used up, or
    when the backend fails (`info["error"]`); the next reset then starts a new backend.

    Args:
        backend_factory: Makes the backend: a callable without arguments, or "module:attribute".
        tasks: A suite, one task class, or "module:attribute" of either.
        task: Name of the task of every episode; None draws one at each reset.
        observe: Parts of the observation.
        max_elements: Rows of the `elements` table and bound of `index` in the action space.
        max_steps: Budget of an episode; None takes the task's.
        judge: "declared" or "every_step".
        render_mode: None, "rgb_array" or "human".
    """

    metadata: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        # Only what works here: Gymnasium's checker tries every mode that is listed.
        "render_modes": [m for m in RENDER_MODES if m != "human" or _is_installed("pygame")],
        "render_fps": 4,
    }

    def __init__(
        self,
        backend_factory: BackendFactory,
        tasks: Suite | type[Task] | str,
        *,
        task: str | None = None,
        observe: Sequence[str] = spaces.OBSERVATION_PARTS,
        max_elements: int = 128,
        max_steps: int | None = None,
        judge: str = "declared",
        render_mode: str | None = None,
    ) -> None:
        if judge not in JUDGES:
            raise UnknownNameError("judge", judge, JUDGES)
        if render_mode is not None and render_mode not in RENDER_MODES:
            raise UnknownNameError("render mode", render_mode, RENDER_MODES)
        if isinstance(observe, str):
            observe = (observe,)
        for part in observe:
            if part not in spaces.OBSERVATION_PARTS:
                raise UnknownNameError("part of an observation", part, spaces.OBSERVATION_PARTS)
        if not observe:
            raise ValueError(f"observe needs at least one part of {spaces.OBSERVATION_PARTS}")
        if max_elements < 1 or (max_steps is not None and max_steps < 1):
            raise ValueError(f"max_elements and max_steps must be at least 1, got {max_elements} and {max_steps}")
        self.suite = _as_suite(tasks)
        self.task_name = task
        if task is not None:
            self.suite[task]
        self.observe = tuple(dict.fromkeys(observe))
        self.max_elements = max_elements
        self.judge = judge
        self.render_mode = render_mode
        # Wrappers that split one action into several steps stretch the budget by this factor.
        self.budget_scale = 1
        self._max_steps = max_steps
        self._factory = backend_factory
        self._backend = self._make_backend()
        self._panel_size = self._backend.screen_size
        self._types: tuple[str, ...] = tuple(getattr(self._backend, "action_types", PHONE_ACTIONS))
        self._observation_space: gym.spaces.Dict | None = None
        self._action_space: gym.spaces.Dict | None = None
        self._viewer: Viewer | None = None
        self._task: Task | None = None
        self._goal = ""
        self._steps = 0
        self._answer: str | None = None
        self._over = True
        self._broken = False
        self._elements: Sequence[Element] = ()
        self._outlined: tuple[Sequence[Element], str] = ((), "")

    # ---- Gymnasium --------------------------------------------------------------------------

    @property
    def observation_space(self) -> gym.spaces.Dict:  # type: ignore[override]
        """The space of `observe`'s parts."""
        if self._observation_space is None:
            self._observation_space = spaces.observation_space(self.observe, self._panel_size, self.max_elements)
        return self._observation_space

    @property
    def action_space(self) -> gym.spaces.Dict:  # type: ignore[override]
        """The standard action space over the backend's action types."""
        if self._action_space is None:
            self._action_space = spaces.action_space(self._types, self.max_elements)
        return self._action_space

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Start an episode.

        Args:
            seed: Fixes task, parameters and everything that follows.
            options: "task": name of the task; "params": its parameters instead of drawn ones.
        """
        super().reset(seed=seed)
        task = self._choose_task(options or {})
        try:
            self._set_up(task)
        except BackendError:
            self._renew_backend()
            self._set_up(task)
        self._task, self._goal = task, task.goal
        self._steps, self._answer, self._over = 0, None, False
        self._elements = self._backend.elements()
        if self.render_mode == "human":
            self.render()
        return self._observation(), self._info()

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Perform one action; see the class for what counts as one."""
        task = self._task
        if task is None or self._over:
            raise ResetNeeded("The episode is over or has not begun; call reset() first.")
        act = self.to_action(action)
        self._steps += 1
        try:
            problem = self._perform(act)
            reward, terminated = self._outcome(task, act)
            self._elements = self._backend.elements()
            observation, info = self._observation(), self._info()
        except BackendError as error:
            return self._failure(error)
        truncated = not terminated and self._steps >= self.max_steps
        self._over = terminated or truncated
        if problem is not None:
            info["action_error"] = problem
        if self.render_mode == "human":
            self.render()
        return observation, reward, terminated, truncated, info

    def render(self) -> NDArray[np.uint8] | None:
        """The screen as an array ("rgb_array"), or shown in a window ("human")."""
        if self.render_mode is None:
            gym.logger.warn(
                'render() was called without a render mode; pass one to gym.make, for example render_mode="rgb_array".'
            )
            return None
        frame = self._backend.screenshot()
        if self.render_mode == "rgb_array":
            return frame
        if self._viewer is None:
            from osgenesis.envs.core.rendering import Viewer

            self._viewer = Viewer(self._panel_size, title=self.suite.name)
        self._viewer.show(frame)
        return None

    def close(self) -> None:
        """Close the window and the backend."""
        if self._viewer is not None:
            self._viewer.close()
            self._viewer = None
        self._backend.close()

    # ---- what others may read ---------------------------------------------------------------

    @property
    def backend(self) -> Backend:
        """The device or browser. Tasks and tools use it; agents have no business with it."""
        return self._backend

    @property
    def task(self) -> Task:
        """The task of this episode."""
        if self._task is None:
            raise ResetNeeded("There is no task before the first reset().")
        return self._task

    @property
    def max_steps(self) -> int:
        """The budget of this episode in steps."""
        budget = self._max_steps or (self._task.max_steps if self._task else 1)
        return budget * self.budget_scale

    @property
    def steps(self) -> int:
        """Steps taken in this episode."""
        return self._steps

    @property
    def answer(self) -> str | None:
        """The last answer given in this episode."""
        return self._answer

    @property
    def action_types(self) -> tuple[str, ...]:
        """The action types that the backend understands; positions as in the action space."""
        return self._types

    @property
    def elements(self) -> Sequence[Element]:
        """The visible elements, as in `info["elements"]`."""
        return self._elements

    def screen(self) -> Screen:
        """The current screen, for an oracle."""
        app = self._backend.context().get("app", "")
        return Screen(self._elements, self._backend.screen_size, app)

    def look(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Observation and info of this moment, without a step; for use after `restore`."""
        return self._observation(), self._info()

    def to_action(self, action: Any) -> Action:
        """What `step` makes of its argument.

        Raises:
            ActionError: It is not an action, nor a sample of the action space, nor JSON of one.
        """
        if isinstance(action, Action):
            return action
        if isinstance(action, str | bytes):
            return Action.from_json(action)
        if isinstance(action, Mapping):
            if isinstance(action.get("type"), str) or "action_type" in action:
                return Action.from_dict(action)
            return spaces.decode(action, self._types, self._backend.screen_size)
        raise ActionError(
            f"step takes an Action, its JSON text or a sample of the action space; got {type(action).__name__}."
        )

    # ---- snapshots --------------------------------------------------------------------------

    def snapshot(self) -> EnvSnapshot:
        """This moment: world, step counter, answer and random numbers."""
        require(self._backend, "snapshot")
        rng = self.np_random
        return EnvSnapshot(
            self._backend.snapshot(),
            self._task,
            self._steps,
            self._answer,
            self._over,
            rng.bit_generator.state,
            self._np_random_seed,
        )

    def restore(self, snapshot: EnvSnapshot) -> None:
        """Come back to the moment of a snapshot, of this environment or of one made like it."""
        require(self._backend, "snapshot")
        if self._broken:
            self._renew_backend()
        self._backend.restore(snapshot.backend)
        self._task, self._steps, self._answer = snapshot.task, snapshot.steps, snapshot.answer
        self._over = snapshot.over
        self._goal = "" if self._task is None else self._task.goal
        self.np_random.bit_generator.state = snapshot.rng_state
        self._np_random_seed = snapshot.seed
        self._elements = self._backend.elements()

    def fork(self) -> GuiEnv:
        """A second environment at the same moment; from here on the two are independent."""
        require(self._backend, "fork")
        rng_state, seed = self.np_random.bit_generator.state, self._np_random_seed
        twin = copy.copy(self)
        twin._backend = self._backend.fork()
        twin._np_random = np.random.Generator(type(self.np_random.bit_generator)(0))
        twin._np_random.bit_generator.state = rng_state
        twin._np_random_seed = seed
        twin._viewer = None
        # Spaces have random numbers of their own; each environment builds its own when asked.
        twin._action_space = twin._observation_space = None
        return twin

    def state(self) -> State:
        """What the world holds."""
        require(self._backend, "state")
        return self._backend.state()

    def state_hash(self) -> str:
        """32 hex digits over the world and the episode: equal if and only if all of it is."""
        task = None if self._task is None else [self._task.name, dict(self._task.params)]
        episode = json.dumps(
            [task, self._steps, self._answer, self._over, self.np_random.bit_generator.state],
            sort_keys=True,
            default=repr,
        )
        text = f"{self._backend.state_hash()}\n{episode}"
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    # ---- inside -----------------------------------------------------------------------------

    def _make_backend(self) -> Backend:
        factory = self._factory
        made = (load_attribute(factory) if isinstance(factory, str) else factory)()
        if not isinstance(made, Backend):
            raise TypeError(f"{factory!r} made {made!r:.100}, which lacks parts of Backend.")
        if "screenshot" in self.observe or self.render_mode is not None:
            require(made, "screenshot")
        self._pristine = made.snapshot() if "snapshot" in made.capabilities else None
        return made

    def _renew_backend(self) -> None:
        try:
            self._backend.close()
        except BackendError as error:
            gym.logger.warn(f"The failed backend could not be closed: {error}")
        self._backend = self._make_backend()
        self._broken = False

    def _choose_task(self, options: Mapping[str, Any]) -> Task:
        for key in options:
            if key not in _OPTIONS:
                raise UnknownNameError("reset option", key, _OPTIONS)
        name, params = options.get("task"), options.get("params")
        if name is None:
            name = self.task_name
        if name is None:
            if params is not None:
                raise TaskError('options["params"] needs options["task"]: whose parameters?')
            name = self.suite.sample(self.np_random)
        task_class = self.suite[name]
        if params is None:
            params = task_class.sample_params(self.np_random)
        return task_class(params)

    def _set_up(self, task: Task) -> None:
        if self._broken:
            self._renew_backend()
        if self._pristine is not None:
            self._backend.restore(self._pristine)
        task.initialize(self._backend)

    def _perform(self, action: Action) -> str | None:
        """Do an action; what is wrong with it, if it can't be done here."""
        kind = action.type
        if kind in ("answer", "status"):
            if action.text is not None:
                self._answer = action.text
            return None
        if kind in ("unknown", "noop"):
            return None
        if kind not in self._types:
            return f"This environment does not know {kind!r}; it knows {', '.join(self._types)}."
        if action.index is not None and action.index >= len(self._elements):
            return f"There is no element {action.index}: the screen has {len(self._elements)}."
        width, height = self._backend.screen_size
        for x, y in ((action.x, action.y), (action.to_x, action.to_y)):
            if x is not None and y is not None and not (0 <= x < width and 0 <= y < height):
                return f"({x}, {y}) lies off the screen of {width}x{height} px."
        try:
            self._backend.perform(action)
        except ActionError as error:
            return str(error)
        return None

    def _outcome(self, task: Task, action: Action) -> tuple[float, bool]:
        """The reward of a step that was just done, and whether it ended the episode."""
        if task.over(self._backend):
            return self._score(task), True
        if action.type == "status":
            judged = action.goal_status == "complete" or not task.feasible
            return self._score(task) if judged else 0.0, True
        if self.judge == "every_step":
            score = self._score(task)
            return (score, True) if score >= 1.0 else (0.0, False)
        return 0.0, False

    def _score(self, task: Task) -> float:
        score = float(task.evaluate(self._backend, self._answer))
        if not (math.isfinite(score) and 0.0 <= score <= 1.0):
            raise TaskError(f"{task.name}: evaluate gave {score}; scores lie in [0, 1].")
        return score

    def _observation(self) -> dict[str, Any]:
        observation: dict[str, Any] = {}
        for part in self.observe:
            if part == "goal":
                observation[part] = _GOAL_TEXT.fit(self._goal)
            elif part == "ui":
                observation[part] = self._ui()
            elif part == "elements":
                observation[part] = elements_table(self._elements, self.max_elements)
            else:
                observation[part] = _fit_panel(self._backend.screenshot(), self._panel_size)
        return observation

    def _ui(self) -> str:
        elements, text = self._outlined
        if elements is not self._elements:
            text = _UI_TEXT.fit(outline(self._elements, spaces.MAX_UI))
            self._outlined = (self._elements, text)
        return text

    def _info(self) -> dict[str, Any]:
        context = self._backend.context()
        info: dict[str, Any] = {
            "task": self.task.name,
            "step": self._steps,
            "elements": self._elements,
            "app": context.get("app", ""),
            "screen_size": self._backend.screen_size,
        }
        for key in ("activity", "url"):
            if key in context:
                info[key] = context[key]
        return info

    def _failure(self, error: OsgenesisError) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """The last observation there is, with a black picture: the device is gone."""
        self._over = self._broken = True
        width, height = self._panel_size
        observation: dict[str, Any] = {
            "goal": _GOAL_TEXT.fit(self._goal),
            "ui": self._ui(),
            "elements": elements_table(self._elements, self.max_elements),
        }
        if "screenshot" in self.observe:
            observation["screenshot"] = np.zeros((height, width, 3), np.uint8)
        info = {
            "task": self.task.name,
            "step": self._steps,
            "elements": self._elements,
            "app": "",
            "screen_size": self._panel_size,
            "error": f"{type(error).__name__}: {error}",
        }
        return {part: observation[part] for part in self.observe}, 0.0, False, True, info


_GOAL_TEXT: Final = spaces.UnicodeText(spaces.MAX_GOAL)
_UI_TEXT: Final = spaces.UnicodeText(spaces.MAX_UI)


def _as_suite(tasks: Suite | type[Task] | str) -> Suite:
    found = load_attribute(tasks) if isinstance(tasks, str) else tasks
    if isinstance(found, Suite):
        return found
    if isinstance(found, type) and issubclass(found, Task):
        return Suite(found.name, [found])
    raise TypeError(f"tasks must be a Suite or a Task class, got {found!r:.100}")


def _fit_panel(frame: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture in the fixed shape of the space: turned if the screen is, else cut or padded."""
    width, height = size
    shape = (height, width, 3)
    if frame.shape == shape:
        return frame
    if frame.shape == (width, height, 3):
        return np.ascontiguousarray(np.rot90(frame))
    fitted = np.zeros(shape, np.uint8)
    rows, columns = min(height, frame.shape[0]), min(width, frame.shape[1])
    fitted[:rows, :columns] = frame[:rows, :columns]
    return fitted
