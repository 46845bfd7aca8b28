"""`Archive`: the kinds of screens found so far, how often each was visited, and ways back to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from osgenesis.synth.explore.recorder import Moment

MAX_MOMENTS = 4  # kept per kind of screen


@dataclass
class Node:
    """One kind of screen."""

    structure: str
    visits: int = 0
    chosen: int = 0  # times an excursion began here
    tries: Counter[str] = field(default_factory=Counter)  # by action key
    open_ends: int = 1  # actions that were there to try at the last visit and never were
    moments: list[Moment] = field(default_factory=list)
    finds: int = 0  # new screens and new differences that excursions from here brought


class Archive:
    """All kinds of screens of one unit of exploration."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.differences: set[str] = set()  # shapes of state differences seen

    def visit(self, structure: str) -> Node:
        """The node of a kind of screen, one visit richer."""
        node = self.nodes.get(structure)
        if node is None:
            node = self.nodes[structure] = Node(structure)
        node.visits += 1
        return node

    def keep(self, node: Node, moment: Moment, rng: np.random.Generator) -> None:
        """Remember a way to a kind of screen: the shortest one, and some others for variety."""
        moments = node.moments
        if len(moments) < MAX_MOMENTS:
            moments.append(moment)
        elif len(moment.path) < len(moments[0].path):
            moments[0] = moment
        elif rng.random() < 0.15:
            moments[int(rng.integers(1, MAX_MOMENTS))] = moment
        moments.sort(key=lambda kept: (kept.n_changes, len(kept.path)))

    def choose(self, rng: np.random.Generator) -> tuple[Node, Moment]:
        """A kind of screen that promises news, and a way to it.

        Many untried actions and good finds speak for a node, excursions that began there already
        speak against it; so do long ways.
        """
        nodes = [node for node in self.nodes.values() if node.moments]
        weights = np.array([_promise(node) for node in nodes])
        node = nodes[int(rng.choice(len(nodes), p=weights / weights.sum()))]
        node.chosen += 1
        # Short and clean ways make short, clean tasks; others make the world differ.
        shares = np.array([0.5**rank for rank in range(len(node.moments))])
        index = int(rng.choice(len(node.moments), p=shares / shares.sum()))
        return node, node.moments[index]


def _promise(node: Node) -> float:
    shortest = len(node.moments[0].path)
    return float(
        (0.2 + node.open_ends + 2.0 * node.finds / (1 + node.chosen))
        / (1.0 + node.chosen) ** 1.5
        / (1.0 + 0.05 * shortest)
    )
