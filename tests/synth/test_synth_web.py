"""Synthesis on the web, on a shop of five pages that needs no browser: walks, proofs, words, and the whole run."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import gymnasium as gym
import numpy as np
import pytest
from numpy.typing import NDArray

from osgenesis.envs.core.actions import WEB_ACTIONS, Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.core.predicates import Atom, Predicate, page_address
from osgenesis.envs.core.state import Change, State, StateDiff
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.synthetic import read_task_records, synthetic_suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary
from osgenesis.synth.config import Budget, RunConfig, default_budget
from osgenesis.synth.explore.candidates import changed
from osgenesis.synth.explore.fields import RuleBasedText
from osgenesis.synth.explore.recorder import page_kind, page_structure
from osgenesis.synth.explore.surface import PHONE, WEB, opening, surface_of
from osgenesis.synth.explore.web_policy import WebMoves, form_of
from osgenesis.synth.explore.web_walk import key_of, web_choices
from osgenesis.synth.parts import read_records
from osgenesis.synth.pipeline import run
from osgenesis.synth.reverse.annotation import SegmentStep
from osgenesis.synth.reverse.lowlevel import instruction
from osgenesis.synth.reverse.page_facts import page_facts, shown_once
from osgenesis.synth.reverse.relations import Known, by_products, deed, loose_columns
from osgenesis.synth.reverse.values import Chooser
from osgenesis.synth.worlds import open_env

ON = int(Flag.ENABLED)
CLICK = int(Flag.ENABLED | Flag.CLICKABLE)
FIELD = int(Flag.ENABLED | Flag.CLICKABLE | Flag.EDITABLE)
PRODUCTS = {1: ("Copper kettle with a wooden handle", 2900), 2: ("Blue enamel mug for two", 1250)}
SORTS = ("Position", "Price")


def page_element(text: str, role: str, top: int, **changes: Any) -> Element:
    tags = {
        "link": "a",
        "button": "button",
        "textbox": "input",
        "searchbox": "input",
        "combobox": "select",
        "heading": "h1",
    }
    flags = FIELD if role in ("textbox", "searchbox") else ON if role in ("heading", "text") else CLICK
    tag = tags.get(role, "p")
    plain = Element(text, "", tag, "", "", "shop.test", 20, top, 320, top + 20, flags, "page", "", role)
    return plain._replace(**changes)


class FakeWeb:
    """A homepage and a shop with a list, two products, a wish list and reviews."""

    name = "fake web"
    capabilities = frozenset({"snapshot", "fork", "state", "screenshot"})
    screen_size = (640, 480)
    action_types = WEB_ACTIONS

    def __init__(self) -> None:
        self.url = "http://home.test/"
        self.past: tuple[str, ...] = ()
        self.wished: tuple[int, ...] = ()
        self.reviews: tuple[tuple[int, str, str], ...] = ()
        self.typed: dict[str, str] = {}

    def perform(self, action: Action) -> None:
        elements = self.elements()
        element = elements[action.index] if action.index is not None else None
        match action.type:
            case "goto":
                self._go(str(action.url))
            case "go_back" if self.past:
                self.url, self.past = self.past[-1], self.past[:-1]
            case "scroll" | "go_back":
                raise ActionError("There is nothing further.")
            case "input_text" if element is not None and element.editable:
                self.typed = {**self.typed, element.text: str(action.text)}
                if action.press_enter and element.role == "searchbox":
                    self._go(f"http://shop.test/search?q={action.text}")
            case "select_option" if element is not None:
                self._go(f"http://shop.test/?sort={action.option}")
            case "click" if element is not None:
                self._clicked(element)

    def _go(self, url: str) -> None:
        self.past, self.url, self.typed = (*self.past, self.url), url, {}

    def _clicked(self, element: Element) -> None:
        number = int(self.url.rpartition("/")[2]) if "/product/" in self.url else 0
        by_name = {name: key for key, (name, _) in PRODUCTS.items()}
        if element.role == "link":
            names = {"Shop Order things": "http://shop.test/", "All products": "http://shop.test/"}
            self._go(names.get(element.text, f"http://shop.test/product/{by_name.get(element.text, 1)}"))
        elif element.text == "Add to Wish List" and number not in self.wished:
            self.wished = (*self.wished, number)
        elif element.text == "Submit Review" and self.typed.get("Summary") and self.typed.get("Review"):
            self.reviews = (*self.reviews, (number, self.typed["Summary"], self.typed["Review"]))
            self._go(self.url)

    def elements(self) -> tuple[Element, ...]:
        if self.url.startswith("http://home.test"):
            return (page_element("Shop Order things", "link", 20, package="home.test"),)
        search = page_element("Search", "searchbox", 10, hint="Search the shop", value=self.typed.get("Search", ""))
        head = (page_element("All products", "link", 0, left=400, right=600), search)
        if "/product/" in self.url:
            name, price = PRODUCTS[int(self.url.rpartition("/")[2])]
            summary = page_element("Summary", "textbox", 140, value=self.typed.get("Summary", ""))
            review = page_element("Review", "textbox", 180, value=self.typed.get("Review", ""))
            return (
                *head, page_element(name, "heading", 40), page_element(f"${price / 100:.2f}", "text", 70),
                page_element("Add to Wish List", "button", 100), summary, review,
                page_element("Submit Review", "button", 220),
            )  # fmt: skip
        links = [page_element(name, "link", 100 + 40 * key) for key, (name, _) in PRODUCTS.items()]
        heading = "Search results" if "search" in self.url else "Products"
        return (
            *head,
            page_element(heading, "heading", 40),
            page_element("Sort by", "combobox", 70, value="Position"),
            *links,
        )

    def options(self, index: int) -> tuple[str, ...]:
        return SORTS if self.elements()[index].role == "combobox" else ()

    def screenshot(self) -> NDArray[np.uint8]:
        return np.full((480, 640, 3), len(self.url) % 256, np.uint8)

    def context(self) -> dict[str, str]:
        return {"app": "shop" if "shop.test" in self.url else "homepage", "url": self.url}

    def snapshot(self) -> Any:
        return self.url, self.past, self.wished, self.reviews, tuple(self.typed.items())

    def restore(self, snapshot: Any) -> None:
        self.url, self.past, self.wished, self.reviews, typed = snapshot
        self.typed = dict(typed)

    def fork(self) -> "FakeWeb":
        twin = FakeWeb()
        twin.restore(self.snapshot())
        return twin

    def state(self) -> State:
        products = {k: MappingProxyType({"id": k, "name": n, "price": p}) for k, (n, p) in PRODUCTS.items()}
        wishes = {
            k: MappingProxyType({"id": k, "customer_id": 7, "product_id": p}) for k, p in enumerate(self.wished, 1)
        }
        reviews = {
            k: MappingProxyType({"id": k, "customer_id": 7, "product_id": p, "title": t, "detail": d})
            for k, (p, t, d) in enumerate(self.reviews, 1)
        }
        tables: dict[str, Any] = {"shop/product": products, "shop/wishlist_item": wishes, "shop/review": reviews}
        return State(tables=tables, values={"browser/url": self.url})

    def state_hash(self) -> str:
        return hashlib.blake2b(repr(self.snapshot()).encode(), digest_size=16).hexdigest()

    def vocabulary(self) -> Vocabulary:
        return VOCABULARY

    def close(self) -> None:
        """Nothing to let go of."""


HIDDEN = FieldWords("", kind="hidden")
VOCABULARY = Vocabulary.of(
    TableWords("shop/product", "Corner Shop", "product", "name", {"name": FieldWords("name")}, ("id",)),
    TableWords(
        "shop/wishlist_item", "Corner Shop", "wish list item", "product_id",
        {"product_id": FieldWords("product number", kind="number"), "customer_id": HIDDEN}, ("id",),
    ),
    TableWords(
        "shop/review", "Corner Shop", "review", "title",
        {
            "title": FieldWords("summary"), "detail": FieldWords("text"),
            "product_id": FieldWords("product number", kind="number"), "customer_id": HIDDEN,
        },
        ("id",),
    ),
    apps={"shop": "Corner Shop", "homepage": "Homepage"},
)  # fmt: skip


class Browse(Task):
    """Gives the suite a task; runs of these tests begin in the bare world."""

    name: ClassVar[str] = "Browse"
    apps: ClassVar[tuple[str, ...]] = ("nowhere",)
    max_steps: ClassVar[int] = 5
    template: ClassVar[str] = "Look around."

    def initialize(self, backend: Any) -> None:
        """Nothing to set up."""

    def evaluate(self, backend: Any, answer: str | None) -> float:
        return 0.0


def make_env(**options: Any) -> GuiEnv:
    return GuiEnv(FakeWeb, Suite("FakeWeb", [Browse]), **options)


@pytest.fixture(scope="module")
def web_world() -> Iterator[str]:
    """The name of the fake web as an environment."""
    gym.register("FakeWeb/Suite-v0", entry_point=make_env)
    yield "FakeWeb"
    del gym.registry["FakeWeb/Suite-v0"]


def quiet(*anything: Any) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def shop_run(web_world: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run on the fake web."""
    out = tmp_path_factory.mktemp("shop")
    budget = Budget(rounds=1, steps=150, per_shape=4, candidates=30, questions=20, compounds=4, tasks=60)
    run(RunConfig(web_world, out, budget=budget, workers=0), quiet, quiet)
    return out


# ---- the whole ---------------------------------------------------------------------------------------


def test_a_run_on_the_web_makes_deeds_pages_and_questions(shop_run: Path) -> None:
    tasks = read_task_records(shop_run / "tasks.jsonl")
    assert {task["kind"] for task in tasks} == {"state", "page", "answer"}
    texts = " ".join(task["instruction"] for task in tasks)
    assert 'the product "Copper kettle with a wooden handle" to the wish list' in texts
    assert "review" in texts
    assert all(record["success"] for record in read_records(shop_run / "trajectories.jsonl"))
    assert {record["reward"] for record in read_records(shop_run / "scores.jsonl")} == {5}


def test_every_web_task_is_false_at_first_and_true_after_its_golden_path(shop_run: Path) -> None:
    suite = synthetic_suite(shop_run / "tasks.jsonl")
    env = make_env(observe=("goal",))
    env.suite = suite
    for name in suite:
        env.reset(seed=0, options={"task": name})
        task: Any = env.task
        assert task.evaluate(env.backend, None) == 0.0
        for action in task.golden:
            assert "action_error" not in env.step(action)[4]
        assert env.step(Action("status", goal_status="complete"))[1] == 1.0


def test_a_page_task_is_not_done_when_something_was_changed_on_the_way(shop_run: Path) -> None:
    suite = synthetic_suite(shop_run / "tasks.jsonl")
    env = make_env(observe=("goal",))
    env.suite = suite
    name = next(name for name in suite if suite[name].record["kind"] == "page")  # type: ignore[attr-defined]
    env.reset(seed=0, options={"task": name})
    task: Any = env.task
    for action in task.golden:
        env.step(action)
    assert task.evaluate(env.backend, None) == 1.0
    backend: Any = env.backend
    backend.wished = (*backend.wished, 2)
    assert task.evaluate(env.backend, None) == 0.0


def test_the_paper_s_walk_runs_on_the_web_too(web_world: str, tmp_path: Path) -> None:
    from osgenesis.synth.pipeline import explore

    made = explore(RunConfig(web_world, tmp_path, explorer="random_walk", budget=Budget(1, 60), workers=0), quiet)
    assert made["steps"] == 120  # sixty on each site
    assert made["triples"] > 20


# ---- exploring ---------------------------------------------------------------------------------------


def test_new_and_unexplored_elements_weigh_4_3_3_1() -> None:
    kinds = [page_element(text, "link", 30 * number) for number, text in enumerate(("new", "seen", "tried", "stale"))]
    new, seen, tried, stale = kinds
    choices = web_choices(kinds, {key_of(seen), key_of(stale)}, {key_of(tried), key_of(stale)}, set())
    assert [choice.weight for choice in choices] == [4, 3, 3, 1]
    assert new is kinds[0]


def test_plain_text_and_what_did_nothing_are_no_candidates() -> None:
    kinds = [page_element("words", "text", 0), page_element("dead", "link", 30), page_element("Save", "button", 60)]
    assert [choice.element for choice in web_choices(kinds, set(), set(), {key_of(kinds[1])})] == [2]


def test_typing_into_a_web_field_is_a_change() -> None:
    empty = page_element("Title", "textbox", 10)
    assert changed([empty], [empty._replace(value="Old maps")])


def test_a_site_is_entered_by_its_link_else_by_its_address() -> None:
    env = make_env(observe=("goal",))
    assert surface_of(env) is WEB
    env.reset(seed=0)
    assert opening(env, "Corner Shop") == Action("click", index=0)
    assert opening(env, "Homepage") is None
    assert surface_of(open_env("Fake")) is PHONE


def test_structures_of_pages_leave_contents_out() -> None:
    one = [page_element("Copper kettle", "heading", 10), page_element("Add to cart", "button", 40)]
    other = [page_element("Blue mug", "heading", 10), page_element("Add to cart", "button", 90)]
    assert page_structure(one, "http://shop.test/p/12-kettle") == page_structure(other, "http://shop.test/p/99-mug")
    assert page_structure(one, "http://shop.test/p/12") != page_structure(one[:1], "http://shop.test/p/12")
    assert page_kind("http://shop.test/f/books/12?sort=new") == "shop.test/f/*/*?sort"


def test_a_form_ends_at_its_button_and_begins_after_the_last_one() -> None:
    page = [
        page_element("Search", "searchbox", 0),
        page_element("Search", "button", 0),
        page_element("Title", "textbox", 40),
        page_element("Forum", "combobox", 80),
        page_element("Text", "textbox", 120),
        page_element("Cancel", "button", 160),
        page_element("Post", "button", 160),
        page_element("E-mail", "textbox", 300),
        page_element("Subscribe", "button", 300),
    ]
    assert form_of(page, 4) == ([2, 3, 4], 6)
    assert form_of(page, 7) == ([7], 8)


def test_a_drop_down_list_gets_another_option_than_it_has() -> None:
    page = [page_element("Sort by", "combobox", 0, value="Newest")]
    moves = WebMoves(RuleBasedText(), np.random.default_rng(0), lambda index: ("Newest", "Oldest"), None)
    assert moves.choosing(page, 0) == Action("select_option", index=0, option="Oldest")


def test_web_fields_are_read_by_their_labels() -> None:
    page = [page_element("Copper kettle with a handle", "link", 0), page_element("Search the shop", "searchbox", 40)]
    rng = np.random.default_rng(3)
    assert RuleBasedText().text(page, page[1], rng) in ("copper", "kettle", "handle")
    assert RuleBasedText().text([], page_element("Zip/Postal Code", "textbox", 0), rng).isdigit()
    assert "@" in RuleBasedText().text([], page_element("Email address", "textbox", 0), rng)


# ---- goals and words ---------------------------------------------------------------------------------


def test_addresses_of_one_page_are_equal() -> None:
    assert page_address("http://shop.test/a%20b/?y=2&x=1&q=#top") == "http://shop.test/a b?x=1&y=2"
    assert page_address("http://shop.test/a?PHPSESSID=123") == page_address("http://shop.test/a/")
    assert page_address("http://shop.test/a?page=2") != page_address("http://shop.test/a")


def test_a_page_goal_holds_once_its_page_is_shown_and_survives_json() -> None:
    goal = Predicate((Atom("page_is", "browser/url", value="http://shop.test/cart"),))
    home, cart = (
        State(values={"browser/url": "http://shop.test/"}),
        State(values={"browser/url": "http://shop.test/cart/"}),
    )
    assert Predicate.from_json(goal.to_json()) == goal
    assert goal.holds(home, cart)
    assert not goal.holds(cart, cart)
    assert not goal.side_effects(home, cart)


USERS: dict[Any, Any] = {7: {"id": 7, "name": "ada"}, 8: {"id": 8, "name": "felix77"}}
POSTS: dict[Any, Any] = {
    3: {"id": 3, "title": "Old maps of the harbour", "forum_id": 5},
    4: {"id": 4, "title": "Old maps", "forum_id": 5},
}
FORUM_STATE = State(
    tables={"forum/user": USERS, "forum/submission": POSTS, "forum/forum": {5: {"id": 5, "name": "maps"}}}
)


def _tie(table: str, noun: str, title: str, /, **fields: FieldWords) -> TableWords:
    return TableWords(f"forum/{table}", "Talk", noun, title, fields, ("id",))


FORUM = Vocabulary.of(
    _tie("user", "user", "name", name=FieldWords("name")),
    _tie("forum", "forum", "name", name=FieldWords("name")),
    _tie("submission", "submission", "title", title=FieldWords("title"), forum_id=FieldWords("forum")),
    _tie("vote", "vote on a submission", "submission_id", submission_id=FieldWords("submission"),
         choice=FieldWords("vote", {"1": "up", "-1": "down"}), user_id=FieldWords("user")),
    _tie("saved", "saved submission", "submission_id", submission_id=FieldWords("submission")),
    _tie("blocked_user", "blocked user", "blocked_id", blocked_id=FieldWords("user who is blocked")),
    _tie("subscription", "subscription", "forum_id", forum_id=FieldWords("forum")),
    _tie("cart_item", "item in the cart", "submission_id", submission_id=FieldWords("submission"),
         quantity=FieldWords("quantity", kind="number"), options=FieldWords("options")),
    _tie("comment", "comment", "body", body=FieldWords("text"), submission_id=FieldWords("submission"),
         parent_id=FieldWords("comment that it answers")),
    apps={"forum": "Talk"},
)  # fmt: skip


def said(kind: str, table: str, before: Any, after: Any) -> str:
    change = Change(kind, f"forum/{table}", 1, before, after)
    known = Known(FORUM, StateDiff((change,)), FORUM_STATE)
    return deed(change, FORUM.tables[f"forum/{table}"], known, Chooser("k"))


@pytest.mark.parametrize(
    ("kind", "table", "before", "after", "text"),
    [
        ("row_added", "vote", None, {"submission_id": 3, "choice": 1, "user_id": 7},
         'upvote the submission "Old maps of the harbour"'),
        ("row_removed", "vote", {"submission_id": 3, "choice": -1}, None,
         'take back the downvote on the submission "Old maps of the harbour"'),
        ("row_changed", "vote", {"submission_id": 3, "choice": -1}, {"submission_id": 3, "choice": 1},
         'change the downvote on the submission "Old maps of the harbour" to an upvote'),
        ("row_added", "saved", None, {"submission_id": 4}, 'save the submission "Old maps"'),
        ("row_removed", "saved", {"submission_id": 4}, None,
         'remove the submission "Old maps" from the saved submissions'),
        ("row_added", "blocked_user", None, {"blocked_id": 8}, 'block the user "felix77"'),
        ("row_removed", "subscription", {"forum_id": 5}, None, 'unsubscribe from the forum "maps"'),
        ("row_added", "cart_item", None, {"submission_id": 4, "quantity": 3, "options": '[["Color", "Mint"]]'},
         'add 3 of the submission "Old maps" (Color: Mint) to the cart'),
        ("row_changed", "cart_item", {"submission_id": 4, "quantity": 1}, {"submission_id": 4, "quantity": 2},
         'set the quantity of the submission "Old maps" in the cart to 2'),
    ],
)  # fmt: skip
def test_rows_that_tie_things_together_have_verbs(kind: str, table: str, before: Any, after: Any, text: str) -> None:
    assert said(kind, table, before, after) == text


def test_a_comment_names_what_it_is_about() -> None:
    text = said("row_added", "comment", None, {"body": "Good point.", "submission_id": 4, "parent_id": None})
    assert '"Good point."' in text
    assert 'the submission "Old maps"' in text


def test_what_comes_with_a_new_row_is_no_deed_of_its_own() -> None:
    comment = Change("row_added", "forum/comment", 9, None, {"id": 9, "body": "Good point.", "submission_id": 4})
    words = _tie("comment_vote", "vote on a comment", "comment_id", comment_id=FieldWords("comment"))
    vocabulary = FORUM.merge(Vocabulary.of(words))
    vote = Change("row_added", "forum/comment_vote", 1, None, {"id": 1, "comment_id": 9, "choice": 1})
    diff = StateDiff((comment, vote))
    assert by_products(diff, vocabulary) == {("forum/comment_vote", 1)}
    assert loose_columns(vote, diff, vocabulary) == {"comment_id"}
    assert loose_columns(comment, diff, vocabulary) == frozenset()


def test_a_page_is_asked_for_what_it_tells() -> None:
    page = [
        page_element("Congo River", "heading", 0), page_element("Length", "rowheader", 40, class_name="th", right=100),
        page_element("4,700 km", "cell", 40, class_name="td", left=120),
        page_element("Old maps of the harbour", "link", 200),
        page_element("Submitted by", "text", 225), page_element("felix77", "link", 225, left=120),
        page_element("7 comments", "link", 250),
    ]  # fmt: skip
    facts = {fact.question: fact.answer for fact in shown_once(list(page_facts(page)), page)}
    assert facts == {
        'On the page "Congo River", what is given as "Length"?': "4,700 km",
        'Who submitted "Old maps of the harbour"?': "felix77",
        'How many comments does "Old maps of the harbour" have?': "7",
    }


def test_web_steps_are_told_in_the_words_of_the_web() -> None:
    sort = page_element("Sort by", "combobox", 0, value="Position")
    votes = [
        page_element("Upvote", "button", 100), page_element("Old maps of the harbour", "link", 100, left=90),
        page_element("Upvote", "button", 300), page_element("Two cats and a kettle", "link", 300, left=90),
    ]  # fmt: skip

    def told(action: Action, element: Element, page: list[Element]) -> str:
        return instruction(SegmentStep(action, element, page, page, "Talk"), Chooser("k"))

    assert '"Price"' in told(Action("select_option", index=0, option="Price"), sort, [sort])
    assert told(Action("click", index=2), votes[2], votes).endswith('the "Upvote" button of "Two cats and a kettle".')
    field = page_element("Title", "textbox", 0)
    assert "Title" in told(Action("input_text", index=0, text="x"), field, [field])
    assert "Tap" not in Counter(told(Action("click", index=2), votes[2], votes).split())


def test_web_environments_have_a_budget_of_their_own() -> None:
    names = [default_budget(env) for env in ("WebArena", "MiniWoB", "AndroidWorld")]
    assert names == ["web", "pages", "default"]
