"""The contacts provider's database: people, their phone numbers and their e-mail addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.databases import Database, Databases

CONTACTS_PACKAGE = "com.android.providers.contacts"
CONTACTS_DB = f"/data/data/{CONTACTS_PACKAGE}/databases/contacts2.db"
CONTACTS_SCHEMA = (
    "CREATE TABLE contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "first_name TEXT NOT NULL DEFAULT '', last_name TEXT NOT NULL DEFAULT '', "
    "display_name TEXT NOT NULL DEFAULT '', company TEXT NOT NULL DEFAULT '', "
    "job_title TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', "
    "address TEXT NOT NULL DEFAULT '', birthday TEXT NOT NULL DEFAULT '', "
    "website TEXT NOT NULL DEFAULT '', labels TEXT NOT NULL DEFAULT '', "
    "starred INTEGER NOT NULL DEFAULT 0, ringtone TEXT NOT NULL DEFAULT '', "
    "blocked INTEGER NOT NULL DEFAULT 0, updated_ms INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE phones (_id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "contact_id INTEGER NOT NULL, number TEXT NOT NULL, label TEXT NOT NULL DEFAULT 'Mobile')",
    "CREATE TABLE emails (_id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "contact_id INTEGER NOT NULL, address TEXT NOT NULL, label TEXT NOT NULL DEFAULT 'Home')",
    "CREATE INDEX phones_contact ON phones (contact_id)",
    "CREATE INDEX emails_contact ON emails (contact_id)",
)

Labelled = tuple[str, str]  # value, label


class Contact(NamedTuple):
    """One person. `phones` and `emails` are `(value, label)` pairs in the order they were added."""

    id: int
    first_name: str
    last_name: str
    display_name: str
    starred: bool
    company: str
    job_title: str
    notes: str
    address: str
    birthday: str
    website: str
    labels: str
    phones: tuple[Labelled, ...]
    emails: tuple[Labelled, ...]


_COLUMNS = (
    "_id first_name last_name display_name starred company job_title notes address birthday website labels"
).split()


class Contacts:
    """What apps ask the contacts provider. Everything is read from and written to its database."""

    def __init__(self, databases: Databases, clock: Clock) -> None:
        self._databases = databases
        self._clock = clock

    @property
    def database(self) -> Database:
        """The provider's database; made anew where it is missing."""
        return self._databases.open(CONTACTS_DB, CONTACTS_SCHEMA)

    def all(self) -> list[Contact]:
        """Everybody, by display name."""
        return self._select("ORDER BY display_name COLLATE NOCASE, _id")

    def get(self, contact_id: int) -> Contact | None:
        """One person."""
        found = self._select("WHERE _id = ?", (contact_id,))
        return found[0] if found else None

    def search(self, text: str) -> list[Contact]:
        """People whose name, number or address holds `text`."""
        pattern = f"%{text}%"
        return self._select(
            "WHERE display_name LIKE ? OR company LIKE ? "
            "OR _id IN (SELECT contact_id FROM phones WHERE number LIKE ?) "
            "OR _id IN (SELECT contact_id FROM emails WHERE address LIKE ?) "
            "ORDER BY display_name COLLATE NOCASE, _id",
            (pattern,) * 4,
        )

    def by_number(self, number: str) -> Contact | None:
        """The person with a phone number; spaces, dashes and a country prefix do not matter."""
        wanted = significant_digits(number)
        if not wanted:
            return None
        for contact_id, stored in self.database.query("SELECT contact_id, number FROM phones ORDER BY _id"):
            if significant_digits(stored) == wanted:
                return self.get(contact_id)
        return None

    def name_of(self, number: str) -> str:
        """The display name for a number, or the number itself."""
        contact = self.by_number(number)
        return contact.display_name if contact else number

    def names(self) -> dict[str, str]:
        """Display name by the significant digits of each number; the first contact with a number wins."""
        found: dict[str, str] = {}
        for number, name in self.database.query(
            "SELECT number, display_name FROM phones JOIN contacts ON contacts._id = contact_id ORDER BY phones._id"
        ):
            found.setdefault(significant_digits(number), name)
        found.pop("", None)
        return found

    def add(
        self,
        first_name: str = "",
        last_name: str = "",
        phones: Iterable[Labelled] = (),
        emails: Iterable[Labelled] = (),
        **fields: Any,
    ) -> int:
        """Add a person; `fields` are other columns of `contacts`. Returns the id."""
        with self.database.transaction() as database:
            values = self._named(first_name, last_name, fields)
            contact_id = database.insert("contacts", values)
            self._put_details(database, contact_id, phones, emails)
        return contact_id

    def update(
        self,
        contact_id: int,
        first_name: str = "",
        last_name: str = "",
        phones: Iterable[Labelled] = (),
        emails: Iterable[Labelled] = (),
        **fields: Any,
    ) -> None:
        """Replace the names, numbers and addresses of a person, and the columns in `fields`."""
        with self.database.transaction() as database:
            values = self._named(first_name, last_name, fields)
            sets = ", ".join(f"{column} = ?" for column in values)
            database.execute(f"UPDATE contacts SET {sets} WHERE _id = ?", (*values.values(), contact_id))
            self._delete_details(database, contact_id)
            self._put_details(database, contact_id, phones, emails)

    def set_starred(self, contact_id: int, starred: bool) -> None:
        """Mark a person as a favourite, or not."""
        self.database.execute("UPDATE contacts SET starred = ? WHERE _id = ?", (int(starred), contact_id))

    def delete(self, contact_id: int) -> None:
        """Remove a person."""
        with self.database.transaction() as database:
            database.execute("DELETE FROM contacts WHERE _id = ?", (contact_id,))
            self._delete_details(database, contact_id)

    def _named(self, first_name: str, last_name: str, fields: dict[str, Any]) -> dict[str, Any]:
        given = {
            "first_name": first_name,
            "last_name": last_name,
            "display_name": " ".join(part for part in (first_name, last_name) if part),
            "updated_ms": self._clock.now_ms,
        }
        return {**given, **fields}

    @staticmethod
    def _put_details(
        database: Database, contact_id: int, phones: Iterable[Labelled], emails: Iterable[Labelled]
    ) -> None:
        for number, label in phones:
            row = {"contact_id": contact_id, "number": number, "label": label}
            database.insert("phones", row)
        for address, label in emails:
            row = {"contact_id": contact_id, "address": address, "label": label}
            database.insert("emails", row)

    @staticmethod
    def _delete_details(database: Database, contact_id: int) -> None:
        for table in ("phones", "emails"):
            database.execute(f"DELETE FROM {table} WHERE contact_id = ?", (contact_id,))

    def _select(self, rest: str, params: tuple[Any, ...] = ()) -> list[Contact]:
        database = self.database
        people = database.query(f"SELECT {', '.join(_COLUMNS)} FROM contacts {rest}", params)
        phones = _by_contact(database.query("SELECT contact_id, number, label FROM phones"))
        emails = _by_contact(database.query("SELECT contact_id, address, label FROM emails"))
        return [
            Contact._make(
                (
                    *person[:4], bool(person[4]), *person[5:],
                    phones.get(person[0], ()), emails.get(person[0], ()),
                )
            )
            for person in people
        ]  # fmt: skip


def significant_digits(number: str) -> str:
    """The last ten digits of a number, by which two spellings of it are recognised."""
    return "".join(c for c in number if c.isdigit())[-10:]


def _by_contact(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Labelled, ...]]:
    found: dict[int, tuple[Labelled, ...]] = {}
    for contact_id, value, label in rows:
        found[contact_id] = (*found.get(contact_id, ()), (value, label))
    return found
