"""What the messenger keeps beside the telephony provider: names, pins, archive, drafts, waiting messages, keywords."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from osgenesis.envs.android.sim.contacts import significant_digits
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.telephony import INBOX, SENT, SMS_DB, SMS_PACKAGE, Conversation

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.databases import Database
    from osgenesis.envs.android.sim.phone import Phone

PACKAGE = SMS_PACKAGE
PATH = f"/data/data/{PACKAGE}/databases/conversations.db"
SCHEMA = (
    "CREATE TABLE conversations (thread_id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT '', "
    "pinned INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE drafts (address TEXT PRIMARY KEY, body TEXT NOT NULL, date INTEGER NOT NULL)",
    "CREATE TABLE scheduled (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL, body TEXT NOT NULL, "
    "date INTEGER NOT NULL)",
    "CREATE TABLE blocked_keywords (_id INTEGER PRIMARY KEY AUTOINCREMENT, keyword TEXT NOT NULL UNIQUE)",
)
SEND_SCHEDULED = "send_scheduled"
EXPORT_FOLDER = "/storage/emulated/0/Download"
_MINUTE, _DAY = 60_000, 86_400_000

# (number, minutes ago, came in, text) of the messages on a new phone
_SAMPLES = (
    ("+15550143377", 3 * 1440 + 95, True, "Hi! Are we still on for the hike on Saturday?"),
    ("+15550143377", 3 * 1440 + 88, False, "Yes, I will bring sandwiches."),
    ("+15550143377", 3 * 1440 + 80, True, "Perfect. Meet at the trailhead at 8:30."),
    ("24273", 1440 + 220, True, "Your one-time code is 418 203. It expires in 10 minutes."),
    ("+15550167842", 400, True, "Reminder: dental check-up on October 19 at 14:15. Reply C to confirm."),
    ("+15550128006", 130, False, "Did the parcel arrive?"),
    ("+15550128006", 64, True, "Not yet, the courier said between 4 and 6 this afternoon."),
)


class Meta(NamedTuple):
    """The messenger's own facts about a conversation."""

    title: str = ""
    pinned: bool = False
    archived: bool = False


class Scheduled(NamedTuple):
    """A message that goes out later."""

    id: int
    address: str
    body: str
    date_ms: int


class Listed(NamedTuple):
    """A conversation as the list shows it."""

    conversation: Conversation
    title: str
    pinned: bool
    draft: str


def database(phone: Phone) -> Database:
    """The messenger's own database."""
    return phone.databases.open(PATH, SCHEMA)


def install(phone: Phone) -> None:
    """Makes the databases; a phone that never had messages gets a few."""
    telephony = phone.telephony
    is_new = not phone.databases.exists(PATH) and not phone.databases.exists(SMS_DB)
    _ = database(phone), telephony.blocking, telephony.sms
    if is_new:
        for number, minutes, came_in, text in _SAMPLES:
            kind = INBOX if came_in else SENT
            telephony.add_message(number, text, kind, phone.clock.now_ms - minutes * _MINUTE)


# -- conversations ----------------------------------------------------------------------------------


def metas(phone: Phone) -> dict[int, Meta]:
    """What is known of each thread beyond its messages."""
    rows = database(phone).query("SELECT thread_id, title, pinned, archived FROM conversations")
    return {row[0]: Meta(row[1], bool(row[2]), bool(row[3])) for row in rows}


def change(phone: Phone, threads: Iterable[int], column: str, value: str | int) -> None:
    """Sets `title`, `pinned` or `archived` of threads."""
    with database(phone).transaction() as own:
        for thread_id in threads:
            own.execute("INSERT OR IGNORE INTO conversations (thread_id) VALUES (?)", (thread_id,))
            own.execute(f"UPDATE conversations SET {column} = ? WHERE thread_id = ?", (value, thread_id))
        # A row that says nothing is no row.
        own.execute("DELETE FROM conversations WHERE title = '' AND pinned = 0 AND archived = 0")


def listed(phone: Phone, *, archived: bool = False) -> list[Listed]:
    """Conversations of the list or of the archive: pinned ones first, then the newest."""
    known = metas(phone)
    typed = drafts(phone)
    found = []
    for conversation in phone.telephony.conversations():
        meta = known.get(conversation.thread_id, Meta())
        if meta.archived == archived:
            draft = typed.get(draft_key(conversation.address), "")
            found.append(Listed(conversation, meta.title or conversation.title, meta.pinned, draft))
    found.sort(key=lambda one: not one.pinned)
    return found


def delete_threads(phone: Phone, threads: Iterable[int]) -> None:
    """Removes conversations with all that is known of them."""
    for thread_id in threads:
        for message in phone.telephony.messages(thread_id)[:1]:
            keep_draft(phone, message.address, "")
        phone.telephony.delete_thread(thread_id)
        database(phone).execute("DELETE FROM conversations WHERE thread_id = ?", (thread_id,))


def address_of(intent: Intent) -> str:
    """The number that a conversation was opened for."""
    given = intent.extra("number", "")
    if not given and intent.scheme in ("sms", "smsto", "mms", "mmsto"):
        given = unquote((intent.data or "").partition(":")[2].partition("?")[0]).strip("/ ")
    return str(given).split(";")[0].split(",")[0].strip()


def body_of(intent: Intent) -> str:
    """The text that an intent brings along."""
    for key in ("sms_body", "android.intent.extra.TEXT"):
        text = intent.extra(key)
        if text:
            return str(text)
    query = (intent.data or "").partition("?")[2]
    for part in query.split("&"):
        if part.startswith("body="):
            return unquote(part[5:].replace("+", " "))
    return ""


# -- drafts -----------------------------------------------------------------------------------------


def draft_key(number: str) -> str:
    """By which a number's draft is kept, however the number is spelled."""
    return significant_digits(number) or number


def drafts(phone: Phone) -> dict[str, str]:
    """Unsent texts by number."""
    return dict(database(phone).query("SELECT address, body FROM drafts"))


def keep_draft(phone: Phone, number: str, body: str) -> None:
    """Keeps an unsent text; an empty one is forgotten."""
    own, key = database(phone), draft_key(number)
    if body:
        own.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (key, body, phone.clock.now_ms))
    elif own.query("SELECT 1 FROM drafts WHERE address = ?", (key,)):
        own.execute("DELETE FROM drafts WHERE address = ?", (key,))


# -- scheduled messages -------------------------------------------------------------------------------


def scheduled(phone: Phone, number: str = "") -> list[Scheduled]:
    """Messages that wait for their time, of one number or of all."""
    rows = database(phone).query("SELECT _id, address, body, date FROM scheduled ORDER BY date, _id")
    wanted = draft_key(number)
    return [one for one in map(Scheduled._make, rows) if not number or draft_key(one.address) == wanted]


def schedule(phone: Phone, number: str, body: str, date_ms: int) -> None:
    """Keeps a message and sets the alarm that sends it."""
    values = {"address": number, "body": body, "date": date_ms}
    phone.alarms.set_at(date_ms, PACKAGE, SEND_SCHEDULED, database(phone).insert("scheduled", values))


def drop_scheduled(phone: Phone, scheduled_id: int) -> None:
    """Forgets a message that has not gone out."""
    phone.alarms.cancel(PACKAGE, SEND_SCHEDULED, scheduled_id)
    database(phone).execute("DELETE FROM scheduled WHERE _id = ?", (scheduled_id,))


def send_scheduled(phone: Phone, scheduled_id: int) -> None:
    """Sends a message whose time has come."""
    for one in scheduled(phone):
        if one.id == scheduled_id:
            drop_scheduled(phone, one.id)
            phone.telephony.send_sms(one.address, one.body)


def renew_alarms(phone: Phone) -> None:
    """Sets the alarms of waiting messages again, for stopping an app takes its alarms."""
    waiting = scheduled(phone)
    if waiting:
        known = {alarm.data for alarm in phone.alarms.pending(PACKAGE)}
        for one in waiting:
            if one.id not in known:
                phone.alarms.set_at(one.date_ms, PACKAGE, SEND_SCHEDULED, one.id)


# -- blocked keywords ---------------------------------------------------------------------------------


def keywords(phone: Phone) -> list[str]:
    """Words whose messages are turned away."""
    return [word for (word,) in database(phone).query("SELECT keyword FROM blocked_keywords ORDER BY _id")]


def add_keyword(phone: Phone, keyword: str) -> None:
    """Turns messages with this word away from now on."""
    word = keyword.strip()
    if word and word not in keywords(phone):
        database(phone).insert("blocked_keywords", {"keyword": word})


def remove_keyword(phone: Phone, keyword: str) -> None:
    """Lets messages with this word through again."""
    database(phone).execute("DELETE FROM blocked_keywords WHERE keyword = ?", (keyword,))


# -- export and import --------------------------------------------------------------------------------


def export(phone: Phone, name: str) -> str:
    """Writes all messages to a JSON file in Download; returns its path."""
    rows = phone.telephony.sms.query("SELECT address, body, date, type, read FROM sms ORDER BY date, _id")
    names = ("address", "body", "date", "type", "read")
    messages = [dict(zip(names, row, strict=True)) for row in rows]
    path = f"{EXPORT_FOLDER}/{name.removesuffix('.json')}.json"
    phone.files.write(path, json.dumps(messages, indent=1), parents=True)
    return path


def import_file(phone: Phone, path: str) -> int:
    """Adds the messages of an exported file that are not there yet; returns how many. A broken file adds none."""
    try:
        entries = json.loads(phone.files.read_text(path))
        wanted = [(str(e["address"]), str(e["body"]), int(e["date"]), int(e["type"]), bool(e["read"])) for e in entries]
    except (ValueError, TypeError, KeyError):
        return 0
    known = set(phone.telephony.sms.query("SELECT address, body, date FROM sms"))
    fresh = [entry for entry in wanted if entry[:3] not in known and entry[0]]
    for address, body, date, kind, read in fresh:
        phone.telephony.add_message(address, body, kind, date, read=read)
    return len(fresh)
