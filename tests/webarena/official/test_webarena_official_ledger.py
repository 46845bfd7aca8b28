"""Orders put together from what tasks tell of them in pieces; periods of time in their words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from osgenesis.envs.web.sites.entities import OrderEntity, OrderLineEntity
from osgenesis.envs.webarena.official.compat_ledger import balanced
from osgenesis.envs.webarena.official.configs import Configuration, Evaluation
from osgenesis.envs.webarena.official.periods import Period, period_of

ME = "somebody@shop.example"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in March 2021", date(2021, 3, 1), date(2021, 3, 31)),
        ("during 2/7/2021", date(2021, 2, 7), date(2021, 2, 7)),
        ("in 2021/02", date(2021, 2, 1), date(2021, 2, 28)),
        ("in 2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("from mid Jan to the end Jan 2021", date(2021, 1, 15), date(2021, 1, 31)),
        ("from Jan to the end of March 2021", date(2021, 1, 1), date(2021, 3, 31)),
        ("over the past three days", date(2021, 6, 7), date(2021, 6, 10)),
        ("over the past month", date(2021, 5, 10), date(2021, 6, 10)),
        ("over the past six month", date(2020, 12, 10), date(2021, 6, 10)),
        ("over the past year", date(2020, 6, 10), date(2021, 6, 10)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert period_of(text, date(2021, 6, 10)) == Period(first, last)


def test_a_text_without_a_time_names_no_period() -> None:
    assert period_of("how many chairs are there?") is None


def question(template: str, intent: str, answer: tuple[str, ...], **blanks: str) -> Configuration:
    rules = Evaluation(types=("string_match",), answers=(("must_include", answer),))
    return Configuration(1, 1, ("shopping",), ("__SHOPPING__",), intent, template, blanks, rules)


def spent(period: str, amount: str) -> Configuration:
    return question("How much I spend {{time}}", f"How much I spend {period}", (amount,), time=period)


def fulfilled(period: str, orders: int, amount: str) -> Configuration:
    said = (f"{orders} orders", f"${amount} total spend")
    return question("how many fulfilled orders I have {{period}}", f"fulfilled orders {period}", said, period=period)


def put_together(orders: list[OrderEntity], *tasks: Configuration) -> list[dict[str, Any]]:
    found, products = balanced(orders, tasks, ME, {})
    sold = {product.sku: product for product in products}
    assert all(line.sku in sold for order in found for line in order.lines)
    return [
        {
            "id": order.id,
            "day": date.fromisoformat(order.date or ""),
            "status": order.status,
            "cents": sum(round((line.price or 0) * 100) + 500 for line in order.lines),
            "lines": order.lines,
        }
        for order in found
    ]


def total(orders: list[dict[str, Any]], period: Period, status: str = "complete") -> tuple[int, int]:
    inside = [o["cents"] for o in orders if o["status"] == status and period.first <= o["day"] <= period.last]
    return len(inside), sum(inside)


def test_nested_periods_all_come_out() -> None:
    orders = put_together(
        [],
        spent("in March 2023", "83.31"),
        fulfilled("over the past four month", 4, "845.49"),
        fulfilled("over the past year", 24, "6560.69"),
    )
    assert total(orders, Period.month(2023, 3))[1] == 8331
    assert total(orders, Period(date(2023, 2, 12), date(2023, 6, 12))) == (4, 84549)
    assert total(orders, Period(date(2022, 6, 12), date(2023, 6, 12))) == (24, 656069)


def test_an_order_keeps_what_is_told_of_it() -> None:
    line = OrderLineEntity(kind="picture frame", price=12.5)
    orders = put_together(
        [OrderEntity(77, ME, "complete", "2023-03", 65.32, True, (line,))], spent("in March 2023", "83.31")
    )
    (order,) = [order for order in orders if order["id"] == 77]
    assert order["cents"] == 6532
    assert order["lines"][0].price == 12.5
    assert total(orders, Period.month(2023, 3)) == (2, 8331)


def test_what_was_bought_of_a_sort_comes_to_its_sum_within_the_month() -> None:
    sort = question(
        "How much I spent on {{category}} shopping during {{time}}",
        "How much I spent on food-related shopping during March 2023",
        ("47.41",),
        category="food-related",
    )
    orders = put_together([], spent("in March 2023", "83.31"), sort)
    assert total(orders, Period.month(2023, 3))[1] == 8331
    food = [line for order in orders for line in order["lines"] if "Pantry" in (line.name or "")]
    assert [round((line.price or 0) * 100) for line in food] == [4241]


def test_cancelled_orders_come_to_their_sums_and_what_was_kept_is_no_part_of_them() -> None:
    def refund(intent: str, amount: str) -> Configuration:
        return question("my order canlled in {{time}}", f"my order canlled in {intent}", (amount,), time="")

    orders = put_together(
        [],
        refund("2022/03? I only kept the lamp cord and I cannot get the shipping fee back", "64.49"),
        refund("2022, including shipping fee", "553.97"),
        refund("April 2022, including shipping fee", "0"),
    )
    march = [order for order in orders if order["day"].month == 3]
    assert [round((line.price or 0) * 100) for line in march[0]["lines"] if "cord" not in line.name] == [6449]
    assert total(orders, Period.month(2022, 4), "canceled") == (0, 0)
    assert total(orders, Period(date(2022, 1, 1), date(2022, 12, 31)), "canceled")[1] == 55397


def test_choices_are_in_the_order_of_their_time() -> None:
    asked = "What is the {{option}} configuration of the {{product}} I bought {{time}}"
    blanks = {"product": "picture frame", "time": "Sep 2022"}
    size = question(asked, "", ("8x10",), option="size", **blanks)
    color = question(asked, "", ("Dusk",), option="color", **blanks)
    (order,) = put_together([], size, color)
    assert (order["day"].year, order["day"].month) == (2022, 9)
    assert order["lines"][0].options == (("Color", "Dusk"), ("Size", "8x10"))


def test_a_discount_on_large_orders_leads_to_a_fraction_of_a_cent() -> None:
    asked = question(
        "How much did I spend {{time}}",
        "on November 2022? They gave me a 20% discount on the total amount for orders exceeding $200 in cash",
        ("359.546",),
    )
    cents = [order["cents"] for order in put_together([], asked)]
    assert round(sum(c * (0.8 if c > 20_000 else 1) for c in cents) / 100, 3) == 359.546
