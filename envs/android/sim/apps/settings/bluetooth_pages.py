"""Connected devices: paired and new Bluetooth devices, their names and what they are used for."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, dialog, page
from osgenesis.envs.android.sim.apps.settings import store
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
    icon_button,
    padding,
    switch,
    text,
)

USES = (("calls", "Phone calls"), ("media", "Media audio"), ("contacts", "Contact sharing"))


def paired(ui: Page) -> list[dict[str, Any]]:
    """Paired devices by name."""
    return store.database(ui.phone).rows("SELECT * FROM bluetooth_devices ORDER BY name COLLATE NOCASE, _id")


def bluetooth_on(ui: Page) -> bool:
    """Whether Bluetooth is on."""
    return ui.phone.settings.flag("global", "bluetooth_on")


class BluetoothPages(App):
    """Pages around Bluetooth."""

    @page
    def devices(self, ui: Page) -> Node:
        """Pairing, the Bluetooth switch, saved devices, connection preferences."""
        on = bluetooth_on(ui)
        known = paired(ui)
        rows = [
            item(ui, "Bluetooth", "On" if on else "Off", icon_name="bluetooth" if on else "bluetooth-off",
                 trailing=switch(ui, on, rid="android:id/switch_widget"),
                 on_tap=lambda: ui.phone.set_setting("global", "bluetooth_on", "0" if on else "1")),
            item(ui, "Pair new device", "" if on else "Bluetooth will turn on to pair", icon_name="plus",
                 on_tap=lambda: self.start_pairing(ui)),
        ]  # fmt: skip
        connected = [d for d in known if d["connected"] and on]
        for title, group in (("Media devices", connected), ("Saved devices", [d for d in known if d not in connected])):
            if group:
                rows.append(heading(ui, title))
                rows += [self._device(ui, entry, on) for entry in group[:3]]
        if len(known) > 3:
            rows.append(item(ui, "See all", icon_name="chevron-right", on_tap=lambda: ui.open("saved_devices")))
        rows.append(item(ui, "Connection preferences", "Bluetooth, NFC, casting", icon_name="tune",
                         on_tap=lambda: ui.open("screen", screen="connection_preferences")))  # fmt: skip
        return frame(ui, "Connected devices", *rows)

    def start_pairing(self, ui: Page) -> None:
        """Turns Bluetooth on and looks for devices."""
        ui.phone.set_setting("global", "bluetooth_on", "1")
        ui.open("pair")

    def _device(self, ui: Page, device: dict[str, Any], on: bool) -> Node:
        number, connected = int(device["_id"]), bool(device["connected"]) and on

        def use() -> None:
            if on:
                store.database(ui.phone).execute(
                    "UPDATE bluetooth_devices SET connected = 1 - connected WHERE _id = ?", (number,)
                )
            else:
                ui.toast("Turn on Bluetooth to connect")

        return item(
            ui, str(device["name"]), "Connected" if connected else "",
            icon_name=store.icon_of_device(device), on_tap=use,
            trailing=icon_button(ui, "cog-outline", f"Details of {device['name']}",
                                 lambda: ui.open("device", id=number)),
        )  # fmt: skip

    @page
    def saved_devices(self, ui: Page) -> Node:
        """All paired devices."""
        rows = [self._device(ui, entry, bluetooth_on(ui)) for entry in paired(ui)]
        return frame(ui, "Saved devices", *(rows or [paragraph(ui, "No saved devices")]))

    @page
    def pair(self, ui: Page) -> Node:
        """Devices in reach that are not paired yet."""
        rows = [
            item(
                ui,
                "Device name",
                read(ui.phone, "secure/bluetooth_name", "Pixel 6"),
                on_tap=lambda: ui.app.call("edit_value", ui, "secure/bluetooth_name"),
            ),
            heading(ui, "Available devices"),
        ]
        if not bluetooth_on(ui):
            return frame(ui, "Pair new device", *rows, paragraph(ui, "Bluetooth is off."))
        known = {d["address"] for d in paired(ui)}
        found = [entry for entry in store.NEARBY if entry[1] not in known]
        for name, address, kind in found:
            rows.append(item(ui, name, icon_name=store.DEVICE_ICONS[kind], on_tap=_asker(ui, name, address, kind)))
        if not found:
            rows.append(paragraph(ui, "No devices found nearby."))
        rows.append(paragraph(ui, "Phone's Bluetooth address: 3c:5a:b4:01:02:03"))
        return frame(ui, "Pair new device", *rows)

    @dialog
    def pairing_request(self, ui: Page) -> Node:
        """Asks whether the codes agree."""
        name, address, kind = ui.args["device"], ui.args["address"], ui.args["kind"]
        share = bool(ui.get("share"))
        code = f"{sum(ord(c) * (i + 7) for i, c in enumerate(address)) * 37 % 1_000_000:06d}"
        return dialog_box(
            ui, f"Pair with {name}?",
            column(
                text(ui, "Bluetooth pairing code", BODY_MEDIUM, muted=True), text(ui, code),
                checkbox(ui, share, lambda: ui.toggle("share"), label="Allow access to your contacts and call history",
                         pad=padding((0, 8))), gap=4, pad=(24, 8),
            ),
            buttons=(
                button(ui, "Cancel", ui.back, rid="android:id/button2"),
                button(ui, "Pair", lambda: ui.resolve("pair_with", (name, address, kind, int(share))),
                       rid="android:id/button1"),
            ),
        )  # fmt: skip

    def pair_with(self, ui: Page, device: tuple[str, str, str, int]) -> None:
        """Keeps a device and connects it."""
        name, address, kind, contacts = device
        store.database(ui.phone).insert(
            "bluetooth_devices", {"name": name, "address": address, "kind": kind, "connected": 1, "contacts": contacts}
        )
        ui.close()

    @page
    def device(self, ui: Page) -> Node:
        """One device: connect, rename, forget, and what it may do."""
        number = ui.args["id"]
        known = next((d for d in paired(ui) if d["_id"] == number), None)
        if known is None:
            return frame(ui, "Device details", paragraph(ui, "This device is no longer paired."))
        on = bluetooth_on(ui)
        connected = bool(known["connected"]) and on
        db = store.database(ui.phone)

        def flip(name: str) -> Any:
            return lambda: db.execute(f"UPDATE bluetooth_devices SET {name} = 1 - {name} WHERE _id = ?", (number,))

        connect = flip("connected") if on else None
        rename = action(
            ui, "pencil-outline", "Rename",
            lambda: ui.prompt("Rename this device", then="rename_device", data=number, value=str(known["name"]),
                              hint="Device name", ok="Rename"),
        )  # fmt: skip
        forget = lambda: ui.confirm(  # noqa: E731 - one of two handlers
            "Forget device?", f"Your phone will no longer be paired with {known['name']}", then="forget_device",
            data=number, ok="Forget device",
        )  # fmt: skip
        rows = [
            item(ui, str(known["name"]), "Connected" if connected else "Not connected",
                 icon_name=store.icon_of_device(known)),
            action_row(
                ui, ("delete-outline", "Forget", forget),
                ("bluetooth-off" if connected else "bluetooth", "Disconnect" if connected else "Connect", connect),
            ),
            *(
                item(ui, label, on_tap=flip(name), trailing=switch(ui, bool(known[name]),
                    rid="android:id/switch_widget"))
                for name, label in USES
            ),
            paragraph(ui, f"Device's Bluetooth address: {known['address']}"),
        ]  # fmt: skip
        return frame(ui, "Device details", *rows, actions=(rename,), search=False)

    def rename_device(self, ui: Page, name: str, number: int) -> None:
        """Gives a device another name."""
        if not name.strip():
            ui.toast("A device needs a name")
            return
        store.database(ui.phone).execute("UPDATE bluetooth_devices SET name = ? WHERE _id = ?", (name.strip(), number))

    def forget_device(self, ui: Page, _: bool, number: int) -> None:
        """Ends a pairing."""
        store.database(ui.phone).execute("DELETE FROM bluetooth_devices WHERE _id = ?", (number,))
        ui.close()


def _asker(ui: Page, name: str, address: str, kind: str) -> Any:
    return lambda: ui.open("pairing_request", device=name, address=address, kind=kind)
