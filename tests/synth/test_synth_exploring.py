"""Exploring: the paper's walk by its weights, the frontier by its finds, triples by their replay."""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.synth.config import Budget, RunConfig
from osgenesis.synth.explore import units
from osgenesis.synth.explore.base import Unit
from osgenesis.synth.explore.candidates import candidates, changed, choices, identifier, press
from osgenesis.synth.explore.fields import RuleBasedText
from osgenesis.synth.explore.random_walk import RandomWalk, RandomWalker
from osgenesis.synth.explore.recorder import Recorder, structure
from osgenesis.synth.explore.triples import ScreenRecord, Start, Triple
from osgenesis.synth.reverse.replay import Player
from osgenesis.synth.worlds import open_for_exploring

SCREEN = (1080, 2400)
ENABLED, CLICK = int(Flag.ENABLED), int(Flag.ENABLED | Flag.CLICKABLE)


def element(text: str = "", **changes: Any) -> Element:
    plain = Element(text, "", "android.widget.TextView", "", "", "org.app", 0, 100, 500, 200, ENABLED, "application")
    return plain._replace(**changes)


class Tickets:
    """Draws the numbers it was given."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = list(numbers)

    def integers(self, high: int) -> int:
        assert self.numbers[0] < high
        return self.numbers.pop(0)


def test_each_element_has_ten_tickets_and_each_global_action_one() -> None:
    options = choices([0, 1, 2, 3])
    total = sum(option.weight for option in options)
    shares = [Fraction(option.weight, total) for option in options]
    assert shares == [Fraction(10, 43)] * 4 + [Fraction(1, 43)] * 3
    assert [option.action for option in options[4:]] == [
        Action("scroll", direction="down"),
        Action("scroll", direction="up"),
        Action("navigate_back"),
    ]


def test_a_long_clickable_element_is_clicked_nine_times_of_ten() -> None:
    long = element(flags=int(Flag.ENABLED | Flag.LONG_CLICKABLE))
    kinds = Counter(press(long, 0, Tickets(n)).type for n in range(10))  # type: ignore[arg-type]
    assert kinds == {"click": 9, "long_press": 1}
    assert press(element(), 0, Tickets()).type == "click"  # type: ignore[arg-type]


def test_candidates_are_what_is_enabled_visible_and_of_the_app() -> None:
    elements = [
        element("plain text is presumed to react"),
        element("greyed out", flags=0),
        element("empty", right=0),
        element("off the screen", top=2400, bottom=2500),
        element("status bar", package="com.android.systemui"),
        element("key", package="com.google.android.inputmethod.latin"),
        element("key of another keyboard", window="input_method"),
        element("known to be inert"),
    ]
    inert = {identifier(elements[-1])}
    assert candidates(elements, SCREEN, inert) == [0]


def test_a_switch_that_is_toggled_counts_as_a_change_and_the_clock_does_not() -> None:
    off = element("Wi-Fi", flags=int(Flag.ENABLED | Flag.CHECKABLE))
    on = off._replace(flags=off.flags | int(Flag.CHECKED))
    clock = element("15:34", package="com.android.systemui")
    assert changed([off], [on])
    assert not changed([off, clock], [off, clock._replace(text="15:35")])
    assert not changed([off, on], [on, off])


def explore(explorer: str, steps: int = 120, rounds: int = 1) -> list[tuple[dict[str, Any], Any]]:
    config = RunConfig("Fake", Path("unused"), explorer=explorer, budget=Budget(rounds, steps))
    made = [units.produce(work.payload) for work in units.plan(config)]
    return [(dict(products.files), products.numbers) for products in made]


@pytest.mark.parametrize("explorer", ["random_walk", "frontier"])
def test_the_same_seed_finds_the_same(explorer: str) -> None:
    (first, numbers), (second, _) = explore(explorer)[0], explore(explorer)[0]
    assert first == second
    assert numbers["steps"] == 120


@pytest.mark.parametrize("explorer", ["random_walk", "frontier"])
def test_every_triple_is_found_again_by_replaying_its_path(explorer: str) -> None:
    files, _ = explore(explorer, rounds=2)[1]
    screens = {record["id"]: ScreenRecord.from_plain(record) for record in files["screens"]}
    triples = [Triple.from_plain(record) for record in files["triples"]]
    assert len(triples) > 50
    for triple in triples[::7]:
        player = Player(open_for_exploring("Fake"), triple.start)
        assert player.from_start(triple.path) is not None
        backend = player.env.backend
        assert backend.elements() == screens[triple.screen_before].elements
        assert backend.state_hash() == triple.state_before
        player.env.step(triple.action)
        assert backend.elements() == screens[triple.screen_after].elements
        assert backend.state_hash() == triple.state_after


def test_triples_survive_json() -> None:
    files, _ = explore("frontier")[0]
    for record in files["triples"]:
        plain = {key: value for key, value in record.items() if key != "provenance"}
        assert Triple.from_plain(record).to_plain() == plain
        assert record["provenance"]["seed"] is not None


def test_the_frontier_saves_notes_counts_toggles_and_exports() -> None:
    files, numbers = explore("frontier", steps=200)[0]
    changes = {change[1] for record in files["triples"] for change in record["diff"]}
    assert changes == {"Counter/notes", "Counter/numbers", "app/dark", "/notes/export.txt"}
    assert len(numbers["differences"]) >= 4
    # It goes back by snapshot: some excursions begin where an earlier triple ended.
    assert any(record["restored_from"] for record in files["triples"])


def unit(steps: int) -> Unit:
    return Unit("counter-0", 5, "Counter", Start("Fake"), steps, "random_walk")


def test_a_random_walk_opens_the_app_and_then_makes_ten_attempts() -> None:
    opened: list[int] = []
    recorder = Recorder(open_for_exploring("Fake"), "counter-0", Start("Fake"))
    step = recorder.gui.step

    def spy(action: Any) -> Any:
        if action.type == "open_app":
            opened.append(recorder.n_steps)
        return step(action)

    recorder.gui.step = spy  # type: ignore[method-assign]
    RandomWalk(RuleBasedText()).explore(recorder, unit(33))
    assert opened == [0, 11, 22]


def test_an_element_that_does_nothing_is_not_tried_again() -> None:
    recorder = Recorder(open_for_exploring("Fake"), "counter-0", Start("Fake"))
    walker = RandomWalker(unit(0), recorder, RuleBasedText())
    title = element("Counter")
    info = {"screen_size": SCREEN, "elements": (title,), "app": "org.app"}
    walker.reset({}, info)
    walker.act({})
    walker.observe({}, 0.0, False, False, info)
    while walker.act({}).type != "click":
        pass
    walker.observe({}, 0.0, False, False, info)
    assert walker.inert == {identifier(title)}
    assert all(walker.act({}).type != "click" for _ in range(20))


def test_screens_with_other_texts_and_longer_lists_are_of_one_structure() -> None:
    heading = element("Notes", top=0, bottom=90)
    rows = [element(f"note {n}", resource_id="row", top=400 + n, bottom=401 + n) for n in range(9)]
    assert structure([heading, *rows[:2]], "app") == structure([heading, *rows[5:]], "app")
    assert structure([heading, *rows], "app") != structure([heading], "app")
    assert structure([heading], "app") != structure([heading], "another app")


@pytest.mark.parametrize(
    ("field", "pattern"),
    [
        ({"hint": "Email"}, r"[a-z]+\.[a-z]+@[\w.]+"),
        ({"hint": "Phone"}, r"555-\d{3}-\d{4}"),
        ({"hint": "First name"}, r"[A-Z]\w+"),
        ({"resource_id": "org.app:id/dateField"}, r"\d{4}-\d\d-\d\d"),
        ({"description": "Start time"}, r"\d\d:\d\d"),
        ({"hint": "File name"}, r"[a-z_]+(?:_\d+)?"),
        ({"hint": "Search contacts"}, r"[a-z]+"),
    ],
)
def test_fields_get_what_their_words_ask_for(field: dict[str, str], pattern: str) -> None:
    wanted = element(class_name="android.widget.EditText", flags=CLICK | int(Flag.EDITABLE), **field)
    rng = np.random.default_rng(1)
    for _ in range(20):
        assert re.fullmatch(pattern, RuleBasedText().text([wanted], wanted, rng))


def test_a_field_without_words_takes_those_of_the_label_above_it() -> None:
    label = element("Phone number", top=100, bottom=150)
    wanted = element(top=160, bottom=260, flags=CLICK | int(Flag.EDITABLE))
    text = RuleBasedText().text([label, wanted], wanted, np.random.default_rng(0))
    assert text.startswith("555-")


def test_a_name_in_a_dialog_for_folders_is_a_folder_s() -> None:
    title = element("New folder", top=900, bottom=960)
    wanted = element(hint="Name", top=1000, bottom=1100, flags=CLICK | int(Flag.EDITABLE))
    from osgenesis.synth.explore.words import FOLDERS

    text = RuleBasedText().text([title, wanted], wanted, np.random.default_rng(0))
    assert text.split(" ")[0] in FOLDERS


def test_exploring_leaves_the_environment_as_a_gui_env() -> None:
    assert isinstance(open_for_exploring("Fake"), GuiEnv)
