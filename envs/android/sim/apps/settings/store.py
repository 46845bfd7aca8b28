"""What the Settings app keeps in rows: saved Wi-Fi networks, paired devices, VPN profiles, accounts, languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.apps.settings.rows import LABEL, PACKAGE
from osgenesis.envs.core.vocabulary import FieldWords, TableWords

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.databases import Database
    from osgenesis.envs.android.sim.phone import Phone

PATH = f"/data/data/{PACKAGE}/databases/connections.db"
SCHEMA = (
    "CREATE TABLE wifi_networks (_id INTEGER PRIMARY KEY AUTOINCREMENT, ssid TEXT NOT NULL, security TEXT NOT NULL, "
    "password TEXT NOT NULL DEFAULT '', auto_join INTEGER NOT NULL DEFAULT 1, metered TEXT NOT NULL DEFAULT 'auto', "
    "privacy TEXT NOT NULL DEFAULT 'random', hidden INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE bluetooth_devices (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, address TEXT NOT NULL, "
    "kind TEXT NOT NULL, connected INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 1, "
    "media INTEGER NOT NULL DEFAULT 1, contacts INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE vpn_profiles (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL, "
    "server TEXT NOT NULL DEFAULT '', username TEXT NOT NULL DEFAULT '', password TEXT NOT NULL DEFAULT '', "
    "connected INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE accounts (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL)",
    "CREATE TABLE dictionary (_id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL, shortcut TEXT NOT NULL "
    "DEFAULT '')",
)
SECURITIES = ("None", "WEP", "WPA/WPA2-Personal", "WPA3-Personal")
VPN_KINDS = ("IKEv2/IPSec MSCHAPv2", "IKEv2/IPSec PSK", "IKEv2/IPSec RSA")
ACCOUNT_KINDS = ("Google", "Exchange", "Personal (IMAP)", "Personal (POP3)")

_FLAG = {"0": "off", "1": "on"}
WORDS = (
    TableWords(
        f"{PACKAGE}/wifi_networks", LABEL, "saved Wi-Fi network", "ssid",
        {
            "ssid": FieldWords("name"), "security": FieldWords("security"), "password": FieldWords("password"),
            "auto_join": FieldWords("auto-connect", _FLAG, "flag"),
            "metered": FieldWords("network usage", {"auto": "detect automatically", "metered": "treat as metered",
                                                    "unmetered": "treat as unmetered"}),
            "privacy": FieldWords("privacy", {"random": "use randomized MAC", "device": "use device MAC"}),
            "hidden": FieldWords("hidden network", _FLAG, "flag"),
        },
        volatile=("_id",),
    ),
    TableWords(
        f"{PACKAGE}/bluetooth_devices", LABEL, "paired Bluetooth device", "name",
        {
            "name": FieldWords("name"), "address": FieldWords("address", kind="hidden"),
            "kind": FieldWords("type", kind="hidden"),
            "connected": FieldWords("connection", {"0": "disconnected", "1": "connected"}, "flag"),
            "calls": FieldWords("phone calls", _FLAG, "flag"), "media": FieldWords("media audio", _FLAG, "flag"),
            "contacts": FieldWords("contact sharing", _FLAG, "flag"),
        },
        volatile=("_id",),
    ),
    TableWords(
        f"{PACKAGE}/vpn_profiles", LABEL, "VPN", "name",
        {
            "name": FieldWords("name"), "kind": FieldWords("type"), "server": FieldWords("server address"),
            "username": FieldWords("username"), "password": FieldWords("password"),
            "connected": FieldWords("connection", {"0": "disconnected", "1": "connected"}, "flag"),
        },
        volatile=("_id",),
    ),
    TableWords(
        f"{PACKAGE}/accounts", LABEL, "account", "name", {"name": FieldWords("address"), "kind": FieldWords("type")},
        volatile=("_id",)
    ),
    TableWords(
        f"{PACKAGE}/dictionary", LABEL, "personal dictionary word", "word",
        {"word": FieldWords("word"), "shortcut": FieldWords("shortcut")}, volatile=("_id",),
    ),
)  # fmt: skip


class Air(NamedTuple):
    """A network within reach. Level 1 to 4 is the strength of its signal."""

    ssid: str
    security: str
    level: int


IN_REACH = (
    Air("AndroidWifi", "None", 4), Air("Maple Street 12", "WPA/WPA2-Personal", 4), Air("Corner Cafe Guest", "None", 3),
    Air("Library", "WPA3-Personal", 2), Air("Printer-7F2A", "WPA/WPA2-Personal", 1),
)  # fmt: skip

NEARBY = (
    ("Kitchen Speaker", "4C:11:AE:52:70:1B", "speaker"), ("Trail Watch 2", "A8:34:6A:0D:9E:43", "watch"),
    ("Studio Keyboard", "DC:2C:26:88:F0:5D", "keyboard"), ("Living Room TV", "58:FD:B1:63:2A:90", "television"),
)  # fmt: skip
DEVICE_ICONS = {
    "speaker": "speaker", "watch": "watch", "keyboard": "keyboard", "television": "television",
    "headphones": "headphones",
    "car": "car",
}  # fmt: skip


SIGNAL_ICONS = ("wifi-strength-1", "wifi-strength-2", "wifi-strength-3", "wifi-strength-4")


def icon_of_device(device: Mapping[str, object]) -> str:
    """The icon for the kind of a Bluetooth device."""
    return DEVICE_ICONS.get(str(device["kind"]), "bluetooth")


def database(phone: Phone) -> Database:
    """The app's database."""
    return phone.databases.open(PATH, SCHEMA)


def install(phone: Phone) -> None:
    """What a phone that has been in use for some days holds."""
    if phone.files.exists(PATH):
        return
    db = database(phone)
    db.insert("wifi_networks", {"ssid": "AndroidWifi", "security": "None"})
    db.insert("wifi_networks", {"ssid": "Grandma's House", "security": "WPA/WPA2-Personal", "password": "apple-pie-73"})
    db.insert("bluetooth_devices", {"name": "Car Audio", "address": "00:1E:7C:3B:A4:12", "kind": "car"})
    db.insert("bluetooth_devices", {"name": "Wireless Buds", "address": "F0:99:B6:41:0C:8E", "kind": "headphones"})


def connected_ssid(phone: Phone) -> str:
    """The network in use while Wi-Fi is on; empty for none."""
    if not phone.settings.flag("global", "wifi_on"):
        return ""
    return phone.settings.get("global", "wifi_connected_ssid", "AndroidWifi") or ""
