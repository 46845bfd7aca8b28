"""The three evaluators: cleaning, single characters, alternatives, addresses, locators."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official.configs import Configuration, Evaluation, Target
from osgenesis.envs.webarena.official.evaluators import Reply, cleaned, evaluate, post_url, url_match
from osgenesis.envs.webarena.official.readers import StaticPage
from osgenesis.envs.webarena.official.tokens import stands_alone

ADDRESSES = {"shopping": "http://shop.test", "reddit": "http://forum.test"}


class Pages:
    """A reader over given pages, and a shop's interface that gives what it is told."""

    def __init__(self, pages: dict[str, str], at: str = "", replies: dict[str, Reply] | None = None) -> None:
        self.pages, self.at, self.replies = pages, at, replies or {}
        self.asked: list[tuple[str, str]] = []

    def _page(self, url: str) -> StaticPage:
        return StaticPage(url, self.pages.get(url, ""))

    @property
    def current(self) -> StaticPage:
        return self._page(self.at)

    def open(self, url: str) -> nullcontext[StaticPage]:
        self.asked.append(("OPEN", url))
        return nullcontext(self._page(url))

    def request(self, method: str, url: str, *, headers: Any = None, body: Any = None) -> Reply:
        path = url.removeprefix("http://shop.test").partition("?")[0]
        self.asked.append((method, path))
        return self.replies.get(path, Reply(404, ""))


def task(**evaluation: Any) -> Configuration:
    return Configuration(1, 1, ("shopping",), ("http://shop.test",), "Do it", "Do it", {}, Evaluation(**evaluation))


def score(config: Configuration, answer: str | None = None, reader: Pages | None = None) -> float:
    return evaluate(config, answer, reader or Pages({}), addresses=ADDRESSES)


@pytest.mark.parametrize(
    ("text", "clean"),
    [(" 'A b' ", "a b"), ('"X"', "x"), ("'a\"", "'a\""), ("'", ""), ("''x''", "'x'"), ("Straße", "straße")],
)
def test_cleaning_takes_away_one_pair_of_quotes_and_case(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("0", True),
        ("the answer is 0", True),
        ("0 orders", True),
        ("10", False),
        ("$0.50", False),
        ("(0)", True),
        ("0.", True),
        ("it is 0. 3 are left", True),
        ("it is 0. thanks", False),  # the tokenizer takes "0." for an ordinal
        ("0, and 1", True),
        ("1,0", False),
        ("0%", True),
        ("-0", False),
    ],
)
def test_a_single_character_must_be_a_word(answer: str, found: bool) -> None:
    assert stands_alone("0", answer) is found
    assert score(task(types=("string_match",), answers=(("must_include", ("0",)),)), answer) == found


def test_with_several_phrases_a_single_character_may_be_inside_a_word() -> None:
    config = task(types=("string_match",), answers=(("must_include", ("0", "a")),))
    assert score(config, "10 apples") == 1


def test_the_filler_is_judged_where_there_is_no_answer() -> None:
    assert score(task(types=("string_match",), answers=(("exact_match", "whatever"),))) == 1
    assert score(task(types=("string_match",), answers=(("fuzzy_match", ("3 orders",)),))) == 0


@pytest.mark.parametrize(
    ("answer", "right"),
    [("N/A", 1), ("'n/a'", 1), ("There is no order on hold", 1), ("whatever", 0), ("it was slow", 0), ("", 0)],
)
def test_a_task_that_cannot_be_done_takes_na_or_the_reason(answer: str, right: int) -> None:
    config = task(types=("string_match",), answers=(("fuzzy_match", "N/A"),), note="there is no on hold order")
    assert score(config, answer) == right


@pytest.mark.parametrize(
    ("reference", "url", "right"),
    [
        ("http://a/f/DIY", "http://a/f/DIY/12/x", 1),
        ("http://a/f/DIY", "http://a/f/diy", 0),
        ("http://a/f/x/", "http://a/f/x", 1),
        ("http://a/p |OR| http://a/q", "http://a/q", 1),
        ("http://a/c?price=0-25", "http://a/c?price=0-25&p=2", 1),
        ("http://a/c?price=0-25", "http://a/c?price=0-30", 0),
        ("http://a/s?q=usb+wifi", "http://a/s/?q=usb%20wifi", 1),
        ("http://a/s?q=x |OR| http://a/s?q=y", "http://a/s?q=y", 1),
        ("http://a/s", "https://a/s#part", 1),
        ("http://a:1/s", "http://a:2/s", 0),
    ],
)
def test_addresses_match_by_containment_and_parameters(reference: str, url: str, right: int) -> None:
    assert url_match(Evaluation(("url_match",), url=reference), url) == right


def test_an_unknown_rule_for_addresses_is_an_error() -> None:
    with pytest.raises(TaskError, match="EXACT"):
        url_match(Evaluation(("url_match",), url="http://a", url_rule="EXACT"), "http://a")


def test_a_target_on_the_agents_own_page() -> None:
    target = Target("last", "document.querySelector('.a').outerText", "exact_match", ("Hello &  you",))
    reader = Pages({"http://shop.test/x": "<p class=a>hello &amp;amp;&nbsp; you</p>"}, at="http://shop.test/x")
    config = task(types=("program_html",), targets=(target,))
    assert score(config, reader=reader) == 0  # a space that does not break is another character
    reader.pages["http://shop.test/x"] = "<p class=a>hello <b>&amp;amp;</b></p>"
    assert score(
        task(types=("program_html",), targets=(Target("last", target.locator, "exact_match", ("Hello &",)),)),
        reader=reader,
    )


def test_alternatives_inside_a_phrase_and_the_whole_page() -> None:
    target = Target("http://shop.test/cart", "", "must_include", ("Pear |OR| Apple", "Cart"))
    reader = Pages({"http://shop.test/cart": "<h1>Cart</h1><p>one apple</p>"})
    assert score(task(types=("program_html",), targets=(target,)), reader=reader) == 1
    reader.pages["http://shop.test/cart"] = "<h1>Cart</h1>"
    assert score(task(types=("program_html",), targets=(target,)), reader=reader) == 0


@pytest.mark.parametrize("page", ["", "<p>nothing here</p>"])
def test_a_missing_element_counts_as_empty(page: str) -> None:
    target = Target("http://shop.test/x", "document.querySelector('.a').value", "exact_match", ("",))
    assert score(task(types=("program_html",), targets=(target,)), reader=Pages({"http://shop.test/x": page})) == 1


def test_the_post_that_an_address_belongs_to() -> None:
    assert post_url("http://h/f/books/12/some-words/-/comment/3") == "http://h/f/books/12/"
    assert post_url("http://h/f/books") == "http://h/f/books"
    assert post_url("http://h/user/f/1/x") == "http://h/user/f/1/x"


def test_the_latest_order_is_asked_of_the_shops_interface() -> None:
    target = Target("func:shopping_get_latest_order_url()", "", "must_include", ("B01",))
    replies = {
        "/rest/default/V1/integration/admin/token": Reply(200, '"secret"'),
        "/rest/V1/orders": Reply(200, '{"items": [{"increment_id": "000000190"}]}'),
    }
    reader = Pages({"http://shop.test/sales/order/view/order_id/190/": "SKU B01"}, replies=replies)
    assert score(task(types=("program_html",), targets=(target,)), reader=reader) == 1
    assert reader.asked[-1] == ("OPEN", "http://shop.test/sales/order/view/order_id/190/")
    reader.replies["/rest/V1/orders"] = Reply(500, "broken")
    assert score(task(types=("program_html",), targets=(target,)), reader=reader) == 0


def test_latest_review_of_a_product() -> None:
    targets = tuple(
        Target("last", f"func:shopping_get_sku_latest_review_{what}('B1')", "must_include", (value,))
        for what, value in (("rating", "80"), ("author", "Emma"))
    )
    old = '{"nickname": "Al", "ratings": [{"rating_name": "Rating", "percent": 20}]}'
    new = '{"nickname": "Emma L", "ratings": [{"rating_name": "Rating", "percent": 80}]}'
    replies = {
        "/rest/default/V1/integration/admin/token": Reply(200, '"secret"'),
        "/rest/V1/products/B1/reviews": Reply(200, f"[{old}, {new}]"),
    }
    config = task(types=("program_html",), targets=targets)
    assert score(config, reader=Pages({}, replies=replies)) == 1
    replies["/rest/V1/products/B1/reviews"] = Reply(200, "[]")
    assert score(config, reader=Pages({}, replies=replies)) == 0


def test_a_members_role_is_read_from_its_row() -> None:
    def page(name: str, role: str) -> str:
        return (
            f"<table><tr><td data-label='Account'><span class='gl-avatar-labeled-sublabel'>@{name}</span></td>"
            f"<td class='col-max-role'><span>{role}</span></td></tr></table>"
        )

    target = Target("last", "func:gitlab_get_project_memeber_role(__page__, 'yjlou')", "must_include", ("Guest",))
    config = task(types=("program_html",), targets=(target,))
    assert score(config, reader=Pages({"u": page("yjlou", "Guest")}, at="u")) == 1
    assert score(config, reader=Pages({"u": page("other", "Guest")}, at="u")) == 0


@pytest.mark.parametrize("call", ["func:launch_rockets()", "func:nonsense"])
def test_an_unknown_helper_is_an_error(call: str) -> None:
    with pytest.raises(TaskError, match="helper"):
        score(task(types=("program_html",), targets=(Target(call, "", "must_include", ("x",)),)))
