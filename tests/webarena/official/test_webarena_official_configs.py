"""Reading libwebarena's task file; names, addresses and the compat seed that follow from it."""

from __future__ import annotations

import pickle

import pytest

from osgenesis.envs.core.errors import DataError, TaskError, UnknownNameError
from osgenesis.envs.web.sites.entities import ForumEntities, ShopEntities
from osgenesis.envs.webarena.official import configs
from osgenesis.envs.webarena.official.names import official_addresses, slug_of, title_of


@pytest.fixture(autouse=True)
def _installed() -> None:
    pytest.importorskip("webarena", reason="libwebarena is not installed")


def test_all_tasks_are_read() -> None:
    found = configs.configurations()
    assert list(found) == list(range(812))
    assert sum("string_match" in task.evaluation.types for task in found.values()) == 335
    assert sum(not task.feasible for task in found.values()) == 36
    assert sum(len(task.evaluation.targets) for task in found.values()) == 651
    assert len({task.template_id for task in found.values()}) == 190


def test_addresses_take_the_place_of_placeholders() -> None:
    task = configs.substituted(configs.configuration(404), {"reddit": "http://here:1"})
    assert task.start_urls == ("http://here:1",)
    assert task.evaluation.targets[0].url.startswith("http://here:1/f/books/")
    raw = configs.substituted({"a": ["__MAP__/x", 3, None]}, {"map": "m"})
    assert raw == {"a": ["m/x", 3, None]}


def test_several_start_pages_are_several_tabs() -> None:
    assert len(configs.configuration(431).start_urls) == 3


def test_an_unknown_number_is_named() -> None:
    with pytest.raises(UnknownNameError, match="812"):
        configs.configuration(812)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sites": ["moon"]}, "moon"),
        ({"task_id": "7"}, "task_id"),
        ({"task_id": True}, "task_id"),
        ({"eval": {"eval_types": ["guess"]}}, "guess"),
        ({"eval": {"eval_types": ["string_match"], "reference_answers": {"must_include": "x"}}}, "must_include"),
        ({"eval": {"eval_types": ["string_match"], "reference_answers": {"sounds_like": "x"}}}, "sounds_like"),
        (
            {"eval": {"eval_types": [], "program_html": [{"url": "u", "locator": "", "required_contents": {}}]}},
            "required",
        ),
        ({"eval": {"eval_types": [], "program_html": ["x"]}}, "object"),
        ({"intent": None}, "intent"),
    ],
)
def test_a_malformed_record_is_said_to_be_so(change: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        configs._configuration({**configs.raw_configurations()[0], **change})


def test_addresses_have_the_tails_of_the_official_ones() -> None:
    found = official_addresses({"shop": "http://s", "shopping_admin": "http://a", "wikipedia": "http://w"})
    assert found["shopping"] == "http://s"
    assert found["shopping_admin"] == "http://a/admin"
    assert found["wikipedia"].endswith("/Landing")
    assert "reddit" not in found


def test_a_title_of_a_slug_has_that_slug() -> None:
    assert title_of("how-i-met-my-cat") == "How i met my cat"
    assert slug_of(title_of("how-i-met-my-cat")) == "how-i-met-my-cat"
    with pytest.raises(TaskError, match="words"):
        title_of("--")


def test_the_compat_seed_names_what_the_tasks_name() -> None:
    from osgenesis.envs.webarena.official.compat import all_entities

    found = all_entities()
    forum, shop = found["forum"], found["shop"]
    assert isinstance(forum, ForumEntities)
    assert isinstance(shop, ShopEntities)
    posts = {post.id: post for post in forum.submissions}
    assert posts[124260].forum == "books"
    assert posts[124260].newest == 1
    assert posts[81371].top == 1
    assert posts[118903].commented == 1
    assert posts[1].body == "Crazy device for ML!"
    assert {"DIY", "EarthPorn", "MachineLearning", "pics"} <= {each.name for each in forum.forums}
    assert "sci_fi" in forum.absent_forums
    assert not {each.name for each in forum.forums} & set(forum.absent_forums)
    assert {comment.id for comment in forum.comments} == {1235250, 1042264}
    orders = {order.id: order for order in shop.orders}
    assert (orders[170].status, orders[170].latest_of_status) == ("canceled", True)
    assert round(sum((line.price or 0) + 5 for line in orders[170].lines), 2) == 365.42  # flat rate for each
    assert {"B01CTR3DLE", "B0041MSF2S"} <= {product.sku for product in shop.products}
    assert ("video-games",) in {category.path for category in shop.categories}
    assert pickle.loads(pickle.dumps(found)) == found
    assert repr(all_entities()) == repr(found)


def test_every_slug_is_named_once() -> None:
    from osgenesis.envs.webarena.official.compat import all_entities

    shop = all_entities()["shop"]
    assert isinstance(shop, ShopEntities)
    for values in (
        [product.slug for product in shop.products],
        [product.sku for product in shop.products if product.sku],
        [product.id for product in shop.products if product.id],
    ):
        assert len(values) == len(set(values))


def test_official_tasks_are_tasks_of_a_suite() -> None:
    from osgenesis.envs.webarena.official import official_suite

    suite = official_suite()
    assert len(suite) == 812
    task_class = suite["webarena.404"]
    task = task_class({})
    assert task.goal == "Upvote the newest post in books subreddit"
    assert task_class.apps == ("forum",)
    assert pickle.loads(pickle.dumps(task)).goal == task.goal
    assert not suite["webarena.313"].feasible
    with pytest.raises(UnknownNameError, match=r"webarena\.81"):
        suite["webarena.812"]


def test_a_site_that_a_backend_lacks_is_named() -> None:
    from osgenesis.envs.webarena.official import official_suite

    class Backend:
        origins = {"forum": "http://forum"}

    with pytest.raises(TaskError, match="'gitlab'"):
        official_suite()["webarena.44"]({}).initialize(Backend())
