"""WebArena's three evaluators, written anew: `string_match`, `url_match` and `program_html`.

They read pages through a `PageReader`, so that the same rules hold for a browser's tab and for a page fetched without
one. They never wait; the score is the product of what a configuration lists.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import parse_qs, urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.webarena.official.configs import Configuration, Evaluation, Target
from osgenesis.envs.webarena.official.judge import Judge, LocalJudge
from osgenesis.envs.webarena.official.locators import ScriptError
from osgenesis.envs.webarena.official.tokens import stands_alone

__all__ = [
    "FILLER",
    "Page",
    "PageReader",
    "Reply",
    "cleaned",
    "evaluate",
    "post_url",
    "string_match",
    "target_found",
    "url_match",
]

# What the official harness evaluates where the agent has given no answer.
FILLER: Final = "whatever"
_ADMIN: Final = LOG_INS["shopping_admin"].account._asdict()
_CALL: Final = re.compile(r"func:\s*(?P<name>\w+)\((?P<arguments>.*)\)\s*\Z", re.DOTALL)
_ARGUMENT: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|(\w+)")
_MEMBERS: Final = "[...document.querySelectorAll(\"td[data-label='Account'] span.gl-avatar-labeled-sublabel\")]"
_ROLES: Final = '[...document.querySelectorAll("td.col-max-role span")]'
_BETWEEN: Final = "\x1f"


class _NoReplyError(Exception):
    """A site's interface has nothing to say; the score is 0."""


class Page(Protocol):
    """One page that can be read."""

    @property
    def url(self) -> str:
        """Its address."""
        ...

    def html(self) -> str:
        """Its document as HTML."""
        ...

    def evaluate(self, locator: str) -> Any:
        """The value of a JavaScript expression on it.

        Raises:
            ScriptError: The expression throws.
        """
        ...


class Reply(NamedTuple):
    """A site's answer to a request: status and text."""

    status: int
    text: str


class PageReader(Protocol):
    """How evaluators look at the world."""

    @property
    def current(self) -> Page:
        """The page that the agent is on."""
        ...

    def open(self, url: str) -> AbstractContextManager[Page]:
        """Another page, seen by the same visitor, until the context ends."""
        ...

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> Reply:
        """Ask a site's interface as a visitor without cookies."""
        ...


def evaluate(
    task: Configuration,
    answer: str | None,
    reader: PageReader,
    *,
    addresses: Mapping[str, str],
    judge: Judge | None = None,
) -> float:
    """The score of an episode, 0 or 1.

    Args:
        task: The configuration with addresses in place of placeholders (see `configs.substituted`).
        answer: The agent's last answer; None where there is none.
        reader: The world as it is now.
        addresses: Address by official site name, for helpers that ask interfaces.
        judge: Compares free texts; None is `LocalJudge()`.
    """
    try:
        return _product(task, answer, reader, addresses, judge or LocalJudge())
    except _NoReplyError:
        return 0.0


def _product(
    task: Configuration, answer: str | None, reader: PageReader, addresses: Mapping[str, str], judge: Judge
) -> float:
    rules = task.evaluation
    score = 1.0
    for kind in rules.types:
        if kind == "string_match":
            score *= string_match(task, FILLER if answer is None else answer, judge)
        elif kind == "url_match":
            score *= url_match(rules, reader.current.url)
        else:
            score *= float(all(target_found(target, reader, addresses) for target in rules.targets))
        if not score:
            break
    return score


# ---- answers ------------------------------------------------------------------------------------


def cleaned(text: str) -> str:
    """Without white space around it, without one pair of quotes, in lower case."""
    text = text.strip()
    for quote in "'\"":
        if text.startswith(quote) and text.endswith(quote):
            text = text[1:-1]
            break
    return text.lower()


def string_match(task: Configuration, answer: str, judge: Judge) -> float:
    """Whether the answer is what the references ask for."""
    said = cleaned(answer)
    score = 1.0
    for kind, references in task.evaluation.answers:
        if kind == "fuzzy_match" and references == "N/A":
            score *= _equal("N/A", said)
            if score != 1.0:  # another reason than ours may still be the right one
                score = float(judge.same_reason(task.intent, task.evaluation.note, said))
        elif kind == "fuzzy_match":
            score *= float(all(judge.same_answer(task.intent, reference, said) for reference in references))
        elif isinstance(references, str):
            score *= _equal(references, said)
        else:
            alone = len(references) == 1
            score *= float(all(_includes(reference, said, alone=alone) for reference in references))
    return score


def _equal(reference: str, text: str) -> float:
    return float(cleaned(text) == cleaned(reference))


def _includes(reference: str, text: str, *, alone: bool = False) -> bool:
    """Whether the text has the reference in it; a single character must be a word if `alone`."""
    wanted, found = cleaned(reference), cleaned(text)
    if alone and len(wanted) == 1:
        return stands_alone(wanted, found)
    return wanted in found


# ---- addresses ----------------------------------------------------------------------------------


def url_match(rules: Evaluation, url: str) -> float:
    """Whether an address is one of those asked for: host and path contained in it, parameters among its own."""
    if rules.url_rule != "GOLD in PRED":
        raise TaskError(f"unknown rule for comparing addresses: {rules.url_rule!r}")
    place, parameters = _parts(url)
    wanted: dict[str, set[str]] = {}
    places = []
    for alternative in rules.url.split(" |OR| "):
        other, needed = _parts(alternative)
        places.append(other)
        for key, values in needed.items():
            wanted.setdefault(key, set()).update(values)
    if not any(other in place for other in places):
        return 0.0
    return float(all(not values.isdisjoint(parameters.get(key, ())) for key, values in wanted.items()))


def _parts(url: str) -> tuple[str, dict[str, list[str]]]:
    try:
        parts = urlsplit(url.rstrip("/"))
    except ValueError as error:
        raise TaskError(f"{url!r} is not an address: {error}") from error
    return parts.netloc + parts.path, parse_qs(parts.query)


# ---- pages --------------------------------------------------------------------------------------


def target_found(target: Target, reader: PageReader, addresses: Mapping[str, str]) -> bool:
    """Whether a page shows what a target requires."""
    url = target.url
    if url.startswith("func:"):
        url = _address(url, reader, addresses)
    if url == "last":
        content = _content(target, reader.current, reader, addresses)
    else:
        with reader.open(url) as page:
            content = _content(target, page, reader, addresses)
    content = html.unescape(content)
    if target.kind == "exact_match":
        return bool(_equal(target.required[0], content))
    return all(any(_includes(text, content) for text in phrase.split(" |OR| ")) for phrase in target.required)


def _content(target: Target, page: Page, reader: PageReader, addresses: Mapping[str, str]) -> str:
    locator = target.locator
    if not locator.strip():
        return page.html()
    if locator.startswith("func:"):
        return _value(locator, page, reader, addresses)
    if not locator.startswith(("document.", "[...document.")):
        raise TaskError(f"unknown locator {locator!r}")
    try:
        for action in target.prep_actions:
            page.evaluate(action)
    except ScriptError:
        pass  # what was to be opened is open, or is not there
    try:
        return str(page.evaluate(locator))
    except ScriptError:
        return ""


def _call(text: str) -> tuple[str, tuple[str, ...]]:
    found = _CALL.match(text)
    if found is None:
        raise TaskError(f"{text!r} is not a call of a helper")
    arguments = _ARGUMENT.findall(found["arguments"])
    return found["name"], tuple(one or other or name for one, other, name in arguments)


def _address(call: str, reader: PageReader, addresses: Mapping[str, str]) -> str:
    name, arguments = _call(call)
    if name == "reddit_get_post_url":
        return post_url(arguments[0].replace("__last_url__", reader.current.url))
    if name == "shopping_get_latest_order_url":
        return _latest_order_url(reader, addresses["shopping"])
    raise TaskError(f"unknown helper {name!r} for an address")


def post_url(url: str) -> str:
    """The address of the post that an address in a forum belongs to; any other address as it is."""
    parts = urlsplit(url)
    steps = parts.path.split("/")
    if len(steps) < 4 or steps[1] != "f":
        return url
    return f"{parts.scheme}://{parts.netloc}/f/{steps[2]}/{steps[3]}/"


def _value(call: str, page: Page, reader: PageReader, addresses: Mapping[str, str]) -> str:
    name, arguments = _call(call)
    helpers: dict[str, Callable[[], str]] = {
        "shopping_get_sku_latest_review_author": lambda: _latest_review(reader, addresses["shopping"], arguments[0])[0],
        "shopping_get_sku_latest_review_rating": lambda: _latest_review(reader, addresses["shopping"], arguments[0])[1],
        "gitlab_get_project_memeber_role": lambda: _member_role(page, arguments[-1]),
    }
    if name not in helpers:
        raise TaskError(f"unknown helper {name!r} for a value")
    return helpers[name]()


def _member_role(page: Page, account: str) -> str:
    """The role in the row of an account, "" where there is none."""
    both = [
        str(page.evaluate(f"{cells}.map(cell => cell.outerText).join('{_BETWEEN}')")).split(_BETWEEN)
        for cells in (_MEMBERS, _ROLES)
    ]
    names, roles = both
    if f"@{account}" not in names or names.index(f"@{account}") >= len(roles):
        return ""
    return roles[names.index(f"@{account}")]


def _latest_order_url(reader: PageReader, shop: str) -> str:
    parameters = (
        "searchCriteria%5BsortOrders%5D%5B0%5D%5Bfield%5D=created_at"
        "&searchCriteria%5BsortOrders%5D%5B0%5D%5Bdirection%5D=DESC&searchCriteria%5BpageSize%5D=1"
    )
    orders = _ask(reader, shop, f"/rest/V1/orders?{parameters}")["items"]
    if not orders:
        raise _NoReplyError
    return f"{shop}/sales/order/view/order_id/{int(orders[0]['increment_id'])}/"


def _latest_review(reader: PageReader, shop: str, sku: str) -> tuple[str, str]:
    """Who wrote a product's newest review, and its rating in percent; two empty texts where there is none."""
    reviews = _ask(reader, shop, f"/rest/V1/products/{sku}/reviews")
    if not reviews:
        return "", ""
    return str(reviews[-1]["nickname"]), str(reviews[-1]["ratings"][0]["percent"])


def _ask(reader: PageReader, shop: str, path: str) -> Any:
    """An answer of the shop's interface, asked for as its administrator."""
    json_type = {"Content-Type": "application/json"}
    token = reader.request(
        "POST", f"{shop}/rest/default/V1/integration/admin/token", headers=json_type, body=json.dumps(_ADMIN)
    )
    reply = reader.request("GET", f"{shop}{path}", headers={**json_type, "Authorization": f"Bearer {_json(token)}"})
    return _json(reply)


def _json(reply: Reply) -> Any:
    if reply.status != 200:
        raise _NoReplyError
    return json.loads(reply.text)
