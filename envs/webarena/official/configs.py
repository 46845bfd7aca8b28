"""The task configurations of the installed libwebarena, as checked records. Its code is not imported."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from osgenesis.envs.core.errors import DataError, UnknownNameError

__all__ = [
    "HOW_TO_INSTALL",
    "OFFICIAL_SITES",
    "PLACEHOLDERS",
    "Configuration",
    "Evaluation",
    "Target",
    "configuration",
    "configurations",
    "placeholder_of",
    "raw_configurations",
    "substituted",
]

HOW_TO_INSTALL: Final = (
    "The official WebArena tasks are read from the package libwebarena, which is not installed here: "
    "pip install 'osgenesis[browsergym]' (or pip install browsergym-webarena)."
)

# Sites by the names that the configurations use.
OFFICIAL_SITES: Final = ("reddit", "shopping", "shopping_admin", "gitlab", "wikipedia", "map")
PLACEHOLDERS: Final[Mapping[str, str]] = MappingProxyType({f"__{site.upper()}__": site for site in OFFICIAL_SITES})

_EVAL_TYPES: Final = ("string_match", "url_match", "program_html")
_ANSWER_KINDS: Final = ("exact_match", "must_include", "fuzzy_match")
_CONTENT_KINDS: Final = ("exact_match", "must_include")
_OPTIONAL: Final = ("reference_answers", "reference_url", "program_html", "string_note", "url_note")


@dataclass(frozen=True)
class Target:
    """One thing that must be found on a page.

    Attributes:
        url: `last` (the page the agent is on), an address, or `func:` and a call that gives an address.
        locator: "" for the page's HTML, a JavaScript expression on `document`, or `func:` and a call.
        kind: `exact_match` or `must_include`.
        required: What must be equal (one text) or included (all of them; ` |OR| ` inside separates alternatives).
        prep_actions: JavaScript to run on the page before.
    """

    url: str
    locator: str
    kind: str
    required: tuple[str, ...]
    prep_actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """How an episode is judged: the product of `types`.

    Attributes:
        types: Of `string_match`, `url_match`, `program_html`.
        answers: (kind, references) in the file's order; of `fuzzy_match` the references may be the text "N/A".
        url: Where the agent must be; ` |OR| ` separates alternatives; "" for anywhere.
        url_rule: How to compare it.
        note: Why the task cannot be done, where it cannot.
        targets: What pages must show.
    """

    types: tuple[str, ...]
    answers: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    url: str = ""
    url_rule: str = "GOLD in PRED"
    note: str = ""
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Configuration:
    """One official task, with addresses as placeholders such as `__REDDIT__` until `substituted`.

    Attributes:
        id: 0 to 811.
        template_id: Number of the intent template.
        sites: Names of the sites, in the order of log-in.
        start_urls: One per tab; the agent begins on the last.
        intent: The goal.
        template: The goal with its blanks.
        blanks: What fills them.
        evaluation: How to judge it.
    """

    id: int
    template_id: int
    sites: tuple[str, ...]
    start_urls: tuple[str, ...]
    intent: str
    template: str
    blanks: Mapping[str, Any]
    evaluation: Evaluation

    @property
    def name(self) -> str:
        """The task's name in a suite, as in BrowserGym's ids."""
        return f"webarena.{self.id}"

    @property
    def feasible(self) -> bool:
        """Whether it can be done: no reference answer is the text "N/A"."""
        return ("fuzzy_match", "N/A") not in self.evaluation.answers


def placeholder_of(site: str) -> str:
    """The text that stands for a site's address in the configurations."""
    if site not in OFFICIAL_SITES:
        raise UnknownNameError("site of WebArena", site, OFFICIAL_SITES)
    return f"__{site.upper()}__"


@cache
def raw_configurations() -> tuple[Mapping[str, Any], ...]:
    """The file as it is, in its order.

    Raises:
        ImportError: libwebarena is not installed; the message says how to get it.
        DataError: Its file is not a list of objects.
    """
    try:
        # The top folder has no code of its own, so this runs none.
        file = importlib.resources.files("webarena").joinpath("test.raw.json")
        text = file.read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ImportError(HOW_TO_INSTALL, name="webarena") from error
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DataError(f"libwebarena's test.raw.json is not JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise DataError("libwebarena's test.raw.json is not a list of objects")
    return tuple(found)


@cache
def configurations() -> Mapping[int, Configuration]:
    """All tasks by id, with placeholders for addresses.

    Raises:
        ImportError: libwebarena is not installed; the message says how to get it.
        DataError: A record is not what it should be; says which field of which task.
    """
    return MappingProxyType({config.id: config for config in map(_configuration, raw_configurations())})


def configuration(task_id: int) -> Configuration:
    """One task by its number."""
    found = configurations().get(task_id)
    if found is None:
        raise UnknownNameError("task number of WebArena", task_id, map(str, configurations()))
    return found


def substituted(record: Any, addresses: Mapping[str, str]) -> Any:
    """A configuration, or JSON of one, with the addresses of sites in place of their placeholders.

    Args:
        record: A `Configuration`, or dicts, lists and texts.
        addresses: Address by official site name; placeholders of other sites stay.
    """
    if isinstance(record, str):
        for site, address in addresses.items():
            record = record.replace(placeholder_of(site), address)
        return record
    if isinstance(record, Mapping):
        return {key: substituted(value, addresses) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return type(record)(substituted(value, addresses) for value in record)
    if isinstance(record, Configuration | Evaluation | Target):
        return type(record)(**{key: substituted(value, addresses) for key, value in vars(record).items()})
    return record


# ---- reading ------------------------------------------------------------------------------------


def _configuration(raw: Mapping[str, Any]) -> Configuration:
    where = f"task {raw.get('task_id')!r:.20} of libwebarena"
    need = _Reader(raw, where)
    sites = need.texts("sites")
    for site in sites:
        if site not in OFFICIAL_SITES:
            raise DataError(f"{where}: unknown site {site!r}")
    return Configuration(
        id=need.of("task_id", int),
        template_id=need.of("intent_template_id", int),
        sites=sites,
        start_urls=tuple(need.of("start_url", str).split(" |AND| ")),
        intent=need.of("intent", str),
        template=need.of("intent_template", str),
        blanks=MappingProxyType(dict(need.of("instantiation_dict", dict))),
        evaluation=_evaluation(need.of("eval", dict), where),
    )


def _evaluation(raw: Mapping[str, Any], where: str) -> Evaluation:
    need = _Reader({**dict.fromkeys(_OPTIONAL), **raw}, f"{where}, eval")
    types = need.texts("eval_types")
    for kind in types:
        if kind not in _EVAL_TYPES:
            raise DataError(f"{where}: unknown evaluation {kind!r}")
    return Evaluation(
        types=types,
        answers=tuple(
            _answer(kind, value, where) for kind, value in (need.maybe("reference_answers", dict) or {}).items()
        ),
        url=need.maybe("reference_url", str) or "",
        url_rule=need.maybe("url_note", str) or "GOLD in PRED",
        note=need.maybe("string_note", str) or "",
        targets=tuple(_target(target, where) for target in need.maybe("program_html", list) or ()),
    )


def _answer(kind: str, value: Any, where: str) -> tuple[str, str | tuple[str, ...]]:
    if kind not in _ANSWER_KINDS:
        raise DataError(f"{where}: unknown comparison of answers {kind!r}")
    if isinstance(value, str):
        if kind == "must_include":
            raise DataError(f"{where}: must_include needs a list of texts, got {value!r:.60}")
        return kind, value
    return kind, _Reader({kind: value}, where).texts(kind)


def _target(raw: Any, where: str) -> Target:
    if not isinstance(raw, dict):
        raise DataError(f"{where}: program_html holds {raw!r:.60}, which is not an object")
    need = _Reader(raw, f"{where}, program_html")
    required = need.of("required_contents", dict)
    kind = next((kind for kind in _CONTENT_KINDS if kind in required), None)
    if kind is None:
        raise DataError(f"{where}: unknown required_contents {list(required)}")
    value = required[kind]
    if isinstance(value, str):
        if kind == "must_include":
            raise DataError(f"{where}: must_include needs a list of texts, got {value!r:.60}")
        texts: tuple[str, ...] = (value,)
    else:
        texts = _Reader(required, where).texts(kind)
    return Target(
        url=need.of("url", str),
        locator=need.of("locator", str),
        kind=kind,
        required=texts,
        prep_actions=need.texts("prep_actions") if "prep_actions" in raw else (),
    )


class _Reader:
    """Reads typed fields; what is wrong is named with its place."""

    def __init__(self, raw: Mapping[str, Any], where: str) -> None:
        self._raw, self._where = raw, where

    def of(self, field: str, kind: type) -> Any:
        value = self._raw.get(field)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise DataError(f"{self._where}: {field} should be {kind.__name__}, got {value!r:.60}")
        return value

    def maybe(self, field: str, kind: type) -> Any:
        return None if self._raw.get(field) is None else self.of(field, kind)

    def texts(self, field: str) -> tuple[str, ...]:
        values = self.of(field, list)
        if not all(isinstance(value, str) for value in values):
            raise DataError(f"{self._where}: {field} should be a list of texts, got {values!r:.60}")
        return tuple(values)
