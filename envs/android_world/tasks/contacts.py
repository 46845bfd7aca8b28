"""Contacts: add a person; fill in the form without saving it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.contacts import CONTACTS_PACKAGE
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import PhoneTask, rows
from osgenesis.envs.android_world.routines import Moves, launch, tap, type_in
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

CONTACTS, PHONES = f"{CONTACTS_PACKAGE}/contacts", f"{CONTACTS_PACKAGE}/phones"


class ContactsAddContact(PhoneTask):
    """A contact with this name and number exists."""

    name: ClassVar[str] = "ContactsAddContact"
    apps: ClassVar[tuple[str, ...]] = ("Contacts",)
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = "Save {name} as a new contact with the phone number {number}."
    touches: ClassVar[tuple[str, ...]] = (CONTACTS, PHONES)

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A person's name and a number."""
        return {"name": " ".join(words.person(rng)), "number": words.phone_number(rng)}

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Exactly one new contact with the name, its number equal digit by digit; all others unchanged."""
        people, numbers = rows(diff, "row_added", CONTACTS), rows(diff, "row_added", PHONES)
        if len(people) != 1 or len(numbers) != 1 or len(diff.of_kind("row_added", "row_removed", "row_changed")) != 2:
            return 0.0
        wanted = _digits(self.params["number"])
        right = (
            people[0].after["display_name"] == self.params["name"]
            and _digits(str(numbers[0].after["number"])) == wanted
        )
        return float(right)

    def oracle(self, screen: Screen) -> Moves:
        """Plus button, two names, the number, Save."""
        first, _, last = self.params["name"].partition(" ")
        yield from launch(screen, "Contacts")
        yield from tap(screen, description="Create contact")
        yield from type_in(screen, first, hint="First name")
        yield from type_in(screen, last, hint="Last name")
        yield from type_in(screen, self.params["number"], hint="Phone")
        yield from tap(screen, text="Save")


class ContactsNewContactDraft(PhoneTask):
    """The form is filled in and still open."""

    name: ClassVar[str] = "ContactsNewContactDraft"
    apps: ClassVar[tuple[str, ...]] = ("Contacts",)
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = (
        "Start a new contact in the Contacts app: first name {first}, last name {last}, phone {phone} with the label "
        "{phone_label}. Leave the form open without saving it."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A person, a number and one of two labels."""
        first, last = words.person(rng)
        label = words.pick(rng, ("Home", "Work"))
        return {"first": first, "last": last, "phone": words.phone_number(rng), "phone_label": label}

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The editor shows the values; nothing has been saved."""
        shown = phone.elements()
        wanted = {"First name": self.params["first"], "Last name": self.params["last"]}
        texts_right = all(_field(shown, hint) == value for hint, value in wanted.items())
        number_right = _digits(_field(shown, "Phone")) == _digits(self.params["phone"])
        label_right = any(e.description == f"{self.params['phone_label']} Phone" for e in shown)
        return float(texts_right and number_right and label_right)

    def oracle(self, screen: Screen) -> Moves:
        """Fill in, choose the label, stop."""
        yield from launch(screen, "Contacts")
        yield from tap(screen, description="Create contact")
        yield from type_in(screen, self.params["first"], hint="First name")
        yield from type_in(screen, self.params["last"], hint="Last name")
        yield from type_in(screen, self.params["phone"], hint="Phone")
        yield from tap(screen, description="Mobile Phone")
        yield from tap(screen, text=self.params["phone_label"])


def _field(elements: tuple[Element, ...], hint: str) -> str:
    return next((e.text for e in elements if e.hint == hint), "")


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdecimal())
