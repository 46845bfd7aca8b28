"""WebArena's accounts and the log-in forms of its sites: every log-in, seed and check takes them from here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["LOG_INS", "Account", "LogIn"]


class Account(NamedTuple):
    """A user by whom tasks are done, with the password for the log-in form."""

    username: str
    password: str


class LogIn(NamedTuple):
    """How to log in on a site.

    Attributes:
        account: Who.
        path: Where to start, after the site's address.
        label: Label of the field for the user's name.
        button: Text of the button.
        link: Text of the link to follow first, "" for none.
        exact: Whether the harness compares labels as a whole instead of a part of them.
        kept: Path that only somebody who is logged in can stay on.
    """

    account: Account
    path: str
    label: str
    button: str
    kept: str
    link: str = ""
    exact: bool = False


# By the names that sites have in a world; also of sites that are not built yet.
LOG_INS: Final[Mapping[str, LogIn]] = MappingProxyType(
    {
        "forum": LogIn(
            Account("MarvelsGrantMan136", "test1234"), "", "Username", "Log in", "/user/{user}/account", link="Log in"
        ),
        "forge": LogIn(
            Account("byteblaze", "hello1234"), "/users/sign_in", "Username or email", "Sign in", "/-/profile"
        ),
        "shop": LogIn(
            Account("emma.lopez@gmail.com", "Password.123"),
            "/customer/account/login/",
            "Email",
            "Sign In",
            "/wishlist/",
            exact=True,
        ),
        "shopping_admin": LogIn(Account("admin", "admin1234"), "", "Username", "Sign in", "/dashboard"),
    }
)
