"""The Contacts app, through taps and typed text."""

from __future__ import annotations

from typing import Any

import pytest

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

CONTACTS = "com.google.android.contacts"
INSERT = "am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact"


class Hand:
    """A person with three acquaintances and the Contacts app open."""

    def __init__(self) -> None:
        self.phone = Phone()
        for contact in self.phone.contacts.all():
            self.phone.contacts.delete(contact.id)
        self.phone.contacts.add("Ada", "Lovelace", [("5551234", "Mobile"), ("5559", "Work")], [("ada@x.org", "Home")])
        self.phone.contacts.add("Grace", "Hopper", [("5552", "Mobile")], company="Navy")
        self.phone.contacts.add("Zoe", "Abel", notes="no number")
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app="Contacts"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str, **what: Any) -> None:
        def fits(element: Element) -> bool:
            return label in (element.text, element.description)

        self.phone.perform(self.screen.tap(self.screen.need(where=fits, **what)))

    def hold(self, text: str) -> None:
        self.phone.perform(self.screen.long_press(self.screen.need(text=text)))

    def type(self, text: str, hint: str | None = None) -> None:
        index = None if hint is None else self.screen.index(self.screen.need(hint=hint))
        self.phone.perform(Action("input_text", index=index, text=text, clear_text=True))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def tab(self, name: str) -> None:
        self.phone.perform(self.screen.tap(self.screen.find_all(name)[-1]))

    def names(self) -> list[str]:
        return [contact.display_name for contact in self.phone.contacts.all()]

    def listed(self) -> list[str]:
        """The names on the screen from top to bottom."""
        known = set(self.names())
        return [e.text for e in sorted(self.phone.elements(), key=lambda e: e.top) if e.text in known]


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_contact_is_created_with_names_number_label_and_company(hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Alan", "First name")
    hand.type("Turing", "Last name")
    hand.type("Bletchley", "Company")
    hand.type("555 0199", "Phone")
    hand.tap("Mobile Phone")
    hand.tap("Home", class_name="RadioButton")
    hand.tap("Save")
    assert hand.has("Alan Turing")  # its card
    alan = hand.phone.contacts.by_number("5550199")
    assert alan is not None
    assert (alan.display_name, alan.company, alan.phones) == ("Alan Turing", "Bletchley", (("555 0199", "Home"),))
    hand.back()
    assert hand.listed() == ["Ada Lovelace", "Alan Turing", "Grace Hopper", "Zoe Abel"]


def test_a_draft_shows_what_checkers_look_for(hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Alan", "First name")
    hand.type("Turing", "Last name")
    hand.type("5550199", "Phone")
    hand.tap("Mobile Phone")
    hand.tap("Work", class_name="RadioButton")
    drafted = {hint: hand.screen.need(hint=hint).text for hint in ("First name", "Last name", "Phone")}
    assert drafted == {"First name": "Alan", "Last name": "Turing", "Phone": "5550199"}
    assert hand.screen.need(text="Work").description == "Work Phone"
    assert len(hand.names()) == 3


def test_more_fields_are_kept(hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Alan", "First name")
    hand.back()  # hides the keyboard
    hand.tap("More fields")
    hand.type("Reader", "Title")
    hand.type("5559", "Phone (2)")
    hand.back()
    hand.phone.perform(Action("scroll", direction="down"))
    hand.type("runs", "Notes")
    hand.tap("Save")
    (alan,) = hand.phone.contacts.search("Alan")
    assert (alan.job_title, alan.phones, alan.notes) == ("Reader", (("5559", "Mobile"),), "runs")


def test_an_empty_contact_is_refused(hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("   ", "First name")
    hand.tap("Save")
    assert hand.phone.shown_toast() == "Add info to save as a contact."
    assert hand.screen.need(hint="First name")
    assert len(hand.names()) == 3


def test_an_edit_changes_only_what_was_typed(hand: Hand) -> None:
    (before,) = hand.phone.contacts.search("Ada")
    hand.tap("Ada Lovelace")
    hand.tap("Edit contact")
    hand.type("King", "Last name")
    hand.tap("Save")
    assert hand.has("Ada King")
    assert hand.phone.contacts.get(before.id) == before._replace(last_name="King", display_name="Ada King")


def test_leaving_a_changed_form_asks_first(hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Alan", "First name")
    hand.tap("Cancel")
    assert hand.has("Your changes have not been saved")
    hand.tap("Keep editing")
    assert hand.screen.need(hint="First name").text == "Alan"
    hand.tap("Cancel")
    hand.tap("Discard")
    assert hand.listed() == hand.names()
    assert len(hand.names()) == 3


def test_leaving_an_untouched_form_asks_nothing(hand: Hand) -> None:
    hand.tap("Ada Lovelace")
    hand.tap("Edit contact")
    hand.tap("Cancel")
    assert hand.has("Edit contact")
    assert not hand.has("Discard")


def test_delete_asks_first(hand: Hand) -> None:
    hand.tap("Grace Hopper")
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("Cancel")
    assert "Grace Hopper" in hand.names()
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("Delete", class_name="Button")
    assert hand.listed() == hand.names() == ["Ada Lovelace", "Zoe Abel"]


def test_a_long_press_offers_edit_delete_and_share(hand: Hand) -> None:
    hand.hold("Zoe Abel")
    hand.tap("Delete")
    hand.tap("Delete", class_name="Button")
    assert hand.names() == ["Ada Lovelace", "Grace Hopper"]
    hand.hold("Ada Lovelace")
    hand.tap("Edit")
    assert hand.screen.need(hint="Last name").text == "Lovelace"


def test_all_can_be_deleted_at_once(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Delete all")
    hand.tap("Delete", class_name="Button")
    assert hand.has("No contacts")
    assert hand.names() == []


def test_favorites(hand: Hand) -> None:
    hand.tab("Favorites")
    assert hand.has("No favorites")
    hand.tab("Contacts")
    hand.tap("Ada Lovelace")
    hand.tap("Add to favorites")
    hand.back()
    hand.tab("Favorites")
    assert hand.listed() == ["Ada Lovelace"]
    hand.tap("Ada Lovelace")
    hand.tap("Remove from favorites")
    hand.back()
    assert hand.listed() == []


@pytest.mark.parametrize(
    ("query", "found"),
    [("a", ["Ada Lovelace", "Grace Hopper", "Zoe Abel"]), ("HOPP", ["Grace Hopper"]), ("1234", ["Ada Lovelace"]),
     ("navy", ["Grace Hopper"]), ("ada@", ["Ada Lovelace"]), ("nobody", [])],
)  # fmt: skip
def test_search_by_name_number_company_and_address(hand: Hand, query: str, found: list[str]) -> None:
    hand.tap("Search contacts")
    hand.type(query)
    assert hand.listed() == found
    assert hand.has("No matching contacts") is not bool(found)
    hand.tap("stop searching")
    assert hand.listed() == hand.names()


def test_search_finds_everybody_also_from_the_favorites(hand: Hand) -> None:
    hand.tab("Favorites")
    hand.tap("Search contacts")
    assert hand.listed() == hand.names()
    hand.type("zoe")
    hand.tap("Zoe Abel", class_name="TextView")
    assert hand.has("no number")
    hand.back()
    assert hand.listed() == ["Zoe Abel"]  # still searching


def test_order_and_name_format_survive_a_forced_stop(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Sort by")
    hand.tap("Last name")
    assert hand.listed() == ["Zoe Abel", "Grace Hopper", "Ada Lovelace"]
    hand.tap("Open navigation drawer")
    hand.tap("Settings")
    hand.tap("Name format")
    hand.tap("Last name first")
    hand.phone.activities.force_stop(CONTACTS)
    hand.open()
    tops = [hand.screen.need(text=name).top for name in ("Abel, Zoe", "Hopper, Grace", "Lovelace, Ada")]
    assert tops == sorted(tops)


def test_a_card_leads_to_the_dialer_and_to_messages(hand: Hand) -> None:
    hand.tap("Ada Lovelace")
    hand.tap("Call")
    assert hand.phone.context()["app"] == "com.google.android.dialer"
    hand.back()
    hand.tap("Text Work 5559")
    assert hand.phone.context()["app"] == "com.simplemobiletools.smsmessenger"


def test_without_a_number_nothing_can_be_called(hand: Hand) -> None:
    hand.tap("Zoe Abel")
    hand.tap("Call")
    assert hand.phone.context()["app"] == CONTACTS
    assert hand.has("no number")


def test_share_gives_name_and_numbers(hand: Hand) -> None:
    hand.tap("Ada Lovelace")
    hand.tap("More options")
    hand.tap("Share")
    hand.tap("Copy")
    assert hand.phone.clipboard == "Ada Lovelace\n5551234\n5559"


def test_an_intent_fills_the_form_in(hand: Hand) -> None:
    hand.phone.shell(INSERT + ' -e name "Alan Turing" -e phone 5550199 -e email alan@park.org -e company Bletchley')
    filled = {hint: hand.screen.need(hint=hint).text for hint in ("First name", "Last name", "Phone", "Email")}
    assert filled == {"First name": "Alan", "Last name": "Turing", "Phone": "5550199", "Email": "alan@park.org"}
    assert len(hand.names()) == 3
    hand.tap("Save")
    assert "Alan Turing" in hand.names()


def test_a_contact_can_be_picked_for_a_message(hand: Hand) -> None:
    hand.phone.shell("am start -a android.intent.action.SENDTO -d sms:5557")
    hand.tap("Attachment")
    hand.tap("Contact")
    assert hand.has("Choose a contact")
    assert hand.listed() == ["Ada Lovelace", "Grace Hopper"]  # who has a number
    hand.tap("Grace Hopper")
    assert hand.screen.find(contains="Grace Hopper: 5552")


def test_contacts_survive_a_forced_stop_in_mid_edit_but_the_draft_does_not(hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Alan", "First name")
    hand.phone.activities.force_stop(CONTACTS)
    hand.open()
    assert hand.listed() == ["Ada Lovelace", "Grace Hopper", "Zoe Abel"]


def test_snapshot_in_mid_edit(hand: Hand) -> None:
    hand.tap("Ada Lovelace")
    hand.tap("Edit contact")
    hand.type("King", "Last name")
    moment = hand.phone.snapshot()
    fingerprint = hand.phone.state_hash()
    hand.tap("Save")
    assert "Ada King" in hand.names()
    hand.phone.restore(moment)
    assert hand.phone.state_hash() == fingerprint
    assert hand.names()[0] == "Ada Lovelace"
    assert hand.screen.need(hint="Last name").text == "King"
    hand.tap("Save")
    assert "Ada King" in hand.names()


def test_landscape_and_dark_draw(hand: Hand) -> None:
    hand.phone.set_setting("system", "accelerometer_rotation", "0")
    hand.phone.set_setting("system", "user_rotation", "1")
    hand.phone.set_setting("secure", "ui_night_mode", "2")
    hand.tap("Create contact")
    assert hand.phone.screenshot().shape == (1080, 2400, 3)
