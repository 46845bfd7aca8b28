"""Recorded demonstrations as a world: a backend that shows recorded screens, and the tasks that choose an episode."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ClassVar, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.android_control.matching import Gold
from osgenesis.envs.android_control.pictures import decode_picture
from osgenesis.envs.android_control.tapes import END, Library, Tape
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.backend import Backend
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import BackendError, TaskError, UnknownNameError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import State
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.core.vocabulary import Vocabulary

__all__ = ["ACTION_TYPES", "Demonstration", "Demonstrations", "Moment", "Playback"]

# AndroidControl's kinds of action, and the declaration of the end, which is always a mistake unless the end is scored.
ACTION_TYPES: Final = (
    "click",
    "long_press",
    "scroll",
    "input_text",
    "open_app",
    "navigate_back",
    "navigate_home",
    "wait",
    "status",
)
DEMONSTRATION: Final = "Demonstration"
_PREFIX: Final = "Episode-"


class Moment(NamedTuple):
    """Where a playback stands: all that a snapshot holds.

    Attributes:
        episode_id: The episode; None before the first is opened.
        position: The screen shown, from 0.
        right: Steps that were judged right.
        over: Nothing more is played.
        last: (type correct, correct) of the latest step, or None.
    """

    episode_id: int | None = None
    position: int = 0
    right: int = 0
    over: bool = True
    last: tuple[bool, bool] | None = None


class Playback:
    """A backend that shows recorded screens, the next one after each action, whatever that was.

    Args:
        library: The episodes.
        screen: (width, height) in px that holds every screen; what environments show them on.
        score_end: Play one more step, at the last screen.
    """

    name = "recorded"
    capabilities = frozenset({"snapshot", "fork", "state", "screenshot"})
    action_types = ACTION_TYPES

    def __init__(self, library: Library, screen: tuple[int, int], *, score_end: bool = False) -> None:
        self.library = library
        self._panel = screen
        self._score_end = score_end
        self._tape: Tape | None = None
        self._moment = Moment()
        # Pictures of the open episode that are being decoded ahead, by position.
        self._pictures: dict[int, Future[NDArray[np.uint8]]] = {}

    # ---- playing --------------------------------------------------------------------------------

    def open(self, episode_id: int) -> None:
        """Show the first screen of an episode.

        Raises:
            UnknownNameError: There is no such episode.
            DataError: Its record is damaged.
            TaskError: It has no actions.
        """
        tape = self.library.tape(episode_id)
        if not tape.n_steps:
            raise TaskError(f"episode {episode_id} has no actions: there is nothing to play")
        self._show(tape, Moment(episode_id, over=False))

    def perform(self, action: Action) -> None:
        """Show the next screen; the last one stays."""
        position = min(self._moment.position + 1, self.tape.n_steps)
        self._moment = self._moment._replace(position=position)

    def count(self, type_correct: bool, correct: bool, *, ended: bool) -> None:
        """Keep what the latest step was worth, and whether it was the last one."""
        moment = self._moment
        self._moment = moment._replace(right=moment.right + correct, over=ended, last=(type_correct, correct))

    @property
    def tape(self) -> Tape:
        """The open episode."""
        if self._tape is None:
            raise BackendError("no recorded episode is open; reset the environment")
        return self._tape

    @property
    def moment(self) -> Moment:
        """Where the playback stands."""
        return self._moment

    @property
    def n_steps(self) -> int:
        """Steps to be taken in the open episode."""
        return self.tape.n_steps + self._score_end

    def gold(self) -> Gold:
        """What was recorded next. For the judge only."""
        return self.tape.gold(self._moment.position)

    def instruction(self) -> str:
        """The low-level instruction of the next step; "" at the last screen."""
        position = self._moment.position
        return self.tape.instructions[position] if position < self.tape.n_steps else ""

    # ---- the backend protocol ---------------------------------------------------------------------

    @property
    def screen_size(self) -> tuple[int, int]:
        """(width, height) of the screen as recorded; of the panel before an episode is opened."""
        return self._panel if self._tape is None else self._tape.sizes[self._moment.position]

    def elements(self) -> Sequence[Element]:
        """The elements of the recorded screen, read when somebody looks."""
        return self.tape.screens[self._moment.position].listed

    def screenshot(self) -> NDArray[np.uint8]:
        """The recorded picture; the next one is decoded meanwhile."""
        here = self._moment.position
        future = self._pictures.pop(here, None) or self._decode(here)
        ahead = self._pictures.get(here + 1)
        if ahead is None and here < self.tape.n_steps:
            ahead = self._decode(here + 1)
        self._pictures = {} if ahead is None else {here + 1: ahead}
        # Nobody else has it: whoever looks twice has it decoded twice, which costs no more than a copy.
        return future.result()

    def context(self) -> dict[str, str]:
        """The package in front."""
        return {"app": self.tape.screens[self._moment.position].app}

    def snapshot(self) -> Moment:
        """Episode and position."""
        return self._moment

    def restore(self, snapshot: Moment) -> None:
        """Show an episode at a position."""
        if snapshot.episode_id is None:
            self._tape, self._moment = None, snapshot
            return
        same = self._tape is not None and self._tape.episode_id == snapshot.episode_id
        self._show(self.tape if same else self.library.tape(snapshot.episode_id), snapshot)

    def fork(self) -> Backend:
        """A second playback at the same place."""
        twin = Playback(self.library, self._panel, score_end=self._score_end)
        twin._tape, twin._moment = self._tape, self._moment
        return twin

    def state(self) -> State:
        """A recording holds nothing but its place."""
        values = {"recording/episode": str(self._moment.episode_id), "recording/screen": str(self._moment.position)}
        return State({}, {}, {}, values)

    def state_hash(self) -> str:
        """Over episode, position and what was judged so far."""
        return hashlib.blake2b(json.dumps(self._moment).encode(), digest_size=16).hexdigest()

    def vocabulary(self) -> Vocabulary:
        """No words: nothing changes that could be spoken of."""
        return Vocabulary()

    def close(self) -> None:
        """Let go of pictures and files."""
        self._pictures.clear()
        self.library.close()

    # ---- inside -----------------------------------------------------------------------------------

    def _show(self, tape: Tape, moment: Moment) -> None:
        if tape is not self._tape:
            self._tape = tape
            self._pictures = {}
        self._moment = moment

    def _decode(self, position: int) -> Future[NDArray[np.uint8]]:
        tape = self.tape
        png = self.library.pictures(tape.episode_id)[position]
        where = f"{tape.where}: screenshots[{position}]"
        size = tape.sizes[position]
        # A picture that is smaller than the panel is copied onto it by whoever shows it.
        return _reader(os.getpid()).submit(decode_picture, png, size, where, writable=size == self._panel)


@functools.lru_cache(maxsize=1)
def _reader(process: int) -> ThreadPoolExecutor:
    """The thread that decodes ahead. Threads do not survive a fork, so each process has its own."""
    return ThreadPoolExecutor(1, thread_name_prefix=f"android-control-{process}")


class Demonstration(Task):
    """Do what a person was recorded doing. Parameters: `episode_id`."""

    name = DEMONSTRATION
    max_steps = 1  # of the class; an opened episode knows how many it has
    template = ""
    only_id: ClassVar[int | None] = None  # of the tasks of one episode

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__(params)
        if type(self.params.get("episode_id")) is not int:
            raise TaskError(f'{self.name}: params must be {{"episode_id": a whole number}}, got {params!r:.100}')
        self._goal = ""

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """The episode of an `Episode-<id>`; `Demonstration` itself needs to be told."""
        if cls.only_id is None:
            raise TaskError(f'{cls.name} needs params={{"episode_id": a whole number}}; or ask for {_PREFIX}<id>')
        return {"episode_id": cls.only_id}

    @property
    def episode_id(self) -> int:
        """The recorded episode."""
        return int(self.params["episode_id"])

    @property
    def goal(self) -> str:
        """The recorded high-level instruction; known once the episode is open."""
        return self._goal

    def initialize(self, backend: Playback) -> None:
        """Open the episode."""
        backend.open(self.episode_id)
        self._goal = backend.tape.goal
        # An attribute of the instance beside the class's: every recording has its own length.
        self.__dict__["max_steps"] = backend.n_steps
        self._library = backend.library

    def evaluate(self, backend: Playback, answer: str | None) -> float:
        """The share of all steps that were right."""
        return backend.moment.right / backend.n_steps

    def over(self, backend: Playback) -> bool:
        """Whether the recording has come to its end."""
        return backend.moment.over

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The recorded actions, then the declaration."""
        yield from self._library.tape(self.episode_id).actions
        yield END

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in super().__getstate__().items() if k != "_library"}

    def __reduce__(self) -> tuple[Any, ...]:
        # Classes of single episodes are made when they are asked for, so pickle takes name and contents.
        return _rebuild, (self.name, self.__getstate__())


def _rebuild(name: str, state: dict[str, Any]) -> Demonstration:
    params = state["params"]
    task = (Demonstration if name == DEMONSTRATION else _task_class(params["episode_id"]))(params)
    task.__setstate__(state)
    return task


def _task_class(episode_id: int) -> type[Demonstration]:
    namespace = {"name": f"{_PREFIX}{episode_id}", "only_id": episode_id, "__module__": __name__}
    return type(Demonstration.__name__, (Demonstration,), namespace)


class Demonstrations(Suite):
    """A task for each episode, `Episode-<id>`, made when it is asked for; and `Demonstration`, which takes any.

    Args:
        ids: The episodes, ascending.
    """

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__("AndroidControl", {})
        self.ids = tuple(ids)
        self._known = frozenset(self.ids)

    def __getitem__(self, name: str) -> type[Task]:
        if name == DEMONSTRATION:
            return Demonstration
        number = name.removeprefix(_PREFIX) if isinstance(name, str) else ""
        if not number.isdecimal() or len(number) > 18 or f"{_PREFIX}{int(number)}" != name:
            raise UnknownNameError("AndroidControl task", name, (DEMONSTRATION, *self._some()))
        return _task_class(self.member(int(number)))

    def member(self, episode_id: int) -> int:
        """The id of an episode, if it is one of these.

        Raises:
            UnknownNameError: It is not; names some that are.
        """
        if episode_id not in self._known:
            raise UnknownNameError("episode of this split", episode_id, (str(i) for i in self.ids[:8]))
        return episode_id

    def without(self, episode_id: int) -> Demonstrations:
        """The suite but for one episode."""
        return Demonstrations([i for i in self.ids if i != episode_id])

    def _some(self) -> tuple[str, ...]:
        return tuple(f"{_PREFIX}{i}" for i in self.ids[:8])

    def __iter__(self) -> Iterator[str]:
        return (f"{_PREFIX}{i}" for i in self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, name: object) -> bool:
        try:
            self[name]  # type: ignore[index]
        except UnknownNameError:
            return False
        return True

    def sample(self, rng: np.random.Generator) -> str:
        """Draw a task, each episode equally likely."""
        if not self.ids:
            raise TaskError("there is no episode with actions in this split")
        return f"{_PREFIX}{self.ids[int(rng.integers(len(self.ids)))]}"

    def only(self, names: Any) -> Suite:
        """The part of the suite with these tasks."""
        return Demonstrations([getattr(self[name], "only_id", 0) for name in names])

    def using(self, app: str) -> Suite:
        """Recordings do not say which apps they use: none."""
        return Demonstrations(())
