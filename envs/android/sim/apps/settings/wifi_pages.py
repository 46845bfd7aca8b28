"""Internet: Wi-Fi on and off, networks in reach, passwords, saved networks, VPN profiles, private DNS."""

from __future__ import annotations

import re
from typing import Any

from osgenesis.envs.android.sim.app import App, dialog, page
from osgenesis.envs.android.sim.apps.settings import store
from osgenesis.envs.android.sim.apps.settings.catalog_connections import CARRIER
from osgenesis.envs.android.sim.apps.settings.frame import action_row, frame, heading, item, paragraph
from osgenesis.envs.android.sim.apps.settings.rows import read
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import dialog_box
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    button,
    checkbox,
    column,
    icon,
    icon_button,
    padding,
    row,
    switch,
    text,
    text_field,
)

SHORTEST_PASSWORD = 8
_HOST = re.compile(r"(?=.{4,253}$)([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
METERED = (("auto", "Detect automatically"), ("metered", "Treat as metered"), ("unmetered", "Treat as unmetered"))
PRIVACIES = (("random", "Use randomized MAC"), ("device", "Use device MAC"))


def use(ui: Page, ssid: str) -> None:
    """Makes a network the one in use."""
    ui.phone.set_setting("global", "wifi_connected_ssid", ssid)


def saved(ui: Page) -> list[dict[str, Any]]:
    """Saved networks by name."""
    return store.database(ui.phone).rows("SELECT * FROM wifi_networks ORDER BY ssid COLLATE NOCASE, _id")


class WifiPages(App):
    """Pages around the network connection."""

    @page
    def internet(self, ui: Page) -> Node:
        """The switch, the network in use, those in reach, saved ones."""
        phone = ui.phone
        on = phone.settings.flag("global", "wifi_on")
        mobile = phone.settings.flag("global", "mobile_data") and not phone.settings.flag("global", "airplane_mode_on")
        rows = [
            item(ui, CARRIER, "Connected" if mobile else "Mobile data won't auto-connect", icon_name="signal",
                 on_tap=lambda: ui.open("screen", screen="sims")),
            item(ui, "Wi-Fi", icon_name="wifi" if on else "wifi-off",
                 trailing=switch(ui, on, rid="android:id/switch_widget"),
                 on_tap=lambda: phone.set_setting("global", "wifi_on", "0" if on else "1")),
        ]  # fmt: skip
        known = {str(n["ssid"]): n for n in saved(ui)}
        if on:
            current = store.connected_ssid(phone)
            air = sorted(store.IN_REACH, key=lambda n: (n.ssid != current, -n.level))
            rows += [self._network(ui, entry, current, known.get(entry.ssid)) for entry in air]
            rows.append(item(ui, "Add network", icon_name="plus", on_tap=lambda: ui.open("add_network")))
        count = len(known)
        rows.append(item(ui, "Network preferences",
                         "Wi-Fi turns back on automatically" if read(phone, "global/wifi_wakeup_enabled") == "1" else
                         "Wi-Fi doesn't turn back on automatically", icon_name="cog-outline",
                         on_tap=lambda: ui.open("screen", screen="network_preferences")))  # fmt: skip
        if count:
            rows.append(item(ui, "Saved networks", f"{count} network{'s' if count != 1 else ''}",
                             icon_name="content-save-outline",
                             on_tap=lambda: ui.open("saved_networks")))  # fmt: skip
        rows.append(
            item(
                ui,
                "Non-carrier data usage",
                "0 B used Oct 1 - 31",
                icon_name="chart-bar",
                on_tap=lambda: ui.open("data_usage"),
            )
        )
        return frame(ui, "Internet", *rows)

    def _network(self, ui: Page, air: store.Air, current: str, known: dict[str, Any] | None) -> Node:
        connected = air.ssid == current
        word = "Connected" if connected else "Saved" if known else ""
        secured = air.security != "None"
        trailing = None
        if known:
            trailing = icon_button(
                ui, "cog-outline", f"Details of {air.ssid}", lambda: ui.open("network_details", ssid=air.ssid)
            )
        elif secured:
            trailing = icon(ui, "lock-outline", 20, desc="Secured")

        def choose() -> None:
            if connected:
                ui.open("network_details", ssid=air.ssid)
            elif known or not secured:
                self._join(ui, air.ssid, air.security, "", add=known is None)
            else:
                ui.open("wifi_password", ssid=air.ssid, security=air.security)

        return item(
            ui,
            air.ssid,
            word,
            icon_name=store.SIGNAL_ICONS[air.level - 1],
            on_tap=choose,
            trailing=trailing,
            highlight=connected,
        )

    def _join(self, ui: Page, ssid: str, security: str, password: str, *, add: bool) -> None:
        if add:
            store.database(ui.phone).insert("wifi_networks", {"ssid": ssid, "security": security, "password": password})
        use(ui, ssid)

    @dialog
    def wifi_password(self, ui: Page) -> Node:
        """Asks for a network's password; Connect needs eight characters."""
        ready = len(ui.text("password")) >= SHORTEST_PASSWORD if "text:password" in ui.record.state else False
        shown = bool(ui.get("shown"))

        def connect() -> None:
            if len(ui.text("password")) >= SHORTEST_PASSWORD:
                ui.resolve("join_secured", (ui.args["ssid"], ui.args["security"], ui.text("password")))

        field = text_field(ui, "password", "Password", input_kind="text" if shown else "password", ime="done",
                           autofocus=True, on_submit=connect,
                           rid="com.android.settings:id/password")  # fmt: skip
        return dialog_box(
            ui, ui.args["ssid"],
            column(field, checkbox(ui, shown, lambda: ui.toggle("shown"), label="Show password", pad=padding((0, 12))),
                   pad=(24, 8)),
            buttons=(button(ui, "Cancel", ui.back, rid="android:id/button2"),
                     button(ui, "Connect", connect if ready else None, rid="android:id/button1")),
        )  # fmt: skip

    def join_secured(self, ui: Page, network: tuple[str, str, str]) -> None:
        """Saves a network with its password and connects."""
        self._join(ui, *network, add=True)

    @page
    def add_network(self, ui: Page) -> Node:
        """A network that isn't in reach, by name."""
        security = ui.get("security", 0)
        name = ui.text("ssid").strip() if "text:ssid" in ui.record.state else ""
        password = ui.text("password") if "text:password" in ui.record.state else ""
        ready = bool(name) and (security == 0 or len(password) >= SHORTEST_PASSWORD)

        def save() -> None:
            db = store.database(ui.phone)
            db.execute("DELETE FROM wifi_networks WHERE ssid = ?", (name,))
            db.insert("wifi_networks", {"ssid": name, "security": store.SECURITIES[security],
                                        "password": password if security else "",
                                        "hidden": int(ui.get("hidden", False))})  # fmt: skip
            if any(air.ssid == name for air in store.IN_REACH):
                use(ui, name)
            ui.close()

        fields = [
            column(
                text_field(ui, "ssid", "Network name", autofocus=True, rid="com.android.settings:id/ssid"), pad=(24, 8)
            ),
            item(
                ui,
                "Security",
                store.SECURITIES[security],
                on_tap=lambda: ui.choose("Security", store.SECURITIES, security, then="set_security"),
            ),
        ]
        if security:
            fields.append(
                column(
                    text_field(
                        ui, "password", "Password", input_kind="password", rid="com.android.settings:id/password"
                    ),
                    pad=(24, 8),
                )
            )
            if 0 < len(password) < SHORTEST_PASSWORD:
                fields.append(
                    text(
                        ui,
                        f"At least {SHORTEST_PASSWORD} characters",
                        BODY_MEDIUM,
                        color=ui.theme.error,
                        pad=padding((24, 0)),
                    )
                )
        fields.append(
            column(
                checkbox(
                    ui,
                    ui.get("hidden", False),
                    lambda: ui.toggle("hidden"),
                    label="Hidden network",
                    pad=padding((0, 12)),
                ),
                pad=(24, 0),
            )
        )
        fields.append(row(button(ui, "Cancel", ui.back), button(ui, "Save", save if ready else None, style="filled"),
                          align="end", gap=12,
                          pad=(24, 16), width=-1))  # fmt: skip
        return frame(ui, "Add network", *fields, search=False)

    def set_security(self, ui: Page, index: int, _: Any) -> None:
        """The security of a network being added."""
        ui.put(security=index)

    @page
    def saved_networks(self, ui: Page) -> Node:
        """All saved networks."""
        rows = [
            item(ui, str(n["ssid"]), "" if n["security"] == "None" else str(n["security"]), icon_name="wifi",
                 on_tap=_opener(ui, str(n["ssid"])))
            for n in saved(ui)
        ]  # fmt: skip
        return frame(ui, "Saved networks", *(rows or [paragraph(ui, "No saved networks.")]))

    @page
    def network_details(self, ui: Page) -> Node:
        """One network: connect, forget, and how it is used."""
        ssid = ui.args["ssid"]
        known = next((n for n in saved(ui) if n["ssid"] == ssid), None)
        if known is None:
            return frame(ui, "Network details", paragraph(ui, "This network is no longer saved."))
        connected = store.connected_ssid(ui.phone) == ssid
        in_reach = next((air for air in store.IN_REACH if air.ssid == ssid), None)
        signals = ("Poor", "Fair", "Good", "Excellent")
        joinable = in_reach is not None and ui.phone.settings.flag("global", "wifi_on")
        connect = (lambda: use(ui, "")) if connected else (lambda: use(ui, ssid)) if joinable else None
        buttons = action_row(
            ui,
            ("delete-outline", "Forget", lambda: ui.app.call("forget_network", ui, ssid)),
            ("wifi-off" if connected else "wifi", "Disconnect" if connected else "Connect", connect),
            ("qrcode", "Share", lambda: ui.share(f"WIFI:S:{ssid};P:{known['password']};;")),
        )

        def toggle() -> None:
            store.database(ui.phone).execute(
                "UPDATE wifi_networks SET auto_join = 1 - auto_join WHERE _id = ?", (known["_id"],)
            )

        def chooser(title: str, column_name: str, options: tuple[tuple[str, str], ...]) -> Node:
            position = next((i for i, (value, _) in enumerate(options) if value == known[column_name]), 0)
            return item(ui, title, options[position][1],
                        on_tap=lambda: ui.choose(title, [label for _, label in options], position, then="set_network",
                                                 data=(ssid, column_name)))  # fmt: skip

        rows = [
            item(ui, ssid, "Connected" if connected else "Saved" if in_reach else "Not in range", icon_name="wifi"),
            buttons,
            item(ui, "Signal strength", signals[in_reach.level - 1] if in_reach else "Not in range",
                 icon_name="signal-cellular-outline"),
            item(ui, "Security", str(known["security"]), icon_name="lock-outline"),
            chooser("Network usage", "metered", METERED), chooser("Privacy", "privacy", PRIVACIES),
            item(ui, "Auto-connect", "Allow connection to this network when in range", on_tap=toggle,
                 trailing=switch(ui, bool(known["auto_join"]), rid="android:id/switch_widget")),
        ]  # fmt: skip
        if connected:
            rows += [heading(ui, "Network details"), item(ui, "MAC address", "02:15:b2:00:00:00"),
                     item(ui, "IP address", "10.0.2.16"),
                     item(ui, "Gateway", "10.0.2.2"), item(ui, "Subnet mask", "255.255.255.0"),
                     item(ui, "DNS", "10.0.2.3"),
                     item(ui, "Transmit link speed", "72 Mbps")]  # fmt: skip
        return frame(ui, "Network details", *rows, search=False)

    def set_network(self, ui: Page, index: int, what: tuple[str, str]) -> None:
        """Usage or privacy of a saved network."""
        ssid, column_name = what
        options = METERED if column_name == "metered" else PRIVACIES
        store.database(ui.phone).execute(
            f"UPDATE wifi_networks SET {column_name} = ? WHERE ssid = ?", (options[index][0], ssid)
        )

    def forget_network(self, ui: Page, ssid: str) -> None:
        """Deletes a saved network."""
        store.database(ui.phone).execute("DELETE FROM wifi_networks WHERE ssid = ?", (ssid,))
        if (
            store.connected_ssid(ui.phone) == ssid
            or read(ui.phone, "global/wifi_connected_ssid", "AndroidWifi") == ssid
        ):
            use(ui, "")
        ui.close()

    @page
    def data_usage(self, ui: Page) -> Node:
        """Data used by apps: this phone has used none of its plan."""
        return frame(
            ui,
            "App data usage",
            item(ui, "Oct 1 - 31", "0 B used"),
            paragraph(ui, "No app has used data in this period."),
        )

    # -- VPN -----------------------------------------------------------------------------------------

    @page
    def vpn(self, ui: Page) -> Node:
        """VPN profiles."""
        profiles = store.database(ui.phone).rows("SELECT * FROM vpn_profiles ORDER BY name COLLATE NOCASE, _id")
        rows = [
            item(ui, str(p["name"]), "Connected" if p["connected"] else str(p["kind"]), icon_name="key-outline",
                 on_tap=_vpn_tap(ui, p),
                 trailing=icon_button(ui, "cog-outline", f"Settings of {p['name']}", _vpn_editor(ui, int(p["_id"]))))
            for p in profiles
        ]  # fmt: skip
        add = action(ui, "plus", "Add VPN profile", lambda: ui.open("vpn_editor", id=0))
        return frame(ui, "VPN", *(rows or [paragraph(ui, "No VPNs added")]), actions=(add,), search=False)

    def vpn_switch(self, ui: Page, _: bool, profile: int) -> None:
        """Connects one profile (and so no other), or disconnects it."""
        db = store.database(ui.phone)
        on = db.scalar("SELECT connected FROM vpn_profiles WHERE _id = ?", (profile,))
        db.execute(
            "UPDATE vpn_profiles SET connected = (CASE WHEN _id = ? AND ? THEN 1 ELSE 0 END)", (profile, int(not on))
        )

    @page
    def vpn_editor(self, ui: Page) -> Node:
        """A profile's values; saved when it has a name, a server and a user."""
        db = store.database(ui.phone)
        found = db.rows("SELECT * FROM vpn_profiles WHERE _id = ?", (ui.args["id"],))
        old = (
            found[0]
            if found
            else {"name": "", "kind": store.VPN_KINDS[0], "server": "", "username": "", "password": ""}
        )
        kind = ui.get("kind", old["kind"])
        labels = {"name": "Name", "server": "Server address", "username": "Username", "password": "Password"}

        def save() -> None:
            values = {key: ui.text(key).strip() for key in labels}
            if not (values["name"] and values["server"] and values["username"]):
                ui.toast("A VPN needs a name, a server address and a username")
                return
            if found:
                db.execute("UPDATE vpn_profiles SET name = ?, kind = ?, server = ?, username = ?, password = ? "
                           "WHERE _id = ?",
                           (values["name"], kind, values["server"], values["username"], values["password"],
                            ui.args["id"]))  # fmt: skip
            else:
                db.insert("vpn_profiles", {**values, "kind": kind})
            ui.close()

        fields = [
            column(
                text_field(ui, key, label, str(old[key]), input_kind="password" if key == "password" else "text"),
                pad=(24, 8),
            )
            for key, label in labels.items()
        ]
        fields.insert(
            1,
            item(
                ui,
                "Type",
                kind,
                on_tap=lambda: ui.choose("Type", store.VPN_KINDS, store.VPN_KINDS.index(kind), then="set_vpn_kind"),
            ),
        )
        buttons = [button(ui, "Cancel", ui.back), button(ui, "Save", save, style="filled")]
        if found:
            buttons.insert(0, button(ui, "Forget", lambda: ui.app.call("forget_vpn", ui, ui.args["id"])))
        return frame(ui, "Edit VPN profile" if found else "Add VPN profile", *fields,
                     row(*buttons, align="end", gap=12, pad=(24, 16), width=-1),
                     search=False)  # fmt: skip

    def set_vpn_kind(self, ui: Page, index: int, _: Any) -> None:
        """The type of a profile being edited."""
        ui.put(kind=store.VPN_KINDS[index])

    def forget_vpn(self, ui: Page, profile: int) -> None:
        """Deletes a profile."""
        store.database(ui.phone).execute("DELETE FROM vpn_profiles WHERE _id = ?", (profile,))
        ui.close()

    # -- private DNS ---------------------------------------------------------------------------------

    def private_dns(self, ui: Page, _: Any) -> None:
        """Asks for the mode."""
        modes = ("off", "opportunistic", "hostname")
        mode = read(ui.phone, "global/private_dns_mode", "opportunistic")
        ui.choose("Select Private DNS mode", ("Off", "Automatic", "Private DNS provider hostname"),
                  modes.index(mode) if mode in modes else 1,
                  then="set_private_dns")  # fmt: skip

    def set_private_dns(self, ui: Page, index: int, _: Any) -> None:
        """Keeps the mode; a provider is asked for first."""
        if index == 2:
            ui.prompt("Private DNS provider hostname", then="set_dns_host",
                      value=read(ui.phone, "global/private_dns_specifier"),
                      hint="Hostname", ok="Save")  # fmt: skip
        else:
            ui.phone.set_setting("global", "private_dns_mode", ("off", "opportunistic")[index])

    def set_dns_host(self, ui: Page, host: str, _: Any) -> None:
        """Keeps the provider if its name can be one."""
        host = host.strip()
        if not _HOST.fullmatch(host):
            ui.toast("Enter the hostname of a DNS provider, such as dns.example.com")
            return
        ui.phone.set_setting("global", "private_dns_specifier", host)
        ui.phone.set_setting("global", "private_dns_mode", "hostname")


def _opener(ui: Page, ssid: str) -> Any:
    return lambda: ui.open("network_details", ssid=ssid)


def _vpn_tap(ui: Page, profile: dict[str, Any]) -> Any:
    verb = "Disconnect" if profile["connected"] else "Connect"
    question = f"{verb} {'from' if profile['connected'] else 'to'} {profile['name']}?"
    return lambda: ui.confirm(question, str(profile["server"]), then="vpn_switch", data=int(profile["_id"]), ok=verb)


def _vpn_editor(ui: Page, profile: int) -> Any:
    return lambda: ui.open("vpn_editor", id=profile)
