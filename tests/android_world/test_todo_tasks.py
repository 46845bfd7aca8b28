"""The questions about to-dos: what counts as an answer, and that the seeded tasks do not mislead."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from osgenesis.envs.android.sim.apps.todo.schema import TASKS
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.tasks import todo
from osgenesis.envs.android_world.tasks.todo import TITLES, TasksQuestion
from osgenesis.envs.core.texts import fuzzy_match

QUESTIONS = (
    todo.TasksCompletedTasksForDate,
    todo.TasksDueNextWeek,
    todo.TasksDueOnDate,
    todo.TasksHighPriorityTasks,
    todo.TasksHighPriorityTasksDueOnDate,
    todo.TasksIncompleteTasksOnDate,
)
Row = dict[str, Any]


def asked_for(question: type[TasksQuestion], row: Row, params: dict[str, Any]) -> bool:
    """The question, answered from the rows without knowing which were meant."""
    on_day, done, high = row["due"] == params.get("date"), bool(row["completed"]), row["importance"] == 0
    answers: dict[str, bool] = {
        "TasksCompletedTasksForDate": on_day and done,
        "TasksDueNextWeek": not done and "2023-10-16" <= row["due"] <= "2023-10-22",
        "TasksDueOnDate": on_day,
        "TasksHighPriorityTasks": high and not done,
        "TasksHighPriorityTasksDueOnDate": on_day and high and not done,
        "TasksIncompleteTasksOnDate": on_day and not done,
    }
    return answers[question.name]


def prepared(question: type[TasksQuestion], seed: int = 0) -> tuple[Phone, TasksQuestion]:
    """A phone with a task's data."""
    phone, task = Phone(), question(question.sample_params(np.random.default_rng(seed)))
    task.initialize(phone)
    return phone, task


@pytest.mark.parametrize("question", QUESTIONS)
def test_exactly_the_intended_tasks_fit_the_question(question: type[TasksQuestion]) -> None:
    for seed in range(30):
        params = question.sample_params(np.random.default_rng(seed))
        assert all(asked_for(question, row, params) for row in params["tasks"])
        assert not any(asked_for(question, row, params) for row in params["noise"])
        assert len(params["noise"]) >= todo.NOISE
        titles = [row["title"] for row in (*params["tasks"], *params["noise"])]
        assert len(set(titles)) == len(titles)


def test_no_two_titles_pass_for_each_other() -> None:
    assert not [pair for pair in combinations(TITLES, 2) if fuzzy_match(*pair)]
    assert not [title for title in TITLES if "," in title]


def test_a_list_counts_in_any_order_but_not_with_an_item_less_or_more() -> None:
    phone, task = prepared(todo.TasksDueOnDate)
    titles = [row["title"] for row in task.params["tasks"]]
    assert task.evaluate(phone, ", ".join(reversed(titles)).lower()) == 1.0
    for wrong in (None, "", ", ".join(titles[:2]), ", ".join([*titles, task.params["noise"][0]["title"]])):
        assert task.evaluate(phone, wrong) == 0.0


def test_a_count_must_be_the_number() -> None:
    phone, task = prepared(todo.TasksDueNextWeek)
    count = len(task.params["tasks"])
    assert task.evaluate(phone, str(count)) == 1.0
    assert task.evaluate(phone, str(count + 1)) == 0.0
    assert {len(prepared(todo.TasksDueNextWeek, seed)[1].params["tasks"]) for seed in range(25)} == set(range(1, 7))


def test_a_right_answer_does_not_excuse_changing_a_task() -> None:
    phone, task = prepared(todo.TasksDueNextWeek)
    store = Store(phone)
    store.complete([store.tasks()[0].id])
    assert task.evaluate(phone, task.expected()[0].value) == 0.0


def test_the_phone_holds_nothing_but_the_seeded_tasks() -> None:
    phone, task = prepared(todo.TasksHighPriorityTasks, 3)
    stored_titles = {row["title"] for row in phone.state().tables[TASKS].values()}
    assert stored_titles == {row["title"] for row in (*task.params["tasks"], *task.params["noise"])}
    assert date.fromisoformat(task.params["tasks"][0]["start"]) < todo.TODAY
