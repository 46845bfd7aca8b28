"""Makes the AndroidControl sample that the package carries: `python benchmarks/make_control_sample.py [FOLDER]`.

Every run makes the same episodes. The files are the same too, as long as Pillow and zlib are.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_control.episodes import ControlEpisode
from osgenesis.envs.android_control.forest import ForestNode, decode_forest, encode_forest
from osgenesis.envs.android_control.recording import Recorder, png, record_task
from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.writer import write_dataset
from osgenesis.envs.android_world.environment import native_suite
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen

COLOURS = 48  # of a palette; the real ones are several times as large in true colour
LARGE_FOREST = 3_000


class Plan(NamedTuple):
    """One demonstration that is written out by hand: the screen's size, and (instruction, what to do) in turn."""

    goal: str
    steps: tuple[tuple[str, Action | dict[str, Any]], ...]
    size: str = "1080x2400"
    rotation: int = 0


def tap(**what: Any) -> dict[str, Any]:
    """A click on the element that the words describe."""
    return {"kind": "click", **what}


def hold(**what: Any) -> dict[str, Any]:
    """A long press on it."""
    return {"kind": "long_press", **what}


def opened(app: str) -> tuple[str, Action]:
    """The first step of most demonstrations."""
    return f"Open the {app} app", Action("open_app", app=app)


DOWN, UP = Action("scroll", direction="down"), Action("scroll", direction="up")
BACK, HOME, WAIT = Action("navigate_back"), Action("navigate_home"), Action("wait")

PLANS: dict[int, Plan] = {
    17: Plan(
        "Look at what the Settings app says about the battery and go back.",
        (opened("Settings"), ("Click on Battery", tap(text="Battery")), ("Go back", BACK)),
    ),
    204: Plan(
        "Start the stopwatch in the Clock app on my large phone.",
        (
            opened("Clock"),
            ("Go to the stopwatch tab", tap(text="Stopwatch")),
            ("Wait for the page to load", WAIT),
            ("Click on the start button", tap(description="Start")),
        ),
        size="1440x3120",
    ),
    311: Plan(
        "With the phone lying on its side, see what is further down in the Settings app and come back up.",
        (opened("Settings"), ("Swipe up to see more", DOWN), ("Swipe down to the top", UP), ("Go home", HOME)),
        rotation=1,
    ),
    512: Plan(
        "Begin a new contact whose first name is Amina.",
        (
            opened("Contacts"),
            ("Click on the plus button", tap(description="Create contact")),
            ("Click on the first name field", tap(hint="First name")),
            ("Type Amina", Action("input_text", text="Amina")),
        ),
        size="1080x1920",
    ),
    640: Plan("Show the list of files on the tablet.", (opened("Files"), ("Wait", WAIT)), size="1600x2560"),
    733: Plan(
        "Read a long page in Markor.",
        (opened("Markor"), ("Scroll down", DOWN)),
        size="1080x2340",
    ),
    901: Plan("Do nothing at all.", ()),
}
TASKS = {
    1042: "SystemWifiTurnOff",
    1188: "MarkorDeleteNote",
    1306: "SimpleSmsReply",
    2519: "CameraTakePhoto",
    3777: "OpenAppTaskEval",
    4096: "SimpleCalendarDeleteOneEvent",
}
LARGE, TRUE_COLOUR = 733, 17
SPLITS = {"train": [17, 204, 901, 1042, 2519], "validation": [640], "test": [311, 512, 733, 1188, 1306, 3777, 4096]}
SUBSPLITS = {
    "IDD": [311, 1306, 3777],
    "app_unseen": [512, 733, 1188, 3777],
    "task_unseen": [512, 733, 1188, 4096],
    "category_unseen": [733, 1188],
}


def palette_png(picture: NDArray[np.uint8]) -> bytes:
    """A screenshot in few colours: a third of the bytes, and little to be seen of it."""
    file = io.BytesIO()
    small = Image.fromarray(picture).quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def rgba_png(picture: NDArray[np.uint8]) -> bytes:
    """A screenshot with an alpha channel, as Android's own screenshots have one."""
    return png(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]))


def planned(number: int, plan: Plan) -> ControlEpisode:
    """Play a plan on a fresh phone."""
    phone = Phone()
    if plan.size != "1080x2400":
        phone.shell(f"wm size {plan.size}")
    if plan.rotation:
        phone.shell(f"wm user-rotation lock {plan.rotation}")
    encode: Callable[[NDArray[np.uint8]], bytes] = rgba_png if number == TRUE_COLOUR else palette_png
    recorder = Recorder(phone, plan.goal, number, encode)
    for instruction, move in plan.steps:
        if isinstance(move, dict):
            words = {key: value for key, value in move.items() if key != "kind"}
            element = Screen(phone.elements(), phone.screen_size).need(**words)
            move = Action(move["kind"], index=phone.elements().index(element))
        recorder.do(move, instruction)
    episode = recorder.episode()
    return with_large_forest(episode) if number == LARGE else episode


def tasked(number: int, name: str) -> ControlEpisode:
    """Record the oracle of one of our tasks."""
    task_class = native_suite()[name]
    task = task_class(task_class.sample_params(np.random.default_rng(number)))
    return record_task(task, Phone(), number, palette_png)


def with_large_forest(episode: ControlEpisode) -> ControlEpisode:
    """The same with a second screen that reports as many nodes as a long web page does."""
    windows = list(decode_forest(episode.forests[1]))
    place = next(i for i, window in enumerate(windows) if window.is_active)
    nodes = list(windows[place].nodes)
    first = len(nodes)
    for i in range(LARGE_FOREST - sum(len(window.nodes) for window in windows)):
        top = 2600 + 40 * i if i % 2 else -40 * i - 40  # below and above what is to be seen
        nodes.append(paragraph(first + i, (48, top, 1032, top + 36), i))
    root = nodes[0]
    nodes[0] = root._replace(child_ids=(*root.child_ids, *range(first, len(nodes))))
    windows[place] = windows[place]._replace(nodes=tuple(nodes))
    forests = (episode.forests[0], encode_forest(windows), *episode.forests[2:])
    return replace(episode, forests=forests)


def paragraph(number: int, box: tuple[int, int, int, int], line: int) -> ForestNode:
    """A line of text outside the screen."""
    return ForestNode(
        "android.widget.TextView", "", "", "net.gsantner.markor", f"Line {line}", "", "", number, -1, -1, 1, 1, 0, 0,
        number, box, 16, False, (), (),
    )  # fmt: skip


def episodes() -> Iterator[ControlEpisode]:
    """All of the sample, in the order of their numbers."""
    for number in sorted(PLANS.keys() | TASKS.keys()):
        yield planned(number, PLANS[number]) if number in PLANS else tasked(number, TASKS[number])


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else sample_path()
    files = write_dataset(episodes(), folder, shards=2, splits=SPLITS, subsplits=SUBSPLITS, level=9, overwrite=True)
    for path in files:
        print(f"{path.name} {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
