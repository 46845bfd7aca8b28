"""Words for what the shop's tables hold."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary

__all__ = ["VOCABULARY"]

_APP: Final = "Larkspur Market"
_HIDDEN: Final = FieldWords("", kind="hidden")


def _table(name: str, noun: str, title: str, volatile: tuple[str, ...] = (), /, **fields: FieldWords) -> TableWords:
    return TableWords(f"shop/{name}", _APP, noun, title, fields, ("id", *volatile))


def _text(phrase: str) -> FieldWords:
    return FieldWords(phrase)


def _number(phrase: str) -> FieldWords:
    return FieldWords(phrase, kind="number")


_ADDRESS: Final = {
    "firstname": _text("first name"),
    "lastname": _text("last name"),
    "company": _text("company"),
    "street1": _text("street address"),
    "street2": _text("second street line"),
    "city": _text("city"),
    "region": _text("state"),
    "postcode": _text("zip code"),
    "country_id": _text("country"),
    "telephone": _text("phone number"),
}

VOCABULARY: Final = Vocabulary.of(
    _table(
        "product", "product", "name", ("rating_sum", "review_count", "created", "position"),
        name=_text("name"), price=_number("price in cents"), stock=_number("stock"), brand=_text("brand"),
    ),
    _table("category", "category", "name", name=_text("name"), product_count=_HIDDEN),
    _table(
        "review", "review", "title", ("created",),
        nickname=_text("nickname"), title=_text("summary"), detail=_text("text"), rating=_number("number of stars"),
        product_id=_number("product number"), customer_id=_HIDDEN, status=_HIDDEN, created=_HIDDEN,
    ),
    _table(
        "compare_item", "product to compare", "product_id", ("added", "session_id"),
        product_id=_number("product number"), customer_id=_HIDDEN, session_id=_HIDDEN, added=_HIDDEN,
    ),
    _table(
        "customer", "account", "email", ("created",),
        email=_text("e-mail address"), firstname=_text("first name"), lastname=_text("last name"),
        password=_text("password"), default_billing=_number("default billing address"),
        default_shipping=_number("default shipping address"), created=_HIDDEN,
    ),
    _table("address", "address", "street1", **_ADDRESS, customer_id=_HIDDEN),
    _table(
        "newsletter_subscription", "newsletter subscription", "email", ("changed",),
        email=_text("e-mail address"), subscribed=FieldWords("state", {"0": "unsubscribed", "1": "subscribed"}),
        customer_id=_HIDDEN, changed=_HIDDEN,
    ),
    _table(
        "wishlist_item", "wish list item", "product_id", ("added",),
        product_id=_number("product number"), quantity=_number("quantity"), comment=_text("comment"),
        options=_text("options"), customer_id=_HIDDEN, added=_HIDDEN,
    ),
    _table(
        "contact_message", "message to the shop", "comment", ("created",),
        name=_text("name"), email=_text("e-mail address"), telephone=_text("phone number"), comment=_text("text"),
        customer_id=_HIDDEN, created=_HIDDEN,
    ),
    _table(
        "cart", "shopping cart", "id", ("changed", "session_id"),
        coupon=_text("discount code"), shipping_method=_text("shipping method"), shipping_address=_HIDDEN,
        billing_address=_HIDDEN, email=_HIDDEN, customer_id=_HIDDEN, session_id=_HIDDEN, changed=_HIDDEN,
    ),
    _table(
        "cart_item", "item in the cart", "product_id", ("cart_id", "added"),
        product_id=_number("product number"), quantity=_number("quantity"), options=_text("options"),
        price=_HIDDEN, cart_id=_HIDDEN, added=_HIDDEN,
    ),
    _table("coupon", "discount code", "code", code=_text("code"), percent=_number("percentage")),
    _table(
        "sales_order", "order", "increment_id", ("created", "increment_id"),
        status=_text("status"), grand_total=_number("total in cents"), shipping_description=_text("shipping method"),
        payment_title=_text("payment method"), coupon=_text("discount code"), increment_id=_HIDDEN, email=_HIDDEN,
        customer_id=_HIDDEN, created=_HIDDEN, subtotal=_HIDDEN, shipping_amount=_HIDDEN, tax_amount=_HIDDEN,
        discount_amount=_HIDDEN, total_refunded=_HIDDEN, shipping_method=_HIDDEN, payment_method=_HIDDEN,
        shipping_address=_HIDDEN, billing_address=_HIDDEN,
    ),
    _table(
        "order_item", "ordered item", "name", ("order_id",),
        name=_text("product"), quantity=_number("quantity"), options=_text("options"), sku=_HIDDEN, price=_HIDDEN,
        product_id=_HIDDEN, order_id=_HIDDEN, quantity_shipped=_HIDDEN, quantity_canceled=_HIDDEN,
        quantity_refunded=_HIDDEN,
    ),
    _table("order_comment", "order comment", "comment", ("order_id", "created"), comment=_text("text")),
    _table("order_document", "order document", "number", ("order_id", "created", "number"), kind=_text("kind")),
)  # fmt: skip
