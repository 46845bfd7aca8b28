"""Screens of Network & internet and of Connected devices, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.settings import store
from osgenesis.envs.android.sim.apps.settings.rows import (
    Choice,
    Command,
    Edit,
    Heading,
    Info,
    Link,
    Note,
    Screen,
    Toggle,
    on_off,
    read,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

CARRIER = "T-Mobile"


def internet_summary(phone: Phone) -> str:
    """The connection in use."""
    ssid = store.connected_ssid(phone)
    if ssid:
        return ssid
    if phone.settings.flag("global", "airplane_mode_on") or not phone.settings.flag("global", "mobile_data"):
        return "Networks available" if phone.settings.flag("global", "wifi_on") else "Not connected"
    return CARRIER


def vpn_summary(phone: Phone) -> str:
    """The VPN in use."""
    name = store.database(phone).scalar("SELECT name FROM vpn_profiles WHERE connected = 1")
    return str(name) if name else "None"


def private_dns_summary(phone: Phone) -> str:
    """The mode, or the provider's host name."""
    mode = read(phone, "global/private_dns_mode", "opportunistic")
    if mode == "hostname":
        return read(phone, "global/private_dns_specifier")
    return "Off" if mode == "off" else "Automatic"


def hotspot_summary(phone: Phone) -> str:
    """Whether something is shared."""
    return "On" if phone.settings.flag("global", "tether_hotspot_on") else "Off"


def bluetooth_summary(phone: Phone) -> str:
    """How a new device would see this phone."""
    if phone.settings.flag("global", "bluetooth_on"):
        return f'Visible as "{read(phone, "secure/bluetooth_name", "Pixel 6")}" to other devices'
    return "Bluetooth will turn on to pair"


BANDS = (("2", "2.4 GHz Band"), ("5", "5.0 GHz Band preferred"))
NETWORK_TYPES = (("26", "5G"), ("9", "LTE"), ("0", "3G"), ("1", "2G"))

NETWORK = (
    Screen(
        "network", "Network & internet",
        (
            Link("Internet", "internet", icon="wifi", summary=internet_summary, words="wifi wlan"),
            Link("Calls & SMS", "calls", icon="phone-outline", summary=CARRIER),
            Link("SIMs", "sims", icon="sim-outline", summary=CARRIER, words="mobile data cellular"),
            Toggle("Airplane mode", "global/airplane_mode_on", icon="airplane", words="flight"),
            Link("Hotspot & tethering", "hotspot", icon="access-point", summary=hotspot_summary,
                 words="share internet"),
            Link("Data Saver", "data_saver", icon="leaf", summary=on_off("global/data_saver_enabled")),
            Link("VPN", "vpn", icon="key-outline", summary=vpn_summary, words="virtual private network"),
            Command("Private DNS", "private_dns", icon="dns-outline", summary=private_dns_summary),
        ),
        actions=("android.settings.WIRELESS_SETTINGS", "android.settings.AIRPLANE_MODE_SETTINGS"),
    ),
    Screen("internet", "Internet", (), "network",
           ("android.settings.WIFI_SETTINGS", "android.net.wifi.PICK_WIFI_NETWORK"), "internet"),
    Screen("saved_networks", "Saved networks", (), "internet", ("android.settings.WIFI_SAVED_NETWORK_SETTINGS",),
           "saved_networks"),
    Screen("add_network", "Add network", (), "internet", ("android.settings.WIFI_ADD_NETWORKS",), "add_network"),
    Screen(
        "network_preferences", "Network preferences",
        (
            Toggle("Turn on Wi-Fi automatically", "global/wifi_wakeup_enabled", noun="automatic Wi-Fi",
                   summary="Wi-Fi will turn back on near high-quality saved networks, like your home network"),
            Toggle("Notify for public networks", "global/wifi_networks_available_notification_on",
                   summary="Notify when a high-quality public network is available",
                   noun="public network notifications"),
            Toggle("Allow WEP networks", "global/wifi_wep_allowed", noun="WEP networks",
                   summary="WEP is an older security protocol that is less secure"),
        ),
        "internet", ("android.settings.WIFI_IP_SETTINGS",),
    ),
    Screen(
        "calls", "Calls & SMS",
        (
            Heading("Calls"),
            Choice("Wi-Fi calling", "global/wfc_ims_enabled", (("1", "On"), ("0", "Off")), default="0"),
            Choice("Calling preference", "global/wfc_ims_mode",
                   (("2", "Call over Wi-Fi"), ("1", "Call over mobile network")), default="2",
                   needs=("global/wfc_ims_enabled",)),
            Heading("SMS"),
            Choice("SMS preference", "global/multi_sim_sms", (("1", CARRIER), ("-1", "Ask every time")), default="1"),
        ),
        "network",
    ),
    Screen(
        "sims", CARRIER,
        (
            Toggle("Use SIM", "global/cell_on", main=True, noun="SIM", default="1"),
            Info("Phone number", summary="+1 555-521-5554"),
            Toggle("Mobile data", "global/mobile_data", summary="Access data using mobile network", default="1",
                   needs=("global/cell_on",)),
            Toggle("Roaming", "global/data_roaming", summary="Connect to data services when roaming",
                   needs=("global/cell_on",)),
            Link("App data usage", "data_usage", summary="Oct 1 - 31"),
            Link("Data warning & limit", "data_limit"),
            Toggle("VoLTE", "global/volte_vt_enabled", summary="Use LTE services to improve voice calls (recommended)",
                   default="1"),
            Choice("Preferred network type", "global/preferred_network_mode", NETWORK_TYPES, default="9",
                   needs=("global/cell_on",)),
            Toggle("Automatically select network", "global/network_selection_automatic", default="1",
                   noun="automatic network selection"),
            Toggle("Allow 2G", "global/allow_2g",
                   summary="2G is less secure, but may improve your connection in some locations", default="1",
                   noun="2G"),
        ),
        "network", ("android.settings.DATA_ROAMING_SETTINGS", "android.settings.NETWORK_OPERATOR_SETTINGS"),
    ),
    Screen("data_usage", "App data usage", (), "sims", ("android.settings.DATA_USAGE_SETTINGS",), "data_usage"),
    Screen(
        "data_limit", "Data warning & limit",
        (
            Choice("App data usage cycle", "global/data_cycle_day",
                   tuple((str(d), f"Monthly on day {d}") for d in (1, 5, 10, 15, 20, 25)),
                   default="1", noun="data usage cycle"),
            Toggle("Set data warning", "global/data_warning_on", default="1", noun="data warning"),
            Choice("Data warning", "global/data_warning_gb", tuple((str(g), f"{g}.00 GB") for g in (1, 2, 5, 10, 20)),
                   default="2",
                   needs=("global/data_warning_on",), noun="data warning level"),
            Toggle("Set data limit", "global/data_limit_on", noun="data limit"),
            Choice("Data limit", "global/data_limit_gb", tuple((str(g), f"{g}.00 GB") for g in (2, 5, 10, 20, 50)),
                   default="5",
                   needs=("global/data_limit_on",), noun="data limit level"),
            Note("Your carrier may count data differently than your device."),
        ),
        "sims",
    ),
    Screen(
        "hotspot", "Hotspot & tethering",
        (
            Link("Wi-Fi hotspot", "wifi_hotspot", icon="access-point", summary=hotspot_summary, words="share internet"),
            Toggle("USB tethering", "global/usb_tethering_on", icon="usb", summary="Connect USB to use this",
                   needs=("global/usb_connected",)),
            Toggle("Bluetooth tethering", "global/bluetooth_tethering_on", icon="bluetooth",
                   needs=("global/bluetooth_on",),
                   summary="Share phone's internet connection via Bluetooth"),
            Toggle("Ethernet tethering", "global/ethernet_tethering_on", icon="ethernet",
                   summary="Connect an Ethernet adapter to use this",
                   needs=("global/ethernet_connected",)),
            Note("Use hotspot and tethering to provide internet to other devices through your mobile data connection."),
        ),
        "network", ("android.settings.TETHER_SETTINGS",),
    ),
    Screen(
        "wifi_hotspot", "Wi-Fi hotspot",
        (
            Toggle("Use Wi-Fi hotspot", "global/tether_hotspot_on", main=True, noun="Wi-Fi hotspot"),
            Edit("Hotspot name", "prefs/hotspot_name", default="AndroidAP_4821", required=True),
            Choice("Security", "prefs/hotspot_security",
                   (("wpa3", "WPA3-Personal"), ("wpa2", "WPA2-Personal"), ("none", "None")), default="wpa2",
                   noun="hotspot security"),
            Edit("Hotspot password", "prefs/hotspot_password", default="q7m4xk29tz", required=True),
            Toggle("Turn off hotspot automatically", "global/soft_ap_timeout_enabled",
                   summary="When no devices are connected", default="1",
                   noun="automatic hotspot turn-off"),
            Choice("AP Band", "prefs/hotspot_band", BANDS, default="2", noun="hotspot band"),
        ),
        "hotspot", ("com.android.settings.WIFI_TETHER_SETTINGS",),
    ),
    Screen(
        "data_saver", "Data Saver",
        (
            Toggle("Use Data Saver", "global/data_saver_enabled", main=True, noun="Data Saver"),
            Link("Unrestricted data", "unrestricted_data",
                 summary="Apps allowed to use unrestricted data when Data Saver is on"),
            Note("To help reduce data usage, Data Saver prevents some apps from sending or receiving data in the "
                 "background."),
        ),
        "network",
    ),
    Screen("unrestricted_data", "Unrestricted data", (), "data_saver",
           ("android.settings.IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS",),
           "app_switches", apps="unrestricted data", apps_on=False),
    Screen("vpn", "VPN", (), "network", ("android.settings.VPN_SETTINGS", "android.net.vpn.SETTINGS"), "vpn"),
)  # fmt: skip

DEVICES = (
    Screen("devices", "Connected devices", (), "", ("android.settings.BLUETOOTH_SETTINGS",), "devices"),
    Screen("saved_devices", "Saved devices", (), "devices", (), "saved_devices"),
    Screen("pair", "Pair new device", (), "devices", ("android.settings.BLUETOOTH_PAIRING_SETTINGS",), "pair"),
    Screen(
        "connection_preferences", "Connection preferences",
        (
            Link("Bluetooth", "bluetooth", icon="bluetooth", summary=on_off("global/bluetooth_on")),
            Link("NFC", "nfc", icon="nfc", summary=on_off("secure/nfc_on")),
            Link("Cast", "cast", icon="cast", summary="Not connected", words="screen mirror"),
            Link("Printing", "printing", icon="printer-outline",
                 summary=on_off("prefs/print_service", "1 print service on", "Off")),
            Link("Nearby Share", "nearby_share", icon="share-variant-outline", summary=on_off("prefs/nearby_share")),
            Toggle("Chromebook notifications", "prefs/phone_hub", icon="laptop",
                   summary="Show this phone's notifications on your Chromebook"),
        ),
        "devices",
    ),
    Screen(
        "bluetooth", "Bluetooth",
        (
            Toggle("Use Bluetooth", "global/bluetooth_on", main=True, noun="Bluetooth"),
            Edit("Device name", "secure/bluetooth_name", default="Pixel 6", noun="Bluetooth name", required=True,
                 needs=("global/bluetooth_on",)),
            Note("When Bluetooth is on, your device can communicate with other nearby Bluetooth devices. To "
                 "improve device experience, apps can "
                 "still scan for nearby devices at any time, even when Bluetooth is off."),
        ),
        "connection_preferences",
    ),
    Screen(
        "nfc", "NFC",
        (
            Toggle("Use NFC", "secure/nfc_on", main=True, noun="NFC"),
            Toggle("Require device unlock for NFC", "secure/nfc_unlock_required",
                   summary="Allow NFC use only when screen is unlocked", default="1",
                   needs=("secure/nfc_on",)),
            Choice("Contactless payments", "secure/nfc_payment_default_component",
                   (("", "Not set"), ("wallet", "Wallet")),
                   needs=("secure/nfc_on",), noun="contactless payment app"),
        ),
        "connection_preferences", ("android.settings.NFC_SETTINGS", "android.settings.NFC_PAYMENT_SETTINGS"),
    ),
    Screen(
        "cast", "Cast",
        (
            Toggle("Enable wireless display", "global/wifi_display_on", noun="wireless display",
                   needs=("global/wifi_on",)),
            Note("No nearby devices were found."),
        ),
        "connection_preferences", ("android.settings.CAST_SETTINGS",),
    ),
    Screen(
        "printing", "Printing",
        (
            Toggle("Default Print Service", "prefs/print_service", main=True, noun="print service"),
            Note("Searching for printers"),
        ),
        "connection_preferences", ("android.settings.ACTION_PRINT_SETTINGS",),
    ),
    Screen(
        "nearby_share", "Nearby Share",
        (
            Toggle("Use Nearby Share", "prefs/nearby_share", main=True, noun="Nearby Share"),
            Edit("Device name", "prefs/nearby_share_name", default="Pixel 6", noun="Nearby Share device name",
                 required=True),
            Choice("Device visibility", "prefs/nearby_share_visibility",
                   (("everyone", "Everyone"), ("contacts", "Contacts"), ("devices", "Your devices"),
                    ("hidden", "No one")), default="contacts",
                   needs=("prefs/nearby_share",), noun="Nearby Share visibility"),
            Choice("Data", "prefs/nearby_share_data",
                   (("data", "Data"), ("wifi", "Wi-Fi only"), ("offline", "Without internet")), default="wifi",
                   needs=("prefs/nearby_share",), noun="Nearby Share data use"),
        ),
        "connection_preferences",
    ),
)  # fmt: skip
