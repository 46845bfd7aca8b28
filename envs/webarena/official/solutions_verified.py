"""webarena-verified's tasks of forum and shop, solved by the scripts of the original ones, in its own words.

It rewords most tasks and judges requests instead of pages. `solve` acts and gives the agent's last message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official import coverage, dom
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.solutions_shop import add_to_cart, find_sku, first_sku
from osgenesis.envs.webarena.official.verified import agent_response
from osgenesis.envs.webarena.official.visitor import Visitor

__all__ = ["NOT_CREDITED", "Solved", "solve"]

Record = Mapping[str, Any]
_FORUM_FIELDS: Final = ("submission[title]", "submission[body]", "submission[url]")
# Tasks of forum and shop that an episode on the compat seed is not credited with, and why.
_PLACEHOLDER: Final = "wants a placeholder that nothing fills in"
_OTHERWISE: Final = "wants something else than the original task, whose answer or place the seed has"
_OTHER_QUESTION: Final = "asks for something else than the original task; no script answers that"
_NO_SHIPPING: Final = "wants sums without shipping, which do not go with the original's sums"
NOT_CREDITED: Final[Mapping[int, str]] = MappingProxyType(
    {
        **dict.fromkeys((604, 611, 612, 613, 614), _PLACEHOLDER),
        **dict.fromkeys((21, 25, 26, 50, 51, 124, 125, 385, 407, 408, 529, 715, 735), _OTHERWISE),
        **dict.fromkeys((27, 28, 29, 30, 31, 66, 67, 68, 69, 386), _OTHER_QUESTION),
        **dict.fromkeys((141, 142, 143, 145, 330, 331, 332, 333), _NO_SHIPPING),
        **dict.fromkeys((146, 147), "wants a unit of length beside the size, which the original's answer lacks"),
        148: "wants the size in the name of the color",
        319: "wants data that a message without success cannot have",
        **dict.fromkeys((519, 520), "wants a quantity that a page only sends when it was changed, and that is 1"),
        **dict.fromkeys(
            (595, 597), "wants a post to be the hottest or most controversial; the seed does not arrange it"
        ),
        599: "wants a request from a forum whose address has a blank in it",
    }
)
_ORDERS: Final = (
    ("hottest", "hot"),
    ("all time top", "top?t=all"),
    ("controversial", "controversial?t=all"),
    ("most commented", "most_commented?t=all"),
    ("newest", "new"),
)
_ADDRESS: Final = re.compile(
    r"\n(?P<house_number>\d+) (?P<street>.+)\n(?P<city>[^,]+), (?P<state>[^,]+), (?P<postcode>\d+)\n(?P<country>[^\n]+)"
)
_QUOTED: Final = re.compile(r'"([^"]+)"')


class Solved(NamedTuple):
    """What an episode comes to.

    Attributes:
        response: The agent's last message.
        drafts: Fields of forms that were filled in and not sent.
    """

    response: str
    drafts: tuple[Mapping[str, str], ...] = ()


def solve(visitor: Visitor, task: Configuration, record: Record) -> Solved:
    """Do a task; the visitor is on its start page.

    Args:
        visitor: Somebody logged in, whose requests are as a browser's (`ScriptedVisitor`).
        task: The original configuration with addresses in place.
        record: webarena-verified's record of it.

    Raises:
        TaskError: There is no script for the task, or it does not find what it looks for.
    """
    asked = record["eval"][0]["expected"]
    kind, status = str(asked["task_type"]), str(asked["status"])
    if status != "SUCCESS":
        if task.template_id in coverage.refusals():
            coverage.refusals()[task.template_id](visitor, task)
        if task.template_id in (180, 191):
            visitor.go("/sales/order/history/")
        return Solved(agent_response(kind, status=status))
    if kind == "retrieve":
        if task.template_id not in _SHAPES:
            raise TaskError("no script answers it in webarena-verified's form")
        # Prices are asked for as they are, not for one piece.
        asked_for = replace(task, intent=str(record["intent"])) if task.template_id == 204 else task
        answer = _low_titles if task.template_id == 136 else coverage.answers()[task.template_id]
        said = answer(visitor, asked_for)
        return Solved(agent_response(kind, data=_SHAPES[task.template_id](str(said))))
    script = _REWORDED.get(task.template_id)
    drafts: tuple[Mapping[str, str], ...] = ()
    if script is not None:
        drafts = script(visitor, task, record)
    elif task.template_id in coverage.scripts():
        coverage.scripts()[task.template_id](visitor, task)
    else:
        raise TaskError("no script does it")
    return Solved(agent_response(kind), drafts)


def _posted(record: Record) -> dict[str, str]:
    """The fields that the task's words ask to be sent."""
    found: dict[str, str] = {}
    for rule in record["eval"]:
        found.update((rule.get("expected") or {}).get("post_data") or {})
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _submit(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Submit to the forum what the words say; comment on it if they say so."""
    wanted = _posted(record)
    visitor.go(f"{_site(task.evaluation.url)}/submit/{_forum(task, record)}")
    fields = {name: wanted[name] for name in _FORUM_FIELDS if name in wanted}
    site = _site(visitor.url)
    visitor.submit("#submission_title", {name: text.replace("__REDDIT__", site) for name, text in fields.items()})
    for name, text in wanted.items():
        if "comment" in name:
            visitor.submit("form.reply", {visitor.find("form.reply textarea").get("name"): text})
    return ()


def _site(url: str) -> str:
    return "/".join(url.split("/")[:3])


def _forum(task: Configuration, record: Record) -> str:
    """The forum to submit to: the one that the form's address or the words name, or the original task's."""
    urls = [url for rule in record["eval"] for url in _texts((rule.get("expected") or {}).get("url"))]
    named = re.findall(r"/submit/(\w+)", " ".join(urls)) or re.findall(r"to (\w+) forum", str(record["intent"]))
    original = urlsplit(task.evaluation.url.split(" |OR| ")[0]).path.split("/")[2]
    return original if original in named or not named else named[0]


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else [str(value)]


def _expected_url(record: Record) -> dict[str, Any]:
    return next((rule["expected"] for rule in record["eval"] if "url" in (rule.get("expected") or {})), {})


def _search(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Search for the phrase of the words, sorted if they say so."""
    wanted = {name: values[0] for name, values in _expected_url(record).get("query_params", {}).items()}
    if set(wanted) == {"q"}:
        visitor.submit('[name="q"]', wanted)
    else:
        path = urlsplit(_texts(_expected_url(record)["url"])[0].replace("__SHOPPING__", "http://x")).path
        visitor.go(f"{path}?{urlencode(wanted)}")
    return ()


def _product(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Open the page of the product that the words mean."""
    address = _texts(_expected_url(record)["url"])[0]
    if address == task.evaluation.url.replace(_site(task.evaluation.url), "__SHOPPING__"):
        coverage.scripts()[task.template_id](visitor, task)
        return ()
    slug = address.rpartition("/")[2].removesuffix(".html")
    visitor.submit('[name="q"]', {"q": " ".join(slug.split("-")[:6])})
    for link in visitor.all(".product-item-link"):
        if link.get("href").endswith(f"/{slug}.html"):
            visitor.go(link.get("href"))
            return ()
    raise TaskError(f"{visitor.url} does not list {slug!r}")


def _remedy(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Search for what the page must show, and open the first product."""
    coverage.scripts()[task.template_id](visitor, task)
    visitor.follow(selector=".product-item-link")
    return ()


def _follow_forum(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Subscribe from the page of the post that is first in the order that the words name."""
    order = next((order for words, order in _ORDERS if words in str(record["intent"])), "hot")
    visitor.go(f"{task.evaluation.url.split(' |OR| ')[0]}/{order}").follow(selector=".submission__comments")
    visitor.submit("form.subscribe")
    return ()


def _reply(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Answer the comment or post that the reference is about, in the task's words."""
    text = next(iter(_posted(record).values()))
    target = task.evaluation.targets[0]
    if target.url != "last":
        visitor.go(target.url)
    visitor.submit("form.reply", {visitor.find("form.reply textarea").get("name"): text})
    return ()


def _create_forum(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Make a forum."""
    visitor.go("/create_forum").submit("#forum_name", _posted(record))
    return ()


def _review(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Rate a product that was bought."""
    find_sku(visitor, first_sku(task))
    visitor.submit("#review-form", _posted(record))
    return ()


def _buy_again(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Put what was cancelled into the cart again, from its page."""
    find_sku(visitor, first_sku(task))
    add_to_cart(visitor)
    return ()


def _subscribe(visitor: Visitor, task: Configuration, record: Record) -> tuple[()]:
    """Subscribe at the foot of the page."""
    visitor.submit("form.newsletter", {"email": _posted(record)["email"]})
    return ()


def _draft(visitor: Visitor, task: Configuration, record: Record) -> tuple[Mapping[str, str], ...]:
    """Fill in the contact form and leave it."""
    message = _QUOTED.findall(str(record["intent"]))[-1]
    facts = [text for target in task.evaluation.targets for text in target.required]
    order = next((text for text in facts if re.fullmatch(r"#?0*\d{3,}", text)), "")
    amount = next((text for text in facts if re.fullmatch(r"\$?\d+\.\d\d", text)), "")
    message = message.replace("<order_id>", order).replace("<amount>", amount)
    visitor.go("/contact").fill("#contact-form", {"comment": message})
    fields = {name: visitor.find(f"#contact-form [name={name}]").get("value") or "" for name in ("name", "email")}
    return ({**fields, "comment": message},)


_REWORDED: Final[Mapping[int, Callable[[Visitor, Configuration, Record], tuple[Mapping[str, str], ...]]]] = {
    **dict.fromkeys((5, 9, 11, 12, 13, 15, 16, 19, 101, 3765, 6100), _submit),
    **dict.fromkeys((138, 171, 207, 210), _product),
    4: _follow_forum,
    7: _create_forum,
    23: _reply,
    151: _remedy,
    154: _draft,
    156: _buy_again,
    163: _draft,
    194: _review,
    199: _subscribe,
    208: _search,
    212: _search,
}


# ---- answers ------------------------------------------------------------------------------------


def _low_titles(visitor: Visitor, task: Configuration) -> str:
    """Titles of the reviews of the product in front that have one or two stars."""
    address, titles = visitor.url, []
    for stars in (1, 2):
        visitor.go(f"{address}?stars={stars}")
        titles += [dom.rendered_text(title) for title in visitor.all(".review-title")]
    return "; ".join(titles)


def _numbers(said: str) -> list[float]:
    return [float(text) for text in re.findall(r"\d+(?:\.\d+)?", said)]


def _range(said: str) -> list[Any]:
    low, high = _numbers(said)[-2:]
    return [{"min": low, "max": high}]


def _named_range(said: str) -> list[Any]:
    *names, prices = said.split("; ")
    return [{"names": names, **_range(prices)[0]}]


def _detail(said: str) -> list[Any]:
    """An order's detail: states by number, the parts of an address, names, or what is said."""
    if states := re.findall(r"(\d+): (\w+)", said):
        return [{"order_number": number, "status": state.lower()} for number, state in states]
    if address := _ADDRESS.search(said):
        return [address.groupdict()]
    return said.split("; ")


def _choice(said: str) -> list[Any]:
    size = re.fullmatch(r"(\d+)x(\d+)", said)
    if size:
        return [{"width": size[1], "height": size[2]}]
    return [*_numbers(said)] or [said]


# Answers of scripts as data, by number of the template.
_SHAPES: Final[Mapping[int, Callable[[str], list[Any]]]] = {
    136: lambda said: said.split("; "),
    147: _numbers,
    155: _choice,
    159: _range,
    160: _numbers,
    161: lambda said: [said],
    162: _numbers,
    169: lambda said: [said],
    193: lambda said: [{"status": said.split()[4].rstrip("."), "arrival_date": None}],
    197: lambda said: [{"order_count": _numbers(said)[0], "amount": _numbers(said)[1]}],
    204: _named_range,
    206: _detail,
    213: lambda said: [said],
    214: _numbers,
    222: lambda said: said.split(", "),
    370: _range,
    666: lambda said: said.split(", "),
    1356: lambda said: said.split(", "),
}
