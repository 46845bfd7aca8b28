"""`Site`: what a web site is made of: routes, templates, tables, a seed, and words for what its tables hold."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from werkzeug.routing import IntegerConverter, Map, Rule

from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.envs.web.sites.accounts import Account

if TYPE_CHECKING:
    from jinja2 import Environment
    from werkzeug.wrappers import Response

    from osgenesis.envs.web.sites.seeds import Seeding
    from osgenesis.envs.web.sites.store import Row, Store
    from osgenesis.envs.web.sites.visit import Visit

__all__ = ["INTERNAL_TABLES", "Site", "View"]

View: TypeAlias = "Callable[..., Response]"

# The frame's own table, in every site: who is logged in, and what a visitor's session holds. The row of a session that
# has ended stays, so that no later one gets its number and with it its token.
_SESSION_SCHEMA: Final = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, user_id INTEGER, data TEXT NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0
);
"""
INTERNAL_TABLES: Final = ("session",)


class _Key(IntegerConverter):
    """A number in an address; larger ones than a database holds are no address of the site."""

    regex = "[0-9]{1,19}"  # beyond some thousand digits Python reads no number at all

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**63 - 1)


@dataclass(frozen=True)
class Site:
    """One web site. Its views live in modules of the same package and register with `get`, `post` and `route`.

    Attributes:
        name: Key in a world, such as "forum"; also the first part of its tables' names in `State`.
        title: The name that visitors read.
        host: Virtual host name in an embedded world.
        variable: The environment variable by which the official harness finds it, such as "WA_REDDIT".
        port: The official port.
        package: The Python package of the site.
        views: Modules of the package that hold views.
        schema: CREATE statements; every table has `id INTEGER PRIMARY KEY`.
        seed: Fills an empty database; all that it draws comes from `Seeding.dice`.
        account: The user that tasks are done as, or None.
        find_user: Row of a user by id, for `Visit.user`.
        user_id: Id of a user by name, for `World.log_in`.
        vocabulary: Words for what the tables hold.
        hidden: Tables that `State` leaves out, such as view counters.
        filters: Template filters of its own.
    """

    name: str
    title: str
    host: str
    variable: str
    port: int
    package: str
    views: tuple[str, ...]
    schema: str
    seed: Callable[[Seeding], None]
    account: Account | None = None
    find_user: Callable[[Store, int], Row | None] | None = None
    user_id: Callable[[Store, str], int | None] | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    hidden: tuple[str, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    endpoints: dict[str, View] = field(default_factory=dict)
    context: dict[str, Callable[[Visit], Any]] = field(default_factory=dict)

    # ---- declaring --------------------------------------------------------------------------

    def route(self, *rules: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
        """Register a view for URL rules (Werkzeug's syntax); it gets the `Visit` and the rule's variables."""

        def register(view: View) -> View:
            name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
            self.endpoints[name] = view
            self.rules.extend(Rule(rule, endpoint=name, methods=list(methods)) for rule in rules)
            return view

        return register

    def get(self, *rules: str) -> Callable[[View], View]:
        """Register a view that only reads."""
        return self.route(*rules)

    def post(self, *rules: str) -> Callable[[View], View]:
        """Register a view that writes."""
        return self.route(*rules, methods=("POST",))

    def form(self, *rules: str) -> Callable[[View], View]:
        """Register a view that shows a form (GET) and takes it (POST)."""
        return self.route(*rules, methods=("GET", "POST"))

    def provides(self, name: str) -> Callable[[Callable[[Visit], Any]], Callable[[Visit], Any]]:
        """Register a function of the visit whose value every template of the site has under `name`."""

        def register(function: Callable[[Visit], Any]) -> Callable[[Visit], Any]:
            self.context[name] = function
            return function

        return register

    # ---- used by the world ------------------------------------------------------------------

    @property
    def cookie(self) -> str:
        """Name of the session cookie. Cookies ignore ports, so every site has its own."""
        return f"{self.name}_session"

    @property
    def full_schema(self) -> str:
        """The site's tables and the frame's."""
        return self.schema + _SESSION_SCHEMA

    @property
    def folder(self) -> Path:
        """Where the package's templates and assets lie."""
        return Path(str(importlib.import_module(self.package).__file__)).parent

    @cached_property
    def url_map(self) -> Map:
        """The routes; imports the views when first asked for."""
        for module in self.views:
            importlib.import_module(f"{self.package}.{module}")
        return Map(
            [rule.empty() for rule in self.rules],
            strict_slashes=False,
            merge_slashes=False,
            converters={"int": _Key},
        )

    @cached_property
    def templates(self) -> Environment:
        """The site's templates."""
        from osgenesis.envs.web.sites.pages import template_environment

        return template_environment(self)
