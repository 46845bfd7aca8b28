"""Tasks: questions about to-dos, by due date, priority and completion. Only the answer counts; nothing may change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Final

import numpy as np

from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME, stored
from osgenesis.envs.android.sim.apps.todo.schema import DATABASE, HIGH, LOW, MEDIUM, MEMBERS, NONE, SCHEMA, Task
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.answers import DATE_FORMAT, Item, answer_matches
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.routines import Moves, launch, tap
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

TODAY: Final = date(2023, 10, 15)
NEXT_MONDAY: Final = date(2023, 10, 16)
NEXT_SUNDAY: Final = date(2023, 10, 22)
NOISE: Final = 20
_DAY_MS: Final = 86_400_000
_MOST_SWIPES: Final = 4

TITLES: Final = (
    "Call the landlord",
    "Order printer ink",
    "Renew passport",
    "Book dentist appointment",
    "Wash the car",
    "Clean the gutters",
    "Prepare sales slides",
    "Pay electricity bill",
    "Pick up dry cleaning",
    "Email the accountant",
    "Repair the bicycle",
    "Sort old photographs",
    "Water the tomatoes",
    "Buy birthday candles",
    "Return the drill",
    "Schedule team lunch",
    "Update the budget sheet",
    "Review job applications",
    "Practice the violin",
    "Bake banana bread",
    "Visit grandmother",
    "Vacuum the living room",
    "Send thank-you cards",
    "Translate the brochure",
    "Charge the camera",
    "Pack for the conference",
    "Replace smoke alarm battery",
    "Write the newsletter",
    "Cancel gym membership",
    "Collect the parcel",
    "Trim the hedge",
    "Study chapter seven",
    "Polish hiking boots",
    "Back up the laptop",
    "Feed the neighbor's cat",
    "Defrost the freezer",
    "Sketch the kitchen plan",
    "Compare insurance offers",
    "Register for the marathon",
    "Sharpen the knives",
    "Organize the garage",
    "Test the backup generator",
    "Draft the contract",
    "Label the storage boxes",
    "Refill the first-aid kit",
    "Hang the curtains",
    "Rehearse the speech",
    "Donate winter coats",
    "Measure the bedroom",
    "Plant tulip bulbs",
)
NOTES: Final = (
    "", "", "Ask about the price first", "Do it before noon", "Takes about an hour", "Bring the receipt",
    "Details are in the blue folder", "Remind the others", "See last month's list", "Only if the weather is dry",
)  # fmt: skip
TIMES: Final = ("", "", "08:30", "09:15", "11:00", "13:45", "16:20", "18:00", "20:30")

Row = dict[str, Any]  # a seeded task: title, notes, importance, due, time, completed, start (dates as 2023-10-15 or "")


def seeded(
    rng: np.random.Generator, title: str, *, due: date | None, time: str | None = None, importance: int | None = None,
    completed: date | None = None, start: date | None = None,
) -> Row:  # fmt: skip
    """A task to be put on the phone; what is not given is drawn."""
    drawn_time, drawn_importance = words.pick(rng, TIMES), int(rng.integers(HIGH, NONE + 1))
    return {
        "title": title,
        "notes": words.pick(rng, NOTES),
        "importance": drawn_importance if importance is None else importance,
        "due": due.isoformat() if due else "",
        "time": (drawn_time if time is None else time) if due else "",
        "completed": completed.isoformat() if completed else "",
        "start": start.isoformat() if start else "",
    }


def noise(rng: np.random.Generator, titles: Sequence[str], collides: Callable[[Row], bool]) -> list[Row]:
    """Tasks of October that the question is not about."""
    rows: list[Row] = []
    for title in titles:
        while True:
            day = date(2023, 10, 1) + timedelta(days=int(rng.integers(31)))
            done = TODAY - timedelta(days=int(rng.integers(10)))
            row = seeded(
                rng, title, due=None if rng.random() < 0.1 else day, completed=done if rng.random() < 0.3 else None
            )
            if not collides(row):
                rows.append(row)
                break
    return rows


def day_of(params: Any) -> date:
    """The date that a question is about."""
    return date.fromisoformat(params["date"])


def _draw_day(rng: np.random.Generator, first: int, last: int) -> date:
    """A day of October 2023."""
    return date(2023, 10, int(rng.integers(first, last + 1)))


class TasksQuestion(PhoneTask):
    """A question whose answer is a list of titles. Parameters: `tasks` (the asked-for ones) and `noise`."""

    apps: ClassVar[tuple[str, ...]] = ("Tasks",)
    max_steps: ClassVar[int] = 10

    @property
    def goal(self) -> str:
        """The template, its date written as people do."""
        shown = {"date": f"{day_of(self.params):{DATE_FORMAT}}"} if "date" in self.params else {}
        return self.template.format(**shown)

    def prepare(self, phone: Phone) -> None:
        """The phone holds the parameters' tasks and no others."""
        database = phone.databases.open(DATABASE, SCHEMA)
        rows = [_task(row, phone).values() for row in (*self.params["tasks"], *self.params["noise"])]
        for table in ("tasks", *MEMBERS.values(), "alarms"):
            database.execute(f"DELETE FROM {table}")
        for values in rows:
            database.insert("tasks", values)

    def expected(self) -> list[Item]:
        """The items of the right answer."""
        return [Item(row["title"]) for row in self.params["tasks"]]

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The answer lists what it should, in any order."""
        return float(answer_matches(answer, self.expected()))

    def oracle(self, screen: Screen) -> Moves:
        """Open the list, read it until every asked-for task was on the screen, answer."""
        yield from launch(screen, "Tasks")
        yield from self.arrange(screen)
        yield from self.read(screen, [row["title"] for row in self.params["tasks"]])
        yield screen.answer(", ".join(item.value for item in self.expected()))

    def arrange(self, screen: Screen) -> Moves:
        """What has to be set before the list shows the answer; by default nothing."""
        yield from ()

    def read(self, screen: Screen, titles: Sequence[str]) -> Moves:
        """Page through the list until all titles have been seen."""
        unseen = set(titles) - {element.text for element in screen.elements}
        width, height = screen.size
        for _ in range(_MOST_SWIPES):
            if not unseen:
                return
            yield screen.swipe(width // 2, height * 3 // 4, width // 2, height // 4, 300)
            unseen -= {element.text for element in screen.elements}
        screen.need(text=min(unseen))


def _task(row: Row, phone: Phone) -> Task:
    """A row of the database for a seeded task; created a few days ago."""
    zone, then = phone.clock.tz, phone.clock.now_ms - 4 * _DAY_MS
    hour, _, minute = row["time"].partition(":")
    minutes = int(hour) * 60 + int(minute) if minute else NO_TIME

    def moment(day: str, minutes: int = NO_TIME, *, start: bool = False) -> int:
        return stored(date.fromisoformat(day), minutes, zone, start=start) if day else 0

    return Task(
        title=row["title"], notes=row["notes"], importance=row["importance"], due=moment(row["due"], minutes),
        hide_until=moment(row["start"], start=True), completed=moment(row["completed"]), created=then, modified=then,
    )  # fmt: skip


class TasksCompletedTasksForDate(TasksQuestion):
    """Three tasks of a day that are done."""

    name: ClassVar[str] = "TasksCompletedTasksForDate"
    template: ClassVar[str] = (
        "Some tasks in the Tasks app are due on {date}. Which of them are already completed? Answer with their titles "
        "only, separated by commas."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A day around today, when the tasks were completed, and the other tasks."""
        titles, day = words.pick_many(rng, TITLES, 3 + NOISE), _draw_day(rng, 9, 21)
        done = min(day, TODAY)
        tasks = [seeded(rng, title, due=day, completed=done) for title in titles[:3]]
        others = noise(rng, titles[3:], lambda row: bool(row["due"] == day.isoformat() and row["completed"]))
        return {"date": day.isoformat(), "completed_date": done.isoformat(), "tasks": tasks, "noise": others}

    def arrange(self, screen: Screen) -> Moves:
        """The list leaves completed tasks out until it is told to show them."""
        yield from tap(screen, description="More options", scroll=False)
        yield from tap(screen, text="Show completed", scroll=False)


class TasksDueNextWeek(TasksQuestion):
    """How many tasks are due from Monday to Sunday."""

    name: ClassVar[str] = "TasksDueNextWeek"
    template: ClassVar[str] = (
        "How many uncompleted tasks in the Tasks app are due in the coming week, that is from Monday, October 16 2023, "
        "to Sunday, October 22 2023, both days included? Answer with the number only."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """One to six open tasks of that week; the rest of the six just before or after it."""
        titles, count = words.pick_many(rng, TITLES, 6 + NOISE), int(rng.integers(1, 7))
        tasks = [seeded(rng, title, due=NEXT_MONDAY + timedelta(days=int(rng.integers(7)))) for title in titles[:count]]
        edges = (TODAY, NEXT_SUNDAY + timedelta(days=1))
        near = [seeded(rng, title, due=edges[int(rng.integers(2))]) for title in titles[count:6]]
        others = noise(rng, titles[6:], lambda row: not row["completed"] and _in_next_week(row["due"]))
        return {"tasks": tasks, "noise": near + others}

    def expected(self) -> list[Item]:
        """Their number."""
        return [Item(str(len(self.params["tasks"])), "number")]


def _in_next_week(due: str) -> bool:
    return NEXT_MONDAY.isoformat() <= due <= NEXT_SUNDAY.isoformat()


class TasksDueOnDate(TasksQuestion):
    """The three open tasks of a day; nothing else is due then."""

    name: ClassVar[str] = "TasksDueOnDate"
    template: ClassVar[str] = (
        "Which tasks in the Tasks app are due on {date}? Answer with their titles only, separated by commas."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A day from tomorrow on, three tasks of one priority, and tasks of other days."""
        titles, day = words.pick_many(rng, TITLES, 3 + NOISE), _draw_day(rng, 16, 31)
        importance = int(rng.integers(HIGH, NONE + 1))
        tasks = [seeded(rng, title, due=day, importance=importance) for title in titles[:3]]
        others = noise(rng, titles[3:], lambda row: bool(row["due"] == day.isoformat()))
        return {"date": day.isoformat(), "tasks": tasks, "noise": others}


class TasksHighPriorityTasks(TasksQuestion):
    """The one open task of the highest priority."""

    name: ClassVar[str] = "TasksHighPriorityTasks"
    template: ClassVar[str] = (
        "Exactly one uncompleted task in the Tasks app has high priority, the highest there is. What is its title? "
        "Answer with the title only."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A task with due date and time that started some days ago, and tasks of lower priorities or completed ones."""
        titles, due = words.pick_many(rng, TITLES, 1 + NOISE), _draw_day(rng, 10, 31)
        start = min(due, TODAY) - timedelta(days=int(rng.integers(1, 6)))
        time = words.pick(rng, TIMES[2:])
        task = seeded(rng, titles[0], due=due, time=time, importance=HIGH, start=start)
        others = noise(rng, titles[1:], lambda row: row["importance"] == HIGH and not row["completed"])
        return {"tasks": [task], "noise": others}

    def arrange(self, screen: Screen) -> Moves:
        """Group the list by priority."""
        yield from tap(screen, description="Sort", scroll=False)
        yield from tap(screen, text="Group by", scroll=False)
        yield from tap(screen, text="Priority", scroll=False)
        yield screen.back()


class TasksHighPriorityTasksDueOnDate(TasksQuestion):
    """The one task of the highest priority among those of a day."""

    name: ClassVar[str] = "TasksHighPriorityTasksDueOnDate"
    template: ClassVar[str] = (
        "Which uncompleted task in the Tasks app is due on {date} and has high priority, the highest there is? "
        "Answer with its title only."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A day from today on; two of the others are due then too, with lower priorities."""
        titles, day = words.pick_many(rng, TITLES, 1 + NOISE), _draw_day(rng, 15, 31)
        task = seeded(rng, titles[0], due=day, time=words.pick(rng, TIMES[2:]), importance=HIGH)
        same_day = [seeded(rng, t, due=day, importance=int(rng.choice((MEDIUM, LOW, NONE)))) for t in titles[1:3]]
        others = noise(rng, titles[3:], lambda row: row["due"] == day.isoformat() and row["importance"] == HIGH)
        return {"date": day.isoformat(), "tasks": [task], "noise": same_day + others}


class TasksIncompleteTasksOnDate(TasksQuestion):
    """The three tasks of a day that are still to be done; others of that day are completed."""

    name: ClassVar[str] = "TasksIncompleteTasksOnDate"
    template: ClassVar[str] = (
        "Which tasks in the Tasks app that are due on {date} are not completed yet? Answer with their titles only, "
        "separated by commas."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A day of October; one of the others is due then too, but completed."""
        titles, day = words.pick_many(rng, TITLES, 3 + NOISE), _draw_day(rng, 10, 31)
        tasks = [seeded(rng, title, due=day) for title in titles[:3]]
        done = TODAY - timedelta(days=int(rng.integers(5)))
        same_day = [seeded(rng, titles[3], due=day, completed=done)]
        others = noise(rng, titles[4:], lambda row: row["due"] == day.isoformat() and not row["completed"])
        return {"date": day.isoformat(), "tasks": tasks, "noise": same_day + others}
