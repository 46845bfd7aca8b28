"""Reverse synthesis: what becomes a task, why other things don't, and what it is called."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.fake import FAKE_SUITE
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import StateDiff
from osgenesis.synth.config import RunConfig
from osgenesis.synth.explore.triples import PathStep, Start, Triple
from osgenesis.synth.reverse import units
from osgenesis.synth.reverse.dedup import NearDuplicates, hamming, normalised, simhash
from osgenesis.synth.reverse.expressible import expressible
from osgenesis.synth.reverse.minimise import minimise, path_of
from osgenesis.synth.reverse.propose import Candidate, propose
from osgenesis.synth.reverse.replay import Player, locate
from osgenesis.synth.reverse.task_records import accepted, public
from osgenesis.synth.reverse.verify import Rejected, Verified, verify
from osgenesis.synth.worlds import open_for_exploring

START = Start("Fake")


def player() -> Player:
    return Player(open_for_exploring("Fake"), START)


def path_to(*names: str, text: str = "buy milk") -> tuple[PathStep, ...]:
    """A path that presses the elements of these ids, typing where they take text."""
    env = open_for_exploring("Fake")
    env.reset(seed=0, options={"task": "Explore", "params": {"setup": None}})
    path = []
    for name in names:
        if name in ("navigate_back", "wait"):
            step = PathStep(Action(name), None)
        else:
            index = next(i for i, e in enumerate(env.elements) if e.resource_id == name)
            element = env.elements[index]
            kind = Action("input_text", index=index, text=text) if element.editable else Action("click", index=index)
            step = PathStep(kind, element)
        env.step(step.action)
        path.append(step)
    return tuple(path)


def candidate(*names: str, begin: int | None = None) -> Candidate:
    path = path_to(*names)
    return Candidate("key", START, path, len(path) - 1 if begin is None else begin, "parent")


def judge(*names: str, begin: int | None = None) -> Verified | Rejected:
    play = player()
    return verify(play, candidate(*names, begin=begin), play.env.backend.vocabulary())


def kept(found: Verified | Rejected) -> list[str]:
    assert isinstance(found, Verified)
    return [step.element.resource_id for step in found.replay.steps if step.element]


def test_only_the_steps_that_the_goal_needs_are_kept() -> None:
    found = judge("plus", "minus", "field", "wait", "dark", "dark", "save")
    assert kept(found) == ["field", "save"]
    assert isinstance(found, Verified)
    assert [atom.kind for atom in found.predicate.atoms] == ["row_exists"]


def test_a_whole_path_makes_a_goal_of_all_that_it_changed() -> None:
    found = judge("plus", "field", "wait", "save", "dark", begin=0)
    assert sorted(kept(found)) == ["dark", "field", "plus", "save"]
    assert isinstance(found, Verified)
    assert len(found.predicate.atoms) == 3


def test_a_change_of_something_made_on_the_way_asks_for_both() -> None:
    # The last "plus" alone counts to 1, from the start it has to be 2.
    assert kept(judge("plus", "plus")) == ["plus", "plus"]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("field",), "no_state_change"),
        (("plus", "minus"), "no_state_change"),
    ],
)
def test_what_changes_nothing_is_no_task(names: tuple[str, ...], reason: str) -> None:
    assert judge(*names, begin=0) == Rejected(reason)


def test_a_path_whose_target_is_gone_cannot_be_reproduced() -> None:
    ghost = path_to("plus")[0].element
    assert ghost is not None
    step = PathStep(Action("click", index=1), ghost._replace(text="no such button"))
    found = verify(player(), Candidate("k", START, (step,), 0, "p"), units.vocabulary_of("Fake"))
    assert found == Rejected("not_reproducible")


def test_a_target_is_found_where_it_has_moved_to() -> None:
    step = path_to("save")[0]
    env = open_for_exploring("Fake")
    env.reset(seed=0, options={"task": "Explore", "params": {"setup": None}})
    shifted = (env.elements[0], *env.elements)
    assert step.action.index is not None
    found = locate(step, shifted)
    assert found is not None
    assert found.index == step.action.index + 1
    assert locate(step, env.elements[:3]) is None


def test_minimising_keeps_the_goal_true() -> None:
    play = player()
    replay = play.from_start(path_to("dark", "plus", "plus", "field", "minus", "save"))
    assert replay is not None

    def holds(start: Any, end: Any) -> bool:
        return end.settings["app/dark"] == "1" and len(end.rows("Counter/notes")) == 1

    shortest = minimise(play, replay, holds)
    assert [s.element.resource_id for s in path_of(shortest) if s.element] == ["dark", "field", "save"]
    again = play.from_start(path_of(shortest), fresh=True)
    assert again is not None
    assert holds(again.start, again.end)


def triple(number: int, *names: str) -> Triple:
    """What a recorder makes of the last step of a path."""
    play = player()
    path = path_to(*names)
    before = play.from_start(path[:-1])
    after = play.from_start(path)
    assert before is not None
    assert after is not None
    diff = StateDiff.between(before.end, after.end)
    return Triple(
        f"t{number}", "unit", number, "org.example.counter", START, path[:-1], path[-1].action,
        path[-1].element, "a", "b", "c", "d", diff, None, None,
    )  # fmt: skip


def test_proposing_counts_why_triples_are_no_candidates_and_drops_equal_goals() -> None:
    vocabulary = units.vocabulary_of("Fake")
    triples = [triple(1, "plus"), triple(2, "field"), triple(3, "minus", "plus", "plus"), triple(4, "wait")]
    proposals = propose(triples, vocabulary, per_shape=5, limit=9)
    assert proposals.n_proposed == 4
    assert [c.triple for c in proposals.candidates] == ["t1"]
    assert proposals.rejected == {"no_state_change": 2, "duplicate": 1}


def test_one_kind_of_difference_gives_only_so_many_candidates() -> None:
    triples = [triple(n, *(["plus"] * n)) for n in range(1, 7)]
    proposals = propose(triples, units.vocabulary_of("Fake"), per_shape=2, limit=9)
    assert len(proposals.candidates) == 2


def test_changes_without_words_are_not_expressible() -> None:
    vocabulary = units.vocabulary_of("Fake")
    diff = triple(1, "plus").diff
    assert expressible(diff, vocabulary) == diff
    assert not expressible(diff, type(vocabulary)())


def tasks(finished_run: Path) -> list[dict[str, Any]]:
    from osgenesis.synth.parts import read_records

    return read_records(finished_run / "tasks.jsonl")


def test_every_task_of_a_run_is_false_at_the_start_and_true_after_its_path(finished_run: Path) -> None:
    env = open_for_exploring("Fake")
    found = tasks(finished_run)
    assert len(found) >= 8
    for record in found:
        assert accepted(env, record, FAKE_SUITE), record["instruction"]


def test_tasks_say_where_they_come_from_and_hide_what_is_private(finished_run: Path) -> None:
    for record in tasks(finished_run):
        assert record == public(record)
        assert set(record["provenance"]) >= {"run", "seed", "parent", "model", "tokens", "cost_usd"}
        assert len(record["low_level_instructions"]) == len(record["golden_actions"])
        assert record["n_steps"] == len(record["golden_actions"])


def test_no_two_tasks_of_a_run_are_alike(finished_run: Path) -> None:
    found = tasks(finished_run)
    assert len({record["id"] for record in found}) == len(found)
    assert len({normalised(record["instruction"]) for record in found}) == len(found)
    goals = {Predicate.from_plain(record["predicate"]).to_json() for record in found}
    assert len(goals) == len(found)


def test_selection_gives_every_app_its_turn() -> None:
    def record(app: str, n: int) -> dict[str, Any]:
        words = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()
        return {
            "id": f"{app}-{n}", "apps": [app], "shape": str(n), "n_steps": 3, "goal": f"{app}{n}",
            "instruction": f"{app} {words[n]} {words[-n]} {words[n // 2]} {n}", "origin": "explored",
        }  # fmt: skip

    records = [record("Alarm", n) for n in range(8)] + [record("Zoo", n) for n in range(2)]
    config = RunConfig("Fake", Path("unused"))
    from dataclasses import replace

    config = replace(config, budget=replace(config.budget, tasks=4))
    kept_apps = [r["apps"][0] for r in units.select(records, config).records]
    assert kept_apps == ["Alarm", "Zoo", "Alarm", "Zoo"]


def test_compositions_join_tasks_of_one_start_and_of_different_kinds() -> None:
    def record(name: str, shape: str, setup: Any) -> dict[str, Any]:
        start = Start("Fake", setup).to_plain()
        return {
            "id": name, "kind": "state", "start": start, "n_steps": 2, "shape": shape,
            "apps": ["Counter"], "path": [[{"type": "wait"}, None]],
        }  # fmt: skip

    other = {"task": "CountTo", "params": {"start": 1, "target": 2}}
    records = [record("a", "x", None), record("b", "y", None), record("c", "z", other)]
    pairs = units.compose(records, 10)
    assert sorted(pair.key for pair in pairs) == ["a+b", "b+a"]
    assert all(len(pair.path) == 2 and pair.begin == 0 for pair in pairs)


@given(st.text(alphabet="abc xyz", min_size=1))
def test_a_text_is_its_own_duplicate_whatever_its_case_and_punctuation(text: str) -> None:
    seen = NearDuplicates()
    assert seen.add(text)
    assert not seen.add(f"  {text.upper()}!?")


def test_near_duplicates_are_found_by_the_hamming_radius() -> None:
    one = "Create a contact named Ada Novak with the phone number 555-123-4567 in Contacts."
    other = "Delete the event called Book club from the calendar on Friday."
    assert hamming(simhash(one), simhash(one.lower())) == 0
    assert hamming(simhash(one), simhash(other)) > 10
    near = NearDuplicates(radius=12)
    assert near.add(one)
    assert not near.add(one.replace("Create a contact", "Please create a contact"))
    assert near.add(other)


def test_a_radius_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="radius must be 0 to 31"):
        NearDuplicates(radius=99)
