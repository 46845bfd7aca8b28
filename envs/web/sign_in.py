"""Logging in by typing, as a person does: for sites whose sessions we cannot make ourselves."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.perform import perform
from osgenesis.envs.web.sites.accounts import LogIn

__all__ = ["sign_in"]

_MOST_SCROLLS: Final = 8


def sign_in(context: Context, origin: str, form: LogIn) -> None:
    """Log in, in the tab in front; fields and buttons are found by a part of their label.

    Raises:
        BackendError: The form is not there, or does not let us in; says what was looked for.
    """
    context.page.goto(origin + form.path)
    if form.link:
        _click(context, form.link, ("link", "button"))
    for label, text in ((form.label, form.account.username), ("Password", form.account.password)):
        element = _find(context, label, ("textbox", "searchbox", "combobox"))
        index = context.page.elements().index(element)
        perform(context, Action("input_text", index=index, text=text, clear_text=True))
    before = context.page.url
    _click(context, form.button, ("button",))
    if context.page.url == before and any(e.password for e in context.page.elements()):
        raise BackendError(f"{origin} did not accept the log-in of {form.account.username!r}.")


def _click(context: Context, label: str, roles: tuple[str, ...]) -> None:
    element = _find(context, label, roles)
    perform(context, Action("click", index=context.page.elements().index(element)))


def _find(context: Context, label: str, roles: tuple[str, ...]) -> Element:
    for _ in range(_MOST_SCROLLS):
        found = context.page.elements()
        for element in found:
            if element.role in roles and label.casefold() in (element.label or element.resource_id).casefold():
                return element
        perform(context, Action("scroll", direction="down"))
        if context.page.elements() == found:
            break
    raise BackendError(f"{context.page.url} shows no {' or '.join(roles)} labelled {label!r}.")
