"""Tasks on what a customer of the shop wants to have: wish list, cart, buying; and finding the account's pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import same_money
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import click, fill, role, scroll_to, select
from osgenesis.envs.webarena.tasks.shop_moves import (
    CART_TABLES,
    ORDER_TABLES,
    add_to_cart_rows,
    cart_holds,
    changes_only,
    check_out,
    customer,
    described,
    find_product,
    go_to_account,
    options_of,
    order_of,
    products,
    said,
)

_CODES = (("SPRING20", 20), ("THANKS5", 5), ("READER12", 12))


class _ShopTask(WebTask):
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 25


# ---- going somewhere -------------------------------------------------------------------------------


class ShopOpenAccountPage(_ShopTask):
    """Going to a page of the account."""

    name: ClassVar[str] = "ShopOpenAccountPage"
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = "Open {page}."

    _PAGES: ClassVar[dict[str, tuple[str, str]]] = {
        "my address book": ("Address Book", "/customer/address"),
        "the page on which I can change my name and password": ("Account Information", "/customer/account/edit"),
        "the list of reviews that I wrote": ("My Product Reviews", "/review/customer"),
        "the page on which I choose whether to get the newsletter": ("Newsletter Subscriptions", "/newsletter/manage"),
        "the list of all my orders": ("My Orders", "/sales/order/history"),
    }

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """One of the pages."""
        return {"page": dice.pick(sorted(self._PAGES))}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It is in front."""
        return float(page.is_at("shop", self._PAGES[self.facts["page"]][1]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """By the menu of the account."""
        yield from go_to_account(screen, self._PAGES[self.facts["page"]][0])


# ---- wish list -------------------------------------------------------------------------------------


class ShopAddToWishList(_ShopTask):
    """Adding a product to the wish list."""

    name: ClassVar[str] = "ShopAddToWishList"
    touches: ClassVar[tuple[str, ...]] = ("shop/wishlist_item",)
    template: ClassVar[str] = 'Add "{product}" to my wish list.'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product that is not on the list."""
        sql = "SELECT product_id FROM wishlist_item WHERE customer_id = ?"
        wished = {row["product_id"] for row in world["shop"].store.query(sql, customer(world)["id"])}
        product = dice.pick([p for p in products(world) if p["id"] not in wished])
        return {"product": product["name"], "key": product["id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It is on the customer's list, and nothing else is new there."""
        added = changes_only(diff, "shop/wishlist_item", "row_added")
        wanted = {"product_id": self.facts["key"], "customer_id": customer(world)["id"]}
        return float(bool(added) and wanted.items() <= dict(added[0].after).items())

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the product's page."""
        yield from find_product(screen, self.facts["product"])
        yield from click(screen, text="Add to Wish List", where=role("button"))


class _WishTask(_ShopTask):
    """Something with one of the things on the wish list."""

    touches: ClassVar[tuple[str, ...]] = ("shop/wishlist_item",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Three products to wish for, and one of them."""
        found = dice.sample(products(world), 3)
        return {"product": found[0]["name"], "wishes": [p["id"] for p in dice.shuffled(found)], "key": found[0]["id"]}

    def prepare(self, world: World) -> None:
        """Put just these on the list."""
        store, me = world["shop"].store, customer(world)["id"]
        store.execute("DELETE FROM wishlist_item WHERE customer_id = ?", me)
        for key in self.facts["wishes"]:
            store.insert("wishlist_item", customer_id=me, product_id=key, added=world.clock.timestamp)

    def wish(self, diff: StateDiff, kind: str) -> dict[str, Any] | None:
        """The wish that was changed or removed if it is the right one and the only one."""
        found = changes_only(diff, "shop/wishlist_item", kind)
        if not found or found[0].before["product_id"] != self.facts["key"]:
            return None
        return dict(found[0].after or found[0].before)


class ShopRemoveFromWishList(_WishTask):
    """Taking something off the wish list."""

    name: ClassVar[str] = "ShopRemoveFromWishList"
    template: ClassVar[str] = 'Remove "{product}" from my wish list.'

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It is gone, the others are not, and it is not in the cart."""
        return float(self.wish(diff, "row_removed") is not None)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The button under it."""
        yield from click(screen, text="My Wish List", where=role("link"))
        yield from click(screen, where=described(f"Remove {self.facts['product']}"))


class ShopWishComment(_WishTask):
    """Noting something beside a wish."""

    name: ClassVar[str] = "ShopWishComment"
    template: ClassVar[str] = (
        'On my wish list, set the quantity of "{product}" to {quantity} and write the comment "{comment}" beside it.'
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A quantity and a comment."""
        comment = dice.pick(("For Ada's birthday", "Wait for a reduction", "Ask Jo first", "For the cabin"))
        return {**super().choose(world, dice), "quantity": dice.between(2, 9), "comment": comment}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Both are kept."""
        wish = self.wish(diff, "row_changed")
        wanted = (self.facts["quantity"], self.facts["comment"])
        return float(wish is not None and (wish["quantity"], wish["comment"]) == wanted)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Two fields and the button below the list."""
        product = self.facts["product"]
        yield from click(screen, text="My Wish List", where=role("link"))
        yield from fill(screen, self.facts["comment"], label=f"Comment on {product}")
        yield from fill(screen, str(self.facts["quantity"]), label=f"Quantity of {product}")
        yield from click(screen, text="Update Wish List", where=role("button"))


class ShopMoveWishToCart(_WishTask):
    """Putting a wish into the cart."""

    name: ClassVar[str] = "ShopMoveWishToCart"
    touches: ClassVar[tuple[str, ...]] = ("shop/wishlist_item", *CART_TABLES)
    template: ClassVar[str] = 'Move "{product}" from my wish list into the shopping cart.'

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It changed places."""
        return float(self.wish(diff, "row_removed") is not None and cart_holds(world, [(self.facts["key"], 1, [])]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The button under it."""
        yield from click(screen, text="My Wish List", where=role("link"))
        yield from click(screen, where=described(f"Add {self.facts['product']} to Cart"))


# ---- cart ------------------------------------------------------------------------------------------


class ShopAddToCart(_ShopTask):
    """Adding several pieces of a product to the cart."""

    name: ClassVar[str] = "ShopAddToCart"
    touches: ClassVar[tuple[str, ...]] = CART_TABLES
    template: ClassVar[str] = 'Add {quantity} pieces of "{product}" to my shopping cart.'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product without options."""
        product = dice.pick(products(world))
        return {"product": product["name"], "key": product["id"], "quantity": dice.between(2, 4)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The cart holds just these."""
        return float(cart_holds(world, [(self.facts["key"], self.facts["quantity"], [])]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the product's page."""
        yield from find_product(screen, self.facts["product"])
        yield from fill(screen, str(self.facts["quantity"]), resource_id="qty")
        yield from click(screen, text="Add to Cart", resource_id="product-addtocart-button")


class ShopAddToCartWithOptions(_ShopTask):
    """Adding a product with options to the cart."""

    name: ClassVar[str] = "ShopAddToCartWithOptions"
    touches: ClassVar[tuple[str, ...]] = CART_TABLES
    template: ClassVar[str] = 'Add {quantity} of "{product}" with {said} to my shopping cart.'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product with options, and a value for each."""
        product = dice.pick(products(world, with_options=True))
        options = options_of(world, product["id"], dice)
        return {
            "product": product["name"],
            "key": product["id"],
            "quantity": dice.between(1, 3),
            "options": options,
            "said": said(options),
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The cart holds just that."""
        return float(cart_holds(world, [(self.facts["key"], self.facts["quantity"], self.facts["options"])]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the product's page."""
        yield from find_product(screen, self.facts["product"])
        for title, _, label in self.facts["options"]:
            yield from select(screen, label, text=title, where=role("combobox"))
        yield from fill(screen, str(self.facts["quantity"]), resource_id="qty")
        yield from click(screen, text="Add to Cart", resource_id="product-addtocart-button")


class _CartTask(_ShopTask):
    """Something with a cart that is filled."""

    touches: ClassVar[tuple[str, ...]] = CART_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Three products, and one of them."""
        found = dice.sample(products(world), 3)
        lines = [[product["id"], dice.between(1, 2)] for product in found]
        return {"product": found[0]["name"], "key": found[0]["id"], "lines": dice.shuffled(lines)}

    def prepare(self, world: World) -> None:
        """Fill the cart."""
        store = world["shop"].store
        lines = [(store.get("product", key), quantity) for key, quantity in self.facts["lines"]]
        add_to_cart_rows(world, [(product, quantity) for product, quantity in lines if product is not None])

    def held(self, quantity: int | None = None) -> list[tuple[int, int, list[list[str]]]]:
        """What the cart should hold: the same, with another quantity of the one product; 0 is none of it."""
        key = self.facts["key"]
        quantities = {k: n if k != key or quantity is None else quantity for k, n in self.facts["lines"]}
        return [(k, n, []) for k, n in quantities.items() if n]


class ShopUpdateCart(_CartTask):
    """Changing how much of something the cart holds."""

    name: ClassVar[str] = "ShopUpdateCart"
    template: ClassVar[str] = 'Change the quantity of "{product}" in my shopping cart to {quantity}.'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Another quantity than before."""
        return {**super().choose(world, dice), "quantity": dice.between(3, 5)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """That item has it, the others are as before."""
        return float(cart_holds(world, self.held(self.facts["quantity"])))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The field and the button below."""
        yield from click(screen, contains="My Cart", where=role("link"))
        yield from fill(screen, str(self.facts["quantity"]), label=f"Quantity of {self.facts['product']}")
        yield from click(screen, text="Update Shopping Cart", where=role("button"))


class ShopRemoveFromCart(_CartTask):
    """Taking something out of the cart."""

    name: ClassVar[str] = "ShopRemoveFromCart"
    template: ClassVar[str] = 'Take "{product}" out of my shopping cart; leave the rest as it is.'

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Only the others are left."""
        return float(cart_holds(world, self.held(0)))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The button beside it."""
        yield from click(screen, contains="My Cart", where=role("link"))
        yield from click(screen, where=described(f"Remove {self.facts['product']}"))


class ShopSaveForLater(_CartTask):
    """Moving something from the cart to the wish list."""

    name: ClassVar[str] = "ShopSaveForLater"
    touches: ClassVar[tuple[str, ...]] = ("shop/wishlist_item", *CART_TABLES)
    template: ClassVar[str] = 'Move "{product}" from my shopping cart to my wish list.'

    def prepare(self, world: World) -> None:
        """A filled cart, an empty list."""
        super().prepare(world)
        world["shop"].store.execute("DELETE FROM wishlist_item WHERE customer_id = ?", customer(world)["id"])

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It changed places."""
        added = changes_only(diff, "shop/wishlist_item", "row_added")
        moved = bool(added) and added[0].after["product_id"] == self.facts["key"]
        return float(moved and cart_holds(world, self.held(0)))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The button beside it."""
        yield from click(screen, contains="My Cart", where=role("link"))
        yield from click(screen, where=described(f"Move {self.facts['product']} to Wishlist"))


class ShopApplyCoupon(_CartTask):
    """Using a discount code."""

    name: ClassVar[str] = "ShopApplyCoupon"
    template: ClassVar[str] = "Apply the discount code {code} to my shopping cart. How much is the discount?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A code, and what it saves."""
        code, percent = dice.pick(_CODES)
        return {**super().choose(world, dice), "code": code, "percent": percent}

    def prepare(self, world: World) -> None:
        """A filled cart and a code that holds."""
        super().prepare(world)
        store = world["shop"].store
        store.execute("DELETE FROM coupon WHERE code = ?", self.facts["code"])
        store.insert("coupon", code=self.facts["code"], description="For readers", percent=self.facts["percent"])

    def saved(self, world: World) -> int:
        """The discount in cents."""
        sql = (
            "SELECT COALESCE(SUM(price * quantity), 0) FROM cart_item i JOIN cart c ON c.id = i.cart_id "
            "WHERE customer_id = ?"
        )
        subtotal = int(world["shop"].store.value(sql, customer(world)["id"]))
        return (subtotal * int(self.facts["percent"]) + 50) // 100

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The cart has the code, and the answer is right."""
        changed = changes_only(diff, "shop/cart", "row_changed")
        applied = bool(changed) and changed[0].after["coupon"] == self.facts["code"]
        amount = None if answer is None else answer.replace("-", " ")
        return float(applied and cart_holds(world, self.held()) and same_money(amount, self.saved(world)))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The form below the items; the discount stands in the summary."""
        yield from click(screen, contains="My Cart", where=role("link"))
        yield from fill(screen, self.facts["code"], resource_id="coupon_code")
        yield from click(screen, text="Apply Discount", where=role("button"))
        yield from scroll_to(screen, contains=f"Discount ({self.facts['code']})")
        amount = next(e.text for e in screen.elements if e.text.startswith("-$"))
        yield screen.answer(amount.removeprefix("-"))


# ---- buying ----------------------------------------------------------------------------------------


class ShopBuyProduct(_ShopTask):
    """Buying a product."""

    name: ClassVar[str] = "ShopBuyProduct"
    touches: ClassVar[tuple[str, ...]] = ORDER_TABLES
    max_steps: ClassVar[int] = 40
    template: ClassVar[str] = (
        'Buy one "{product}". Have it shipped to {street}, {city}, by {method} and pay by {payment}.'
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product without options, one of the customer's addresses."""
        sql = "SELECT * FROM address WHERE customer_id = ? ORDER BY id"
        home = dice.pick(world["shop"].store.query(sql, customer(world)["id"]))
        product = dice.pick(products(world))
        return {
            "product": product["name"],
            "key": product["id"],
            "street": home["street1"],
            "city": home["city"],
            "method": dice.pick(("Flat Rate", "Best Way")),
            "payment": dice.pick(("Check / Money order", "Cash On Delivery")),
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """One order of one piece, to the right place, by the right ways."""
        placed = order_of(diff)
        if placed is None:
            return 0.0
        order, items = placed
        return float(
            [(item["product_id"], item["quantity"]) for item in items] == [(self.facts["key"], 1)]
            and order["customer_id"] == customer(world)["id"]
            and json.loads(order["shipping_address"])["street1"] == self.facts["street"]
            and order["shipping_description"].startswith(self.facts["method"])
            and order["payment_title"] == self.facts["payment"]
        )

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Into the cart, then through the checkout."""
        yield from find_product(screen, self.facts["product"])
        yield from click(screen, text="Add to Cart", resource_id="product-addtocart-button")
        yield from click(screen, contains="My Cart", where=role("link"))
        yield from check_out(screen, self.facts["method"], self.facts["payment"], self.facts["street"])
