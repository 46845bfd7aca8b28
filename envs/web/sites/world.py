"""`World`: a set of sites with one clock and one request log; its episodes begin, fork and end in milliseconds."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect
from werkzeug.wrappers import Response

from osgenesis.envs.core.backend import load_attribute
from osgenesis.envs.core.errors import TaskError, UnknownNameError
from osgenesis.envs.core.state import State
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.envs.web.sites.clock import SiteClock
from osgenesis.envs.web.sites.log import Entry, RequestLog
from osgenesis.envs.web.sites.pages import static_file
from osgenesis.envs.web.sites.seeds import image_of, plain_entities
from osgenesis.envs.web.sites.site import INTERNAL_TABLES, Site
from osgenesis.envs.web.sites.store import Delta, Store
from osgenesis.envs.web.sites.visit import SiteRequest, Visit, new_session, session_token

if TYPE_CHECKING:
    from werkzeug.test import Client

__all__ = ["SITES", "SiteWorld", "World", "WorldFacts", "load_site"]

# Name -> where the site is declared. A site's package is imported when a world first has it.
SITES: Final[dict[str, str]] = {
    "forum": "osgenesis.envs.web.sites.forum.site:site",
    "shop": "osgenesis.envs.web.sites.shop.site:site",
    "wikipedia": "osgenesis.envs.web.sites.wikipedia.site:site",
    "homepage": "osgenesis.envs.web.sites.homepage.site:site",
}


def load_site(name: str) -> Site:
    """A site by its name."""
    if name not in SITES:
        raise UnknownNameError("site", name, SITES)
    site: Site = load_attribute(SITES[name])
    return site


class WorldFacts(NamedTuple):
    """One moment of a world. Opaque, immutable, picklable."""

    recipe: tuple[Any, ...]
    deltas: tuple[tuple[str, Delta], ...]
    now: datetime
    log: tuple[Entry, ...]


class SiteWorld:
    """A site in a world: the declaration and its rows, opened when somebody first asks for them."""

    def __init__(self, site: Site, size: str, seed: int, entities: Any) -> None:
        self.site = site
        self._recipe = (size, seed, entities)
        self._store: Store | None = None
        self._lock = threading.Lock()

    @property
    def store(self) -> Store:
        """The site's rows."""
        with self._lock:
            if self._store is None:
                self._store = Store(image_of(self.site, *self._recipe))
            return self._store

    @property
    def opened(self) -> bool:
        """Whether anybody has asked for the rows."""
        return self._store is not None

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that are part of the world's state."""
        left_out = (*INTERNAL_TABLES, *self.site.hidden)
        return tuple(name for name in self.store.image.names if name not in left_out)

    def delta(self) -> Delta:
        """What differs from the seed."""
        return self._store.delta() if self._store is not None else ()

    def close(self) -> None:
        """Let go of the database."""
        if self._store is not None:
            self._store.close()


class World:
    """Sites that share a clock and a request log. Thread-safe; requests are answered one at a time.

    Args:
        sites: Names of its sites.
        size: Size of their contents, "small" or "full".
        seed: Seed of their contents.
        entities: Things that must exist, by site (see `entities.py`), or None.
    """

    def __init__(
        self,
        sites: Iterable[str] = tuple(SITES),
        size: str = "small",
        seed: int = 0,
        entities: Mapping[str, Any] | None = None,
    ) -> None:
        names = tuple(dict.fromkeys(sites))
        self.recipe = (names, size, seed, None if entities is None else dict(entities))
        self.size, self.seed = size, seed
        self.lock = threading.RLock()
        self.clock = SiteClock()
        self.log = RequestLog()
        self.refused: list[str] = []
        self._sites = {name: SiteWorld(load_site(name), size, seed, plain_entities(entities, name)) for name in names}
        self._adapters: dict[str, MapAdapter] = {}
        self._names_of_hosts = {found.site.host: name for name, found in self._sites.items()}
        self.origins: dict[str, str] = {name: f"http://{found.site.host}" for name, found in self._sites.items()}
        # Where other programs reach the sites, when they are served on ports (see `serve`).
        self.served: dict[str, str] = {}

    def __getitem__(self, name: str) -> SiteWorld:
        if name not in self._sites:
            raise UnknownNameError("site of this world", name, self._sites)
        return self._sites[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sites

    @property
    def sites(self) -> tuple[str, ...]:
        """Names of its sites."""
        return tuple(self._sites)

    # ---- requests ---------------------------------------------------------------------------

    def site_of(self, url: str) -> str | None:
        """Name of the site that an absolute URL belongs to, or None."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return None  # no URL at all, or no port that there could be
        if parts.scheme == "http" and parts.hostname in self._names_of_hosts and port in (None, 80):
            return self._names_of_hosts[parts.hostname]
        origin = f"{parts.scheme}://{parts.netloc}"
        return next((name for name, served in self.served.items() if served == origin), None)

    def respond(self, name: str, environ: dict[str, Any], origins: Mapping[str, str] | None = None) -> Response:
        """Answer a WSGI request to a site and note it in the log."""
        found = self[name]
        request = SiteRequest(environ)
        asset = self._asset(found.site, request)
        if asset is not None:
            return asset
        with self.lock:
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                self.clock.tick()
            visit = Visit(found.site, found.store, request, self.clock.now, origins or self.origins)
            try:
                response = self._answer(found, visit)
            finally:
                request.close()
            if not _is_picture(request):
                self._note(name, visit, response)
            return response

    def _asset(self, site: Site, request: SiteRequest) -> Response | None:
        if request.method not in ("GET", "HEAD") or not request.path.startswith("/static/"):
            return None
        parts = request.path.split("/", 3)
        file = static_file(site, parts[3]) if len(parts) == 4 else None
        if file is None:
            return None
        return _lasting(Response(file.data, content_type=file.mime))

    def _answer(self, found: SiteWorld, visit: Visit) -> Response:
        try:
            with found.store.attempt():
                return _page(visit.finish(self._dispatch(found.site, visit)))
        except RequestRedirect as error:
            return visit.redirect(urlsplit(error.new_url).path or "/", 308)
        except HTTPException as error:
            return _page(self._failure(found.site, visit, error))

    def _dispatch(self, site: Site, visit: Visit) -> Response:
        adapter = self._adapters.get(site.name)
        if adapter is None:
            # Of redirects only the path is used, so one adapter serves whatever host visitors write.
            adapter = self._adapters[site.name] = site.url_map.bind(site.host)
        rule, values = adapter.match(visit.path, visit.request.method)
        visit.request.form  # noqa: B018 - read the body now: too large a one ends here, not inside a view
        return site.endpoints[rule](visit, **values)

    def _failure(self, site: Site, visit: Visit, error: HTTPException) -> Response:
        """The error as a page of the site; an interface gets JSON."""
        code = error.code or 500
        if visit.path.startswith(("/rest/", "/api/")) or visit.path.endswith(".json"):
            return visit.json({"message": error.description or error.name}, code)
        try:
            return visit.render("error.html", code, code=code, name=error.name, description=error.description or "")
        except HTTPException:
            return error.get_response()

    def _note(self, name: str, visit: Visit, response: Response) -> None:
        request = visit.request
        user = visit.user
        self.log.add(
            Entry(
                site=name,
                method=request.method,
                url=request.url,
                status=response.status_code,
                request_headers=tuple((str(k), str(v)) for k, v in request.headers),
                body=request.environ.get("osgenesis.body", b""),
                response_headers=tuple((str(k), str(v)) for k, v in response.headers),
                response_body=b"" if response.is_streamed else response.get_data(),
                time=self.clock.now,
                user=None if user is None else user.get("id"),
            )
        )

    def refuse(self, url: str) -> Response:
        """Answer a request to an address outside this world."""
        with self.lock:
            self.refused.append(url)
        text = f"{url} is outside this world. Its sites: {', '.join(self.origins.values())}."
        return Response(text, status=403, headers={"X-Refused": "outside this world"}, mimetype="text/plain")

    def client(self, name: str) -> Client:
        """A client for one site without sockets (Werkzeug's test client), with its own cookies."""
        from werkzeug.test import Client

        from osgenesis.envs.web.sites.gate import SiteApplication

        return Client(SiteApplication(self, name))

    def log_in(self, name: str, username: str | None = None) -> dict[str, str]:
        """A user's session; the cookie to give to a browser.

        Args:
            name: The site.
            username: The user; None: the site's account, whose session is part of the seed, so that nothing is written.

        Raises:
            TaskError: The site knows no such user.
        """
        site = self[name].site
        account = None if site.account is None else site.account.username
        username = account if username is None else username
        if username is None:
            raise TaskError(f"{site.title} has no accounts to log in with")
        with self.lock:
            if username == account and self._still_logged_in(self[name]):
                return self._cookie(site, session_token(site, 1))
            store = self[name].store
            user = None if site.user_id is None else site.user_id(store, username)
            if user is None:
                raise TaskError(f"{site.title} has no user {username!r}")
            return self._cookie(site, new_session(store, site, user)["token"])

    def _still_logged_in(self, found: SiteWorld) -> bool:
        """Whether the session of the seed has not ended; what nobody has opened is as the seed has it."""
        if not found.opened:
            return True
        row = found.store.get("session", 1)
        return row is None or not row["ended"]

    def _cookie(self, site: Site, token: str) -> dict[str, str]:
        return {"name": site.cookie, "value": token, "domain": site.host, "path": "/"}

    @property
    def accounts(self) -> tuple[str, ...]:
        """Sites that have an account to log in with."""
        return tuple(name for name, found in self._sites.items() if found.site.account is not None)

    # ---- moments ----------------------------------------------------------------------------

    def rollback(self) -> None:
        """Back to the seed."""
        with self.lock:
            for found in self._sites.values():
                if found.opened:
                    found.store.rollback()
            self.clock.reset()
            self.log.clear()
            self.refused.clear()

    def freeze(self) -> WorldFacts:
        """This moment."""
        with self.lock:
            deltas = tuple((name, found.delta()) for name, found in self._sites.items())
            return WorldFacts(
                self._identity(), tuple(d for d in deltas if d[1]), self.clock.freeze(), self.log.freeze()
            )

    def thaw(self, facts: WorldFacts) -> None:
        """Come back to a frozen moment of this world, or of one with the same sites, size and seed."""
        if facts.recipe != self._identity():
            raise TaskError(f"this moment belongs to the world {facts.recipe}, not to {self._identity()}")
        with self.lock:
            self.rollback()
            for name, delta in facts.deltas:
                self._sites[name].store.apply(delta)
            self.clock.thaw(facts.now)
            self.log.thaw(facts.log)

    def fork(self) -> World:
        """A second world at the same moment; from here on the two are independent."""
        names, size, seed, entities = self.recipe
        twin = World(names, size, seed, entities)
        twin.thaw(self.freeze())
        return twin

    def _identity(self) -> tuple[Any, ...]:
        names, size, seed, entities = self.recipe
        digest = hashlib.blake2b(repr(entities).encode(), digest_size=8).hexdigest() if entities else ""
        return names, size, seed, digest

    def state(self, moment: WorldFacts | None = None) -> State:
        """All rows of all sites, now or at a frozen moment, sessions aside.

        Tables that nothing changed are the same objects every time, so that comparing states skips them.
        """
        frozen = None if moment is None else dict(moment.deltas)
        with self.lock:
            return State(
                tables={
                    f"{name}/{table}": found.store.table(table, None if frozen is None else frozen.get(name, ()))
                    for name, found in self._sites.items()
                    for table in found.tables
                }
            )

    def state_hash(self) -> str:
        """32 hex digits over rows, sessions, clock and the pages asked for."""
        facts = self.freeze()
        pages = [(e.site, e.method, e.url, e.status, e.body) for e in facts.log if e.is_document]
        text = repr((facts.recipe, facts.deltas, facts.now.isoformat(), pages))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def vocabulary(self) -> Vocabulary:
        """The words for what `state` holds."""
        apps = {name: found.site.title for name, found in self._sites.items()}
        return Vocabulary.merged([*(found.site.vocabulary for found in self._sites.values()), Vocabulary(apps=apps)])

    def close(self) -> None:
        """Let go of the databases."""
        for found in self._sites.values():
            found.close()


def _is_picture(request: SiteRequest) -> bool:
    # Browsers ask for pictures in any order, or not at all when they have them: a log with them would differ.
    return request.headers.get("Sec-Fetch-Dest") == "image" or request.headers.get("Accept", "").startswith("image/")


def _page(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _lasting(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
