"""The screen lock: none, swipe, PIN or password, set in two steps; a set lock is asked for before it changes."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.settings import store
from osgenesis.envs.android.sim.apps.settings.catalog_system import LOCKS
from osgenesis.envs.android.sim.apps.settings.frame import frame, heading, item, paragraph
from osgenesis.envs.android.sim.apps.settings.rows import read, write
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM
from osgenesis.envs.android.sim.ui.widgets import button, column, row, switch, text, text_field

SHORTEST = 4
_KIND, _SECRET = "prefs/lock_kind", "prefs/lock_secret"


class LockPages(App):
    """Pages around the screen lock."""

    def change_lock(self, ui: Page, _: Any) -> None:
        """Asks for the lock in use, then for a new one."""
        if read(ui.phone, _KIND, "none") in ("pin", "password"):
            ui.open("unlock")
        else:
            ui.open("choose_lock")

    @page
    def unlock(self, ui: Page) -> Node:
        """Asks for the PIN or password in use."""
        kind = read(ui.phone, _KIND, "none")

        def check() -> None:
            if ui.text("secret") == read(ui.phone, _SECRET):
                ui.replace("choose_lock")
            else:
                ui.set_text("secret", "")
                ui.put(wrong=True)

        return _secret_page(
            ui, f"Re-enter your {LOCKS[kind]}", kind, f"Wrong {LOCKS[kind]}" if ui.get("wrong") else "", "Next", check
        )

    @page
    def choose_lock(self, ui: Page) -> Node:
        """The kinds of lock."""
        current = read(ui.phone, _KIND, "none")
        hints = {"swipe": "No security", "pin": "Medium to high security", "password": "High security"}
        rows = [
            item(ui, label, "Current screen lock" if kind == current else hints.get(kind, ""), on_tap=_picker(ui, kind))
            for kind, label in LOCKS.items()
        ]
        return frame(ui, "Choose screen lock", *rows, search=False)

    def pick_lock(self, ui: Page, kind: str) -> None:
        """Goes on with a kind; giving a lock up is asked about."""
        if kind in ("pin", "password"):
            ui.replace("set_lock", kind=kind)
        elif read(ui.phone, _KIND, "none") in ("pin", "password"):
            ui.confirm(
                "Delete screen lock?",
                "Your phone will no longer be protected.",
                then="drop_lock",
                data=kind,
                ok="Delete",
            )
        else:
            write(ui.phone, _KIND, kind)
            ui.phone.set_setting("secure", "lockscreen_disabled", "1" if kind == "none" else "0")
            ui.close()

    def drop_lock(self, ui: Page, _: bool, kind: str) -> None:
        """Removes PIN or password."""
        write(ui.phone, _KIND, kind)
        write(ui.phone, _SECRET, "")
        ui.phone.set_setting("secure", "lockscreen_disabled", "1" if kind == "none" else "0")
        ui.close()

    @page
    def set_lock(self, ui: Page) -> Node:
        """A new PIN or password, typed twice."""
        kind = ui.args["kind"]
        name, first = LOCKS[kind], ui.get("first", "")

        def go_on() -> None:
            secret = ui.text("secret")
            if not first:
                if len(secret) < SHORTEST:
                    ui.put(problem=f"{name} must be at least {SHORTEST} {'digits' if kind == 'pin' else 'characters'}")
                else:
                    ui.put(first=secret, problem=None)
                    ui.set_text("secret", "")
            elif secret != first:
                ui.put(first=None, problem=f"{name}s don't match")
                ui.set_text("secret", "")
            else:
                write(ui.phone, _KIND, kind)
                write(ui.phone, _SECRET, secret)
                ui.phone.set_setting("secure", "lockscreen_disabled", "0")
                ui.close()

        title = f"Re-enter your {name}" if first else f"Set a {name}"
        return _secret_page(ui, title, kind, ui.get("problem", ""), "Confirm" if first else "Next", go_on)

    # -- accounts ------------------------------------------------------------------------------------

    @page
    def accounts(self, ui: Page) -> Node:
        """Accounts, autofill and sync."""
        known = store.database(ui.phone).rows("SELECT * FROM accounts ORDER BY name COLLATE NOCASE, _id")
        sync = read(ui.phone, "global/auto_sync", "1") == "1"
        rows = [heading(ui, "Accounts for owner")]
        rows += [
            item(
                ui,
                str(a["name"]),
                str(a["kind"]),
                icon_name="account-circle-outline",
                on_tap=_account(ui, int(a["_id"])),
            )
            for a in known
        ]
        rows += [
            item(ui, "Add account", icon_name="plus", on_tap=lambda: ui.open("add_account")),
            heading(ui, "Sync"),
            _switch_row(ui, "Automatically sync app data", "Let apps refresh data automatically", sync),
        ]
        return frame(ui, "Passwords & accounts", *rows)

    @page
    def add_account(self, ui: Page) -> Node:
        """Kinds of accounts."""
        rows = [item(ui, kind, icon_name="at", on_tap=_adder(ui, kind)) for kind in store.ACCOUNT_KINDS]
        return frame(ui, "Add an account", *rows, search=False)

    def keep_account(self, ui: Page, address: str, kind: str) -> None:
        """Adds an account if its address looks like one and is new."""
        address = address.strip()
        name, at, host = address.partition("@")
        if not (name and at and "." in host) or " " in address:
            ui.toast("Enter an email address, such as name@example.com")
            return
        db = store.database(ui.phone)
        if db.scalar("SELECT COUNT(*) FROM accounts WHERE name = ? AND kind = ?", (address, kind)):
            ui.toast("This account already exists")
            return
        db.insert("accounts", {"name": address, "kind": kind})
        ui.close()

    @page
    def account(self, ui: Page) -> Node:
        """One account."""
        found = store.database(ui.phone).rows("SELECT * FROM accounts WHERE _id = ?", (ui.args["id"],))
        if not found:
            return frame(ui, "Account", paragraph(ui, "This account has been removed."))
        ask = lambda: ui.confirm(  # noqa: E731 - one handler
            "Remove account?",
            "Removing this account will delete all of its messages, contacts, and other data from the phone!",
            then="remove_account", data=ui.args["id"], ok="Remove account",
        )  # fmt: skip
        return frame(
            ui, str(found[0]["name"]), item(ui, "Type", str(found[0]["kind"])),
            item(ui, "Account sync", "Sync is on for all items"),
            row(button(ui, "Remove account", ask, style="tonal"), pad=(24, 12)), search=False,
        )  # fmt: skip

    def remove_account(self, ui: Page, _: bool, number: int) -> None:
        """Deletes an account."""
        store.database(ui.phone).execute("DELETE FROM accounts WHERE _id = ?", (number,))
        ui.close()


def _secret_page(ui: Page, title: str, kind: str, problem: str, label: str, go_on: Any) -> Node:
    hint = "PIN" if kind == "pin" else "Password"
    field = text_field(ui, "secret", hint, input_kind="number" if kind == "pin" else "password", ime="done",
                       autofocus=True, on_submit=go_on,
                       rid="com.android.settings:id/password_entry")  # fmt: skip
    warning = [text(ui, problem, BODY_MEDIUM, color=ui.theme.error)] if problem else []
    return frame(
        ui, title, column(field, *warning, gap=8, pad=(24, 8)),
        row(button(ui, "Cancel", ui.back), button(ui, label, go_on, style="filled"), align="end", gap=12, pad=(24, 16),
            width=-1), search=False,
    )  # fmt: skip


def _switch_row(ui: Page, title: str, summary: str, on: bool) -> Node:
    return item(ui, title, summary, trailing=switch(ui, on, rid="android:id/switch_widget"),
                on_tap=lambda: ui.phone.set_setting("global", "auto_sync", "0" if on else "1"))  # fmt: skip


def _picker(ui: Page, kind: str) -> Any:
    return lambda: ui.app.call("pick_lock", ui, kind)


def _account(ui: Page, number: int) -> Any:
    return lambda: ui.open("account", id=number)


def _adder(ui: Page, kind: str) -> Any:
    return lambda: ui.prompt(
        f"Add {kind} account", then="keep_account", data=kind, hint="Email address", ok="Add", input_kind="email"
    )
