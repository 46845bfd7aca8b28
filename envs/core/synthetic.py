"""`SyntheticTask`: a task made by synthesis, read from a line of a `tasks.jsonl` file.

The line's form is `TASK_SCHEMA`. Its start is another task's set-up (or the bare world), its
reward the goal predicate that the explored state difference gave, its oracle the golden path.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import DataError, OsgenesisError, TaskError, near_misses
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import State
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.core.texts import fuzzy_match

__all__ = [
    "FORMAT",
    "TASK_SCHEMA",
    "SyntheticTask",
    "read_task_records",
    "synthetic_suite",
    "synthetic_task",
]

FORMAT: Final = "osgenesis-task/1"
MAX_STEPS: Final = 15
_NEEDED: Final = {"state": "predicate", "page": "predicate", "answer": "answer", "setup": "start.setup"}

_TEXT: Final = {"type": "string", "minLength": 1}
TASK_SCHEMA: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A synthesised task",
    "type": "object",
    "required": ["format", "id", "instruction", "kind", "apps", "start", "golden_actions"],
    "properties": {
        "format": {"const": FORMAT},
        "id": {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$"},
        "instruction": _TEXT,
        "kind": {"enum": ["state", "answer", "page", "setup"]},
        "apps": {"type": "array", "items": _TEXT},
        "start": {
            "type": "object",
            "required": ["env", "setup"],
            "properties": {
                "env": _TEXT,
                "setup": {
                    "type": ["object", "null"],
                    "required": ["task", "params"],
                    "properties": {"task": _TEXT, "params": {"type": "object"}},
                },
            },
        },
        "predicate": {"type": ["object", "null"]},
        "answer": {"type": ["string", "null"]},
        "golden_actions": {"type": "array", "items": {"type": "object"}},
        "low_level_instructions": {"type": "array", "items": {"type": "string"}},
        "n_steps": {"type": "integer", "minimum": 0},
        "max_steps": {"type": "integer", "minimum": 1},
        "provenance": {"type": "object"},
    },
}


class SyntheticTask(Task):
    """One synthesised task; `synthetic_task` makes a subclass for each record.

    Kind "state" is judged by the goal predicate between the start and the end. Kind "answer" asks
    for something that the device shows: the answer must match and nothing may have changed. Kind "page" asks to go
    somewhere: the goal predicate names the page, and nothing may have changed on the way. Kind "setup" is the task that
    sets the world up itself, with its own verdict: a page that asks for something and judges it.
    """

    record: ClassVar[Mapping[str, Any]]
    setup: ClassVar[type[Task] | None] = None
    predicate: ClassVar[Predicate]
    golden: ClassVar[tuple[Action, ...]]

    def __init__(self, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(params or {})
        self._start: State | None = None
        self._asked: Task | None = None  # the task that has set the world up

    @property
    def goal(self) -> str:
        """The synthesised instruction, word by word."""
        return str(self.record["instruction"])

    def initialize(self, backend: Any) -> None:
        """Set up the world that was explored, and keep its state to compare with."""
        setup = self.record["start"]["setup"]
        if self.setup is not None and setup is not None:
            self._asked = self.setup(setup["params"])
            self._asked.initialize(backend)
        self._start = backend.state()

    def evaluate(self, backend: Any, answer: str | None) -> float:
        """1.0 when the goal is reached, else 0.0."""
        if self._start is None:
            raise TaskError(f"{self.name}: evaluate was called before initialize")
        if self.record["kind"] == "setup" and self._asked is not None:
            return self._asked.evaluate(backend, answer)
        now = backend.state()
        if self.record["kind"] == "state":
            return float(self.predicate.holds(self._start, now))
        if Predicate((), self.predicate.noise).side_effects(self._start, now):
            return 0.0
        if self.record["kind"] == "page":
            return float(self.predicate.holds(self._start, now))
        return float(_same_answer(answer, str(self.record["answer"])))

    def over(self, backend: Any) -> bool:
        """Whether the world has ended the episode, of tasks that leave the verdict to it."""
        return self.record["kind"] == "setup" and self._asked is not None and self._asked.over(backend)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The golden path, then the declaration."""
        yield from self.golden
        yield Action("status", goal_status="complete")

    def __reduce__(self) -> tuple[Any, ...]:
        # The class was made at run time, so pickle takes the record and makes it again.
        return _rebuild, (dict(self.record), self.setup, self.__getstate__())


def synthetic_task(
    record: Mapping[str, Any], setups: Suite | None = None, *, where: str = "task"
) -> type[SyntheticTask]:
    """Make the task class of a record.

    Args:
        record: as `TASK_SCHEMA` says.
        setups: the suite whose tasks may set the world up.
        where: file and line, for the message of an error.

    Raises:
        DataError: naming `where` and the field that is wrong.
    """
    _check_schema(record, where)
    setup = record["start"]["setup"]
    setup_class = None
    if setup is not None:
        if setups is None or setup["task"] not in setups:
            near = near_misses(setup["task"], setups or ())
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise DataError(
                f"{where}: field start.setup.task: no task {setup['task']!r} to set up the world with{hint}"
            )
        setup_class = setups[setup["task"]]
    return _task_class(record, setup_class, where)


def read_task_records(path: Path | str) -> list[dict[str, Any]]:
    """Read and check every record of a `tasks.jsonl` file.

    Raises:
        DataError: naming file, line and field.
    """
    return list(_records_by_place(Path(path)).values())


def synthetic_suite(path: Path | str, setups: Suite | None = None, *, name: str = "Synthetic") -> Suite:
    """The suite of the tasks in a file, by their ids, in the file's order.

    Raises:
        DataError: naming file, line and field.
    """
    records = _records_by_place(Path(path))
    tasks = {r["id"]: synthetic_task(r, setups, where=where) for where, r in records.items()}
    return Suite(name, tasks)


def _records_by_place(path: Path) -> dict[str, dict[str, Any]]:
    """File and line -> checked record."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise DataError(f"cannot read the tasks file {path}: {error.strerror}; `osgenesis run` writes one") from error
    records: dict[str, dict[str, Any]] = {}
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        record = _parse_line(line, where)
        _check_schema(record, where)
        if record["id"] in seen:
            raise DataError(f"{where}: field id: {record['id']!r} is the id of line {seen[record['id']]} too")
        seen[record["id"]] = number
        records[where] = record
    if not records:
        raise DataError(f"the tasks file {path} holds no task")
    return records


def _parse_line(line: bytes, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not JSON ({error}): {line[:80]!r}") from error
    if not isinstance(record, dict):
        raise DataError(f"{where}: a task is a JSON object, got {line[:80]!r}")
    return record


def _check_schema(record: Mapping[str, Any], where: str) -> None:
    import jsonschema

    validator = jsonschema.Draft202012Validator(dict(TASK_SCHEMA))
    problem = jsonschema.exceptions.best_match(validator.iter_errors(dict(record)))
    if problem is not None:
        field = ".".join(str(part) for part in problem.absolute_path) or "(top)"
        raise DataError(f"{where}: field {field}: {problem.message[:300]}")
    kind = record["kind"]
    wanted = _NEEDED[kind]
    if not (record["start"]["setup"] if wanted == "start.setup" else record.get(wanted)):
        raise DataError(f"{where}: field {wanted}: a task of kind {kind!r} needs one")


def _task_class(record: Mapping[str, Any], setup: type[Task] | None, where: str) -> type[SyntheticTask]:
    try:
        plain = record.get("predicate")
        predicate = Predicate.from_plain(plain) if plain is not None else Predicate()
    except OsgenesisError as error:
        raise DataError(f"{where}: field predicate: {error}") from error
    golden = []
    for position, action in enumerate(record["golden_actions"]):
        try:
            golden.append(Action.from_dict(action))
        except OsgenesisError as error:
            raise DataError(f"{where}: field golden_actions.{position}: {error}") from error
    namespace = {
        "name": record["id"],
        "apps": tuple(record["apps"]),
        "max_steps": record.get("max_steps", max(MAX_STEPS, 2 * len(golden))),
        # Braces in somebody's own words are no placeholders.
        "template": record["instruction"].replace("{", "{{").replace("}", "}}"),
        "record": dict(record),
        "setup": setup,
        "predicate": predicate,
        "golden": tuple(golden),
        "__doc__": record["instruction"],
        "__module__": __name__,
    }
    return type("SyntheticTask_" + record["id"], (SyntheticTask,), namespace)


def _rebuild(record: dict[str, Any], setup: type[Task] | None, state: dict[str, Any]) -> SyntheticTask:
    task = _task_class(record, setup, f"task {record['id']}")()
    task.__setstate__(state)
    return task


def _same_answer(given: str | None, wanted: str) -> bool:
    if given is None:
        return False
    trimmed = given.strip().rstrip(".").strip("\"'")
    digits = [[c for c in text if c.isdigit()] for text in (trimmed, wanted)]
    # A near miss in a number is a wrong answer, however similar the two look.
    return digits[0] == digits[1] and fuzzy_match(trimmed, wanted.strip())
