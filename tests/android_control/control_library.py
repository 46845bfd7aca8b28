"""Recorded episodes made by hand, and a library of them without files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from PIL import Image

from osgenesis.envs.android_control.episodes import ControlEpisode
from osgenesis.envs.android_control.forest import ForestNode, ForestWindow, encode_forest
from osgenesis.envs.core.elements import Flag

CLICKABLE = int(Flag.CLICKABLE | Flag.ENABLED)
Box = tuple[int, int, int, int]


def node(bounds: Box, text: str = "", flags: int = CLICKABLE, children: tuple[int, ...] = (), uid: int = 0) -> ForestNode:
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
WAIT = {"action_type": "wait"}
TYPE = {"action_type": "input_text", "text": "buy milk today"}
OPEN = {"action_type": "open_app", "app_name": "Clock"}
