"""Recorded episodes made by hand, small enough that every figure can be worked out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from osgenesis.envs.android_control.episodes import ControlEpisode
from osgenesis.envs.android_control.forest import ForestNode, ForestWindow, encode_forest
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.android_control.writer import write_dataset
from osgenesis.envs.core.elements import Flag

CLICKABLE = int(Flag.CLICKABLE | Flag.ENABLED)
Box = tuple[int, int, int, int]


def node(
    bounds: Box, text: str = "", flags: int = CLICKABLE, children: tuple[int, ...] = (), uid: int = 0
) -> ForestNode:
    return ForestNode(
        "android.widget.Button", "", "", "org.example", text, "", "", uid, 0, 0, 0, 0, 0, 0, 0, bounds, flags, True,
        children, (),
    )  # fmt: skip


def forest(*nodes: ForestNode) -> bytes:
    return encode_forest([ForestWindow(1, 1, 0, (0, 0, 1080, 2400), "", 0, False, True, True, False, nodes)])


def picture(size: tuple[int, int], colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def control_episode(
    episode_id: int,
    actions: Iterable[Mapping[str, Any]],
    *,
    size: tuple[int, int] = (108, 240),
    instructions: Iterable[str] = (),
    screens: Iterable[bytes] = (),
) -> ControlEpisode:
    done = tuple(actions)
    words = tuple(instructions) or tuple(f"Do step {i}" for i in range(len(done)))
    n = len(done) + 1
    trees = tuple(screens) or tuple(
        forest(node((0, 0, 50, 50), f"One {i}"), node((50, 0, 100, 50), f"Two {i}", uid=1)) for i in range(n)
    )
    pictures = tuple(picture(size, (episode_id % 256, i, 7)) for i in range(n))
    return ControlEpisode(episode_id, f"Goal of {episode_id}.", done, words, (size,) * n, pictures, trees)


CLICK_ONE = {"action_type": "click", "x": 25, "y": 25}
CLICK_TWO = {"action_type": "click", "x": 75, "y": 25}
SCROLL = {"action_type": "scroll", "direction": "down"}
TYPE = {"action_type": "input_text", "text": "buy milk today"}
OPEN = {"action_type": "open_app", "app_name": "Clock"}
BACK = {"action_type": "navigate_back"}

# 5 episodes of 10 steps in all; 1 and 3 are in two sub-splits, 5 in none, 9 has no actions and 4 is in training.
EPISODES = (
    control_episode(1, [CLICK_ONE, TYPE, SCROLL], instructions=["Tap One", "Type it", "Scroll up"]),
    control_episode(2, [OPEN]),
    control_episode(3, [CLICK_TWO, CLICK_TWO, BACK]),
    control_episode(4, [CLICK_ONE], size=(200, 100)),
    control_episode(5, [SCROLL, CLICK_ONE], size=(240, 108)),
    control_episode(9, []),
)
SPLITS = {"train": [4], "validation": [], "test": [1, 2, 3, 5, 9]}
SUBSPLITS = {"IDD": [1, 2], "app_unseen": [3], "task_unseen": [1, 3], "category_unseen": [3]}


@pytest.fixture(scope="session")
def control_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of the hand-made episodes."""
    folder = tmp_path_factory.mktemp("control")
    write_dataset(EPISODES, folder, shards=2, splits=SPLITS, subsplits=SUBSPLITS)
    return folder


@pytest.fixture
def library(control_folder: Path) -> Library:
    """The hand-made episodes."""
    return Library.open(control_folder)


@pytest.fixture
def make_control_episode() -> Callable[..., ControlEpisode]:
    """Makes an episode from its actions."""
    return control_episode
