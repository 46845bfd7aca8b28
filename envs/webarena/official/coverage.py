"""How much of the official tasks the embedded sites carry, on five levels; all over plain requests, in one process.

L0  The harness's log-in steps work, each finding exactly one link, field and button.
L1  Every start page answers 200 with content.
L2  What a state or address task looks at is there, and its evaluation says 0 before anybody has acted.
L3  A scripted solution through links and forms makes our evaluators say 1.
L4  The published answer of an information task can be read off the sites by a script; where it is "N/A", a script
    sees that the task cannot be done, "N/A" scores 1, and another answer 0.

A task counts only if this world has all of its sites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from osgenesis.envs.core.errors import OsgenesisError, UnknownNameError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.configs import OFFICIAL_SITES, Configuration, Target, configurations, substituted
from osgenesis.envs.webarena.official.evaluators import evaluate
from osgenesis.envs.webarena.official.locators import ScriptError
from osgenesis.envs.webarena.official.log_ins import check_log_in
from osgenesis.envs.webarena.official.names import OURS, official_addresses
from osgenesis.envs.webarena.official.readers import WorldReader
from osgenesis.envs.webarena.official.visitor import Visitor

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.world import World

__all__ = ["IMPOSSIBLE", "LEVELS", "Cell", "Check", "Report", "measure"]

LEVELS: Final = ("L0", "L1", "L2", "L3", "L4")
_LEAST_TEXT: Final = 200
# Tasks whose published verdict no stand-in can make true, and why.
IMPOSSIBLE: Final[Mapping[int, str]] = MappingProxyType(
    {
        66: "the answer must hold addresses of www.reddit.com, which is not a site of any world",
        330: "the sum of the month contradicts the one that task 332 gives for it, with which task 49 agrees",
        386: 'the answer must hold the text " |OR| ", which libwebarena splits in pages but not in answers',
        792: 'wants "N/A" for want of sorting by rating; our shop sorts by rating',
        793: 'wants "N/A" for want of sorting by rating; our shop sorts by rating',
    }
)
# A solution of a template, given a visitor on the task's start page; L4's gives the answer.
Script = Callable[[Visitor, Configuration], "str | None"]


class Check(NamedTuple):
    """One thing checked. `problem` is "" if it holds.

    Attributes:
        level: Of `LEVELS`.
        site: The task's sites, joined by "+"; of L0 the site.
        subject: The task's name, or "log-in".
        template: Number of the intent template, -1 for none.
        problem: What is wrong.
        scripted: Whether there is a script for it (L3 and L4).
    """

    level: str
    site: str
    subject: str
    template: int
    problem: str = ""
    scripted: bool = True


class Cell(NamedTuple):
    """One cell of the table: tasks and templates that hold, of how many."""

    held: int
    total: int
    held_templates: int
    templates: int

    def __str__(self) -> str:
        if not self.total:
            return "-"
        return f"{self.held}/{self.total}" + (f" ({self.held_templates}/{self.templates} t.)" if self.templates else "")


@dataclass(frozen=True)
class Report:
    """What was measured."""

    levels: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """Rows, single sites first."""
        return tuple(sorted({check.site for check in self.checks}, key=lambda site: (site.count("+"), site)))

    def cell(self, site: str, level: str) -> Cell:
        """The figures of one site on one level."""
        ours = [check for check in self.checks if (check.site, check.level) == (site, level)]
        held = [check for check in ours if not check.problem]
        return Cell(
            len(held),
            len(ours),
            len({check.template for check in held} - {-1}),
            len({check.template for check in ours} - {-1}),
        )

    def failures(self) -> Iterator[Check]:
        """What does not hold."""
        return (check for check in self.checks if check.problem)

    def to_json(self) -> dict[str, Any]:
        """The figures, and what does not hold."""
        return {
            "sites": {site: {level: self.cell(site, level)._asdict() for level in self.levels} for site in self.sites},
            "failures": [check._asdict() for check in self.failures()],
        }


def measure(
    world: World | None = None,
    *,
    levels: Sequence[str] = LEVELS,
    sites: Iterable[str] | None = None,
    tasks: Iterable[int] | None = None,
    size: str = "small",
    seed: int = 0,
) -> Report:
    """Check the levels. The world is rolled back before every check.

    Args:
        world: A world with the compat seed; None makes one.
        levels: Of `LEVELS`.
        sites: Only tasks all of whose official sites are among these.
        tasks: Only these numbers.
        size: Size of the world that is made.
        seed: Its seed.
    """
    for level in levels:
        if level not in LEVELS:
            raise UnknownNameError("level of coverage", level, LEVELS)
    wanted = set(OFFICIAL_SITES if sites is None else sites)
    for site in wanted:
        if site not in OFFICIAL_SITES:
            raise UnknownNameError("site of WebArena", site, OFFICIAL_SITES)
    if world is None:
        from osgenesis.envs.webarena.official.harness import compat_world

        made = compat_world(size=size, seed=seed)
        try:
            return measure(made, levels=levels, sites=sites, tasks=tasks)
        finally:
            made.close()
    numbers = None if tasks is None else set(tasks)
    chosen = [
        task
        for task in configurations().values()
        if wanted.issuperset(task.sites) and (numbers is None or task.id in numbers)
    ]
    return Report(tuple(levels), tuple(_Measure(world, wanted).run(levels, chosen)))


class _Measure:
    def __init__(self, world: World, sites: set[str]) -> None:
        self.world = world
        self.sites = sites
        self.addresses = official_addresses(world.origins)

    def run(self, levels: Sequence[str], tasks: Sequence[Configuration]) -> Iterator[Check]:
        if "L0" in levels:
            for site in (site for site in self.addresses if site in self.sites):
                problem = self._problem(lambda site=site: check_log_in(self.world, site))  # type: ignore[misc]
                yield Check("L0", site, "log-in", -1, problem)
        for site in self.addresses:
            self.world[OURS[site]].store  # noqa: B018 - a site that cannot be seeded fails here, once
        present = [task for task in tasks if all(OURS[site] in self.world for site in task.sites)]
        for task in present:
            yield from self._checks(levels, task, substituted(task, self.addresses))

    def _checks(self, levels: Sequence[str], raw: Configuration, task: Configuration) -> Iterator[Check]:
        def check(level: str, run: Callable[[], str], scripted: bool = True) -> Check:
            problem = self._problem(run) if scripted else "no script"
            return Check(level, "+".join(sorted(task.sites)), task.name, task.template_id, problem, scripted)

        by_state = bool({"url_match", "program_html"} & set(task.evaluation.types))
        if "L1" in levels:
            yield check("L1", lambda: self._start_pages(task))
        if "L2" in levels and by_state:
            yield check("L2", lambda: self._targets(task))
        if "L3" in levels and by_state:
            script = scripts().get(task.template_id)
            yield check("L3", lambda: self._solution(task, script), script is not None)
        if "L4" in levels and not by_state:
            script = (answers() if raw.feasible else refusals()).get(task.template_id)
            run = self._solution if raw.feasible else self._refusal
            if task.id in IMPOSSIBLE:
                yield check("L4", lambda: f"cannot hold: {IMPOSSIBLE[task.id]}")
            else:
                yield check("L4", lambda: run(task, script), script is not None)

    def _problem(self, run: Callable[[], str]) -> str:
        self.world.rollback()
        try:
            return run()
        except (OsgenesisError, ScriptError) as error:
            return str(error)

    def _visitor(self, task: Configuration) -> Visitor:
        visitor = Visitor(self.world)
        for site in task.sites:
            if OURS[site] in self.world.accounts:
                visitor.log_in(OURS[site])
        return visitor

    def _start_pages(self, task: Configuration) -> str:
        visitor = self._visitor(task)
        for url in task.start_urls:
            visitor.go(url)
            if visitor.status != 200:
                return f"{url} answers {visitor.status}"
            text = dom.rendered_text(visitor.document)
            if len(text) < _LEAST_TEXT:
                return f"{url} has only {len(text)} characters of text"
        return ""

    def _targets(self, task: Configuration) -> str:
        visitor = self._visitor(task)
        for url in task.start_urls:
            if visitor.go(url).status != 200:
                return f"{url} answers {visitor.status}"
        if self._score(task, visitor.reader(), None):
            return "the evaluation holds before anybody has acted"
        if task.evaluation.url:
            statuses = {url: visitor.go(url).status for url in task.evaluation.url.split(" |OR| ")}
            if 200 not in statuses.values():
                return f"none of the addresses answers 200: {statuses}"
        for target in task.evaluation.targets:
            if problem := self._hook(target, visitor, task):
                return problem
        return ""

    def _hook(self, target: Target, visitor: Visitor, task: Configuration) -> str:
        """What is wrong with a target's page, where it has one before anybody has acted."""
        if target.url == "last" or target.url.startswith("func:") or _is_made(target, task):
            return ""
        visitor.go(target.url)
        if visitor.status != 200:
            return f"{target.url} answers {visitor.status}"
        return ""

    def _solution(self, task: Configuration, script: Script | None) -> str:
        assert script is not None
        visitor = self._visitor(task)
        for url in task.start_urls:
            visitor.go(url)
        answer = script(visitor, task)
        score = self._score(task, visitor.reader(), answer)
        return (
            ""
            if score == 1.0
            else f"the evaluation says {score:g} on {visitor.url}"
            + (f" with the answer {answer!r:.80}" if answer is not None else "")
        )

    def _refusal(self, task: Configuration, script: Script | None) -> str:
        """A task that cannot be done: the script sees why."""
        assert script is not None
        visitor = self._visitor(task)
        for url in task.start_urls:
            visitor.go(url)
        script(visitor, task)
        if self._score(task, visitor.reader(), "N/A") != 1.0:
            return 'the evaluation says 0 to "N/A"'
        return "the evaluation says 1 to another answer" if self._score(task, visitor.reader(), "Done.") else ""

    def _score(self, task: Configuration, reader: WorldReader, answer: str | None) -> float:
        return evaluate(task, answer, reader, addresses=self.addresses)


def _is_made(target: Target, task: Configuration) -> bool:
    """Whether a target's page is what the task asks to make."""
    return "#forum_" in target.locator and str(task.blanks.get("name", "\0")) in target.url


def scripts() -> Mapping[int, Script]:
    """Solutions of state and address tasks, by number of the template."""
    from osgenesis.envs.webarena.official import solutions_forum, solutions_shop

    return {**solutions_forum.SOLUTIONS, **solutions_shop.SOLUTIONS}


def answers() -> Mapping[int, Script]:
    """Answers to information tasks, by number of the template."""
    from osgenesis.envs.webarena.official import answers_shop, solutions_forum

    return {**solutions_forum.ANSWERS, **answers_shop.ANSWERS}


def refusals() -> Mapping[int, Script]:
    """Reasons why tasks cannot be done, by number of the template."""
    from osgenesis.envs.webarena.official import answers_shop, solutions_forum

    return {**solutions_forum.REFUSALS, **answers_shop.REFUSALS}
