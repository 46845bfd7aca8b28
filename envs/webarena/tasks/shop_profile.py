"""Tasks on what the shop knows of a customer: addresses, name, newsletter, and messages to the shop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import Moves, click, fill, role, select
from osgenesis.envs.webarena.tasks.shop_moves import changes_only, customer, described, go_to_account, my_orders

_STREETS: Final = (
    "Juniper Court",
    "Lakeview Drive",
    "Orchard Street",
    "Kingfisher Road",
    "Walnut Place",
    "Granite Avenue",
)
_PLACES: Final = (
    ("Chicago", "Illinois", "60601"),
    ("Denver", "Colorado", "80203"),
    ("Austin", "Texas", "78701"),
    ("Salem", "Massachusetts", "01970"),
    ("Tucson", "Arizona", "85705"),
)
_NAMES: Final = ("Emilia", "Emily", "Amelia", "Emmeline", "Maria Emma")
_CHANGES: Final = ("row_changed", "row_added")


class _ProfileTask(WebTask):
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 25


# ---- addresses -------------------------------------------------------------------------------------


class _AddressTask(_ProfileTask):
    """Something with the address book."""

    touches: ClassVar[tuple[str, ...]] = ("shop/address",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A new address."""
        city, region, postcode = dice.pick(_PLACES)
        return {
            "street": f"{dice.between(10, 980)} {dice.pick(_STREETS)}",
            "city": city,
            "region": region,
            "postcode": postcode,
            "telephone": f"{dice.between(201, 989)}-555-0{dice.between(100, 199)}",
        }

    def is_new_address(self, row: dict[str, Any]) -> bool:
        """Whether a row holds what the task says, and the customer's name."""
        names = {"street": "street1"}
        wanted = {names.get(n, n): self.facts[n] for n in ("street", "city", "region", "postcode", "telephone")}
        wanted |= {"firstname": "Emma", "lastname": "Lopez", "country_id": "US", "street2": "", "company": ""}
        return wanted.items() <= row.items()

    def fill_in(self, screen: Screen) -> Moves:
        """Type the address and save it."""
        yield from fill(screen, self.facts["street"], resource_id="street_0")
        if screen.find(resource_id="street_1") is not None and screen.need(resource_id="street_1").value:
            yield from fill(screen, "", resource_id="street_1")
        yield from select(screen, self.facts["region"], resource_id="region")
        yield from fill(screen, self.facts["city"], resource_id="city")
        yield from fill(screen, self.facts["postcode"], resource_id="postcode")
        yield from fill(screen, self.facts["telephone"], resource_id="telephone")
        yield from click(screen, text="Save Address", where=role("button"))


class ShopChangeAddress(_AddressTask):
    """Moving house."""

    name: ClassVar[str] = "ShopChangeAddress"
    template: ClassVar[str] = (
        "I have moved. Change my default {kind} address to {street}, {city}, {region} {postcode}, United States, with "
        "the phone number {telephone} and nothing in the second street line."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Which of the two default addresses."""
        kind = dice.pick(("billing", "shipping"))
        return {**super().choose(world, dice), "kind": kind, "key": customer(world)[f"default_{kind}"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """That address, and no other one, was changed."""
        changed = changes_only(diff, "shop/address", "row_changed")
        return float(bool(changed) and changed[0].key == self.facts["key"] and self.is_new_address(changed[0].after))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the address book."""
        yield from go_to_account(screen, "Address Book")
        yield from click(screen, text=f"Change {self.facts['kind'].capitalize()} Address", where=role("link"))
        yield from self.fill_in(screen)


class ShopAddAddress(_AddressTask):
    """One more address."""

    name: ClassVar[str] = "ShopAddAddress"
    template: ClassVar[str] = (
        "Add a further address to my address book: {street}, {city}, {region} {postcode}, United States, phone number "
        "{telephone}. It should not become a default address."
    )

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It is there, and the others are as they were."""
        added = changes_only(diff, "shop/address", "row_added")
        mine = customer(world)["id"]
        return float(bool(added) and added[0].after["customer_id"] == mine and self.is_new_address(added[0].after))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the address book."""
        yield from go_to_account(screen, "Address Book")
        yield from click(screen, text="Add New Address", where=role("link"))
        yield from self.fill_in(screen)


class _FurtherAddressTask(_ProfileTask):
    """Something with an address that is no default one."""

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A street for it."""
        city, region, postcode = dice.pick(_PLACES)
        street = f"{dice.between(10, 980)} {dice.pick(_STREETS)}"
        return {"street": street, "city": city, "region": region, "postcode": postcode}

    def prepare(self, world: World) -> None:
        """Put it into the address book."""
        world["shop"].store.insert(
            "address",
            customer_id=customer(world)["id"],
            firstname="Emma",
            lastname="Lopez",
            street1=self.facts["street"],
            city=self.facts["city"],
            region=self.facts["region"],
            postcode=self.facts["postcode"],
            country_id="US",
            telephone="555-0134",
        )

    def key(self, world: World) -> int:
        """Number of the address; the latest one with its street."""
        sql = "SELECT MAX(id) FROM address WHERE street1 = ?"
        return int(world["shop"].store.value(sql, self.facts["street"]) or 0)


class ShopDeleteAddress(_FurtherAddressTask):
    """Deleting an address."""

    name: ClassVar[str] = "ShopDeleteAddress"
    touches: ClassVar[tuple[str, ...]] = ("shop/address",)
    template: ClassVar[str] = "Delete the address {street}, {city}, from my address book."

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It is gone, and only it."""
        gone = changes_only(diff, "shop/address", "row_removed")
        return float(bool(gone) and gone[0].before["street1"] == self.facts["street"])

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the address book."""
        yield from go_to_account(screen, "Address Book")
        yield from click(screen, where=described(f"Delete {self.facts['street']}"))


class ShopDefaultAddress(_FurtherAddressTask):
    """Making an address the default one."""

    name: ClassVar[str] = "ShopDefaultAddress"
    touches: ClassVar[tuple[str, ...]] = ("shop/customer",)
    template: ClassVar[str] = "Make {street}, {city}, my default {kind} address."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """For what purpose."""
        return {**super().choose(world, dice), "kind": dice.pick(("billing", "shipping"))}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """For that purpose and no other."""
        changed = changes_only(diff, "shop/customer", "row_changed")
        if not changed:
            return 0.0
        wanted = {**changed[0].before, f"default_{self.facts['kind']}": self.key(world)}
        return float(dict(changed[0].after) == wanted)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The box at the foot of its form."""
        yield from go_to_account(screen, "Address Book")
        yield from click(screen, where=described(f"Edit {self.facts['street']}"))
        yield from click(screen, resource_id=f"default_{self.facts['kind']}")
        yield from click(screen, text="Save Address", where=role("button"))


# ---- name and newsletter ---------------------------------------------------------------------------


class ShopChangeName(_ProfileTask):
    """Another first name."""

    name: ClassVar[str] = "ShopChangeName"
    touches: ClassVar[tuple[str, ...]] = ("shop/customer",)
    template: ClassVar[str] = "Change the first name of my account to {first}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A name."""
        return {"first": dice.pick(_NAMES)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The first name, and nothing else."""
        changed = changes_only(diff, "shop/customer", "row_changed")
        return float(
            bool(changed) and dict(changed[0].after) == {**changed[0].before, "firstname": self.facts["first"]}
        )

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The form of the account."""
        yield from go_to_account(screen, "Account Information")
        yield from fill(screen, self.facts["first"], resource_id="firstname")
        yield from click(screen, text="Save", where=role("button"))


class ShopNewsletter(_ProfileTask):
    """Getting the newsletter, or no longer."""

    name: ClassVar[str] = "ShopNewsletter"
    touches: ClassVar[tuple[str, ...]] = ("shop/newsletter_subscription",)
    template: ClassVar[str] = "{wish}"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Which of the two."""
        wanted = dice.chance(0.5)
        wish = "Subscribe me to the shop's newsletter." if wanted else "I do not want the shop's newsletter any more."
        return {"wish": wish, "wanted": int(wanted)}

    def prepare(self, world: World) -> None:
        """The opposite is the case."""
        store, me = world["shop"].store, customer(world)
        store.execute("DELETE FROM newsletter_subscription WHERE email = ?", me["email"])
        if not self.facts["wanted"]:
            store.insert(
                "newsletter_subscription", email=me["email"], customer_id=me["id"], subscribed=1, changed=me["created"]
            )

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The customer's own subscription."""
        found = [change for kind in _CHANGES for change in changes_only(diff, "shop/newsletter_subscription", kind)]
        if not found:
            return 0.0
        row = found[0].after
        return float((row["email"], row["subscribed"]) == (customer(world)["email"], self.facts["wanted"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The box on the account's page."""
        yield from go_to_account(screen, "Newsletter Subscriptions")
        yield from click(screen, resource_id="subscription")
        yield from click(screen, text="Save", where=role("button"))


# ---- messages --------------------------------------------------------------------------------------


class _MessageTask(_ProfileTask):
    """Writing to the shop about an order."""

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An order, and what to say about it."""
        order = dice.pick(my_orders(world)[:12])
        reason = dice.pick(
            ("It arrived broken.", "It is the wrong color.", "Half of it is missing.", "It stopped working.")
        )
        number = order["increment_id"]
        return {"number": number, "reason": reason, "text": f"I want a refund for order {number}. {reason}"}

    def write(self, screen: Screen) -> Moves:
        """Open the form and type."""
        yield from click(screen, text="Contact Us", where=role("link"))
        yield from fill(screen, self.facts["text"], resource_id="comment")


class ShopContactDraft(_MessageTask):
    """A message that is not sent yet."""

    name: ClassVar[str] = "ShopContactDraft"
    template: ClassVar[str] = (
        'Write the message "{text}" into the contact form, but do not send it: I want to read it first.'
    )

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It stands in the form; nothing was sent."""
        draft = page.value('textarea[name="comment"]') if page.is_at("shop", "/contact") else None
        return float(draft is not None and draft.strip() == self.facts["text"] and not diff)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Type and stop."""
        yield from self.write(screen)


class ShopSendMessage(_MessageTask):
    """A message to the shop."""

    name: ClassVar[str] = "ShopSendMessage"
    touches: ClassVar[tuple[str, ...]] = ("shop/contact_message",)
    template: ClassVar[str] = 'Send the shop this message by its contact form: "{text}"'

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """It was sent once, in the customer's name."""
        sent = changes_only(diff, "shop/contact_message", "row_added")
        return float(
            bool(sent)
            and (sent[0].after["comment"], sent[0].after["email"]) == (self.facts["text"], customer(world)["email"])
        )

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Type and send."""
        yield from self.write(screen)
        yield from click(screen, text="Submit", where=role("button"))
