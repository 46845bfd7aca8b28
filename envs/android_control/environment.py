"""AndroidControl: recorded demonstrations as an environment. `make_android_control` is what the registered ids call."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

from osgenesis.envs.android_control import matching
from osgenesis.envs.android_control.playback import Demonstrations, Playback
from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.tapes import MAX_SIDE, Library
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import DataError, TaskError, UnknownNameError
from osgenesis.envs.core.task import Task

__all__ = ["LEVELS", "ON_MISTAKE", "AndroidControlEnv", "make_android_control"]

LEVELS: Final = ("high", "low")
ON_MISTAKE: Final = ("continue", "terminate")
_SAMPLE: Final = "sample"
_MAX_SKIPPED: Final = 1000  # damaged episodes in a row, after which a split is given up


class AndroidControlEnv(GuiEnv):
    """AndroidControl's demonstrations, played with teacher forcing.

    ## Description
    An episode is a recorded demonstration. Each step shows the recorded screen, compares the action with the recorded
    one, and goes on with the recorded next screen, whatever the action was. Without `data` it plays a small sample that
    was made on the embedded phone; `info["data"]` says "sample" then, and its scores mean nothing.

    ## Actions
    AndroidControl's kinds in the common vocabulary: click, long_press, scroll, input_text, open_app, navigate_back,
    navigate_home, wait; and status. An element's index is compared as the middle of its box. Everything else, also an
    action that cannot be done on the screen, is a wrong step; `info["action_error"]` says why where there is a reason.
    A `status` is a wrong step too, and does not end the episode (later steps are judged for themselves), but for
    `score_end=True`: then there is one step more, at the last screen, where `status` "complete" is right.

    ## Observation
    `goal`, `screenshot` uint8 RGB, `ui` (outline text) and `elements` (int32 table). Level high: the goal is the
    episode's instruction. Level low: the goal is that and, after an empty line, `Now: ` and the step's own instruction,
    so it changes from step to step; `info["instruction"]` has the latter alone. Screens differ in size: the picture's
    space is that of the widest and of the highest screen of the split (or `screen`), smaller ones have a black rim
    right and below; `info["screen_size"]` is the true size.

    `info` also has `episode_id` and `data`; after a step `type_correct`, `correct` and `episode_score`, the share of
    all the episode's steps that were right so far. The recorded action is never shown.

    ## Reward
    1 for a right step, else 0, by the rules `matcher`, `text`, `scroll` and `equivalences`. By default the point must
    lie in the target's box, texts and directions must be equal. `protocol="official"` also takes a click on a Back
    button for Back, and a click on an app's icon for opening it.

    ## Start
    `reset(seed=...)` draws an episode; `reset(options={"episode_id": 123})`, or the task `Episode-123`, takes that one.

    ## End
    Terminated after the last recorded action; with `on_mistake="terminate"` at the first wrong step. With `skip_bad`
    truncated at a damaged screen.

    ## Registered ids
    `AndroidControl/High-v0`, `AndroidControl/Low-v0`, and `AndroidControl/Suite-v0`, which is the same as High.
    """

    def __init__(
        self,
        library: Library,
        *,
        level: str = "high",
        data: str = _SAMPLE,
        split: str = "test",
        subsplit: str | None = None,
        rules: matching.Protocol | None = None,
        on_mistake: str = "continue",
        score_end: bool = False,
        skip_bad: bool = False,
        screen: tuple[int, int] | None = None,
        **options: Any,
    ) -> None:
        self.rules = rules or matching.protocol("bbox")
        self.level = level
        self.skipped: dict[int, str] = {}
        self._data = data
        self._stops = on_mistake == "terminate"
        self._skip_bad = skip_bad
        suite = Demonstrations(library.ids(split, subsplit))
        size = screen or library.largest(suite.ids)
        super().__init__(lambda: Playback(library, size, score_end=score_end), suite, **options)

    # ---- Gymnasium --------------------------------------------------------------------------

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Start an episode.

        Args:
            seed: Fixes the episode.
            options: "episode_id": which one to play; or "task" and "params" as in `GuiEnv`.
        """
        options = dict(options or {})
        if "episode_id" in options:
            episode_id = options.pop("episode_id")
            if options:
                raise UnknownNameError("reset option beside episode_id", next(iter(options)), ())
            if isinstance(episode_id, bool) or not hasattr(episode_id, "__index__"):
                raise TaskError(f'options["episode_id"] must be a whole number, got {episode_id!r:.80}')
            options = {"task": "Demonstration", "params": {"episode_id": int(episode_id)}}
        chosen = bool(options) or self.task_name is not None
        for _ in range(_MAX_SKIPPED):
            try:
                return super().reset(seed=seed, options=options)
            except DataError as error:
                if chosen or not self._skip_bad:
                    raise
                seed = None  # draws go on
                self._leave_out(error)
        raise DataError(f"{_MAX_SKIPPED} episodes in a row are damaged; the last one: {next(reversed(self.skipped))}")

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Compare one action with the recorded one.

        With `skip_bad`, a damaged screen truncates its episode, which is not drawn again; `info["error"]` names it.
        """
        try:
            return super().step(action)
        except DataError as error:
            if not self._skip_bad:
                raise
            self._tried = int(self.task.params["episode_id"])
            self._leave_out(error)
            self._elements = ()  # those of the damaged screen
            observation, reward, terminated, truncated, info = self._failure(error)
            info |= {"episode_id": self._tried, "data": self._data}
            return observation, reward, terminated, truncated, info

    # ---- inside -----------------------------------------------------------------------------

    @property
    def playback(self) -> Playback:
        """The backend."""
        backend = self.backend
        assert isinstance(backend, Playback)  # this class made it
        return backend

    def _choose_task(self, options: Mapping[str, Any]) -> Task:
        task = super()._choose_task(options)
        suite = self.suite
        if isinstance(suite, Demonstrations):
            self._tried = suite.member(int(task.params["episode_id"]))
        return task

    def _leave_out(self, error: DataError) -> None:
        self.skipped[self._tried] = str(error)
        if isinstance(self.suite, Demonstrations):
            self.suite = self.suite.without(self._tried)

    def _perform(self, action: Action) -> str | None:
        playback = self.playback
        verdict = matching.judge(playback.gold(), action, self.rules)
        before = playback.moment
        problem = super()._perform(action)
        if playback.moment is before:  # nothing to do, or nothing that can be done here: the recording goes on anyway
            playback.perform(action)
        # GuiEnv has counted this step already.
        ended = self.steps >= playback.n_steps or (self._stops and not verdict.correct)
        playback.count(verdict.type_correct, verdict.correct, ended=ended)
        return problem

    def _outcome(self, task: Task, action: Action) -> tuple[float, bool]:
        moment = self.playback.moment
        return float(moment.last is not None and moment.last[1]), moment.over

    def _observation(self) -> dict[str, Any]:
        if self.level == "low":
            instruction = self.playback.instruction()
            self._goal = f"{self.task.goal}\n\nNow: {instruction}" if instruction else self.task.goal
        return super()._observation()

    def _info(self) -> dict[str, Any]:
        playback = self.playback
        moment = playback.moment
        info = super()._info() | {"episode_id": moment.episode_id, "data": self._data}
        if self.level == "low":
            info["instruction"] = playback.instruction()
        if moment.last is not None:
            info["type_correct"], info["correct"] = moment.last
            info["episode_score"] = moment.right / playback.n_steps
        return info


def make_android_control(
    level: str = "high",
    *,
    data: str | os.PathLike[str] | None = None,
    split: str = "test",
    subsplit: str | None = None,
    matcher: str = "bbox",
    text: str = "exact",
    scroll: str = "exact",
    equivalences: Sequence[str] = (),
    protocol: str | None = None,
    on_mistake: str = "continue",
    score_end: bool = False,
    skip_bad: bool = False,
    screen: Sequence[int] | None = None,
    **options: Any,
) -> AndroidControlEnv:
    """An AndroidControl environment.

    Args:
        level: `high` (the goal only) or `low` (also each step's instruction).
        data: A folder with the official shards and split files, or one shard; None plays the bundled sample.
        split: train, validation, test or all.
        subsplit: Of the test set: IDD, app_unseen, task_unseen or category_unseen.
        matcher: Where a click may land; see `matching.MATCHERS`.
        text: When texts are equal; see `matching.TEXT_RULES`.
        scroll: When scrolls are equal; see `matching.SCROLL_RULES`.
        equivalences: Which different actions count as the same; see `matching.EQUIVALENCES`.
        protocol: Instead of these four, all of them by the name of a protocol; see `matching.PROTOCOLS`.
        on_mistake: `continue` or `terminate`.
        score_end: Whether the declaration of the end is a step of its own.
        skip_bad: Leave damaged episodes out and count them (`env.unwrapped.skipped`) instead of raising.
        screen: (width, height) of the picture's space in px, instead of the largest of the split.
        options: For `GuiEnv`: observe, max_elements, max_steps, render_mode, task.

    Raises:
        UnknownNameError: There is no such level, split, sub-split, or rule.
        DataError: There are no shards at `data`, or they are damaged.
    """
    if level not in LEVELS:
        raise UnknownNameError("level", level, LEVELS)
    if on_mistake not in ON_MISTAKE:
        raise UnknownNameError("on_mistake", on_mistake, ON_MISTAKE)
    size = None if screen is None else tuple(int(side) for side in screen)
    if size is not None and (len(size) != 2 or not all(0 < side <= MAX_SIDE for side in size)):
        raise ValueError(f"screen must be (width, height) of 1 to {MAX_SIDE} px, got {screen!r}")
    if protocol is None:
        rules = matching.protocol(matcher, text, scroll, equivalences)
    else:
        rules = matching.named_protocol(protocol)
    library = Library.open(sample_path() if data is None else data, skip_bad=skip_bad)
    return AndroidControlEnv(
        library,
        level=level,
        data=_SAMPLE if data is None else os.fspath(data),
        split=split,
        subsplit=subsplit,
        rules=rules,
        on_mistake=on_mistake,
        score_end=score_end,
        skip_bad=skip_bad,
        screen=None if size is None else (size[0], size[1]),
        **options,
    )
