"""`Visit`: one request to a site, as its views see it: who asks, for what, and how to answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urlencode

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import abort
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from datetime import datetime

    from osgenesis.envs.web.sites.site import Site
    from osgenesis.envs.web.sites.store import Row, Store

__all__ = ["LARGEST_REQUEST", "SiteRequest", "Visit"]

LARGEST_REQUEST: Final = 4 * 1024 * 1024


class SiteRequest(Request):
    """Werkzeug's request with bounds, so that oversize bodies end with status 413."""

    max_content_length = LARGEST_REQUEST
    max_form_memory_size = LARGEST_REQUEST
    max_form_parts = 1000


class Visit:
    """One request. Views read `args`, `form`, `user`, `store`; they answer with `render`, `redirect` or `json`.

    Args:
        site: The site asked.
        store: Its rows.
        request: What was asked.
        now: The world's time.
        origins: Address of every site of the world, as this visitor reaches it.
    """

    def __init__(
        self, site: Site, store: Store, request: SiteRequest, now: datetime, origins: Mapping[str, str]
    ) -> None:
        self.site = site
        self.store = store
        self.request = request
        self.now = now
        self.origins = origins
        self._session_row: Row | None = None
        self._session_read = False
        self._session_before = ""
        self._ended = False

    # ---- what is asked ----------------------------------------------------------------------

    @property
    def args(self) -> MultiDict[str, str]:
        """The URL's parameters."""
        return self.request.args

    @property
    def form(self) -> MultiDict[str, str]:
        """Posted fields."""
        return self.request.form

    @property
    def files(self) -> MultiDict[str, FileStorage]:
        """Posted files."""
        return self.request.files

    @property
    def posted(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    @property
    def path(self) -> str:
        """The URL's path."""
        return self.request.path

    @property
    def timestamp(self) -> int:
        """The world's time, seconds since 1970-01-01 UTC."""
        return int(self.now.timestamp())

    def text(self, name: str, *, limit: int = 40_000) -> str:
        """A posted field, trimmed, line ends as newlines, NUL removed; cut at `limit` characters."""
        return self.form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()[:limit]

    def number(self, name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
        """A whole number among the URL's parameters or posted fields; the default where it is none."""
        text = self.args.get(name) or self.form.get(name) or ""
        return max(low, min(high, int(text))) if text.isascii() and text.isdigit() and len(text) < 12 else default

    def page_number(self) -> int:
        """Which page of a list is asked for (`?p=` or `?page=`), from 1."""
        return self.number("p", self.number("page", 1, low=1, high=100_000), low=1, high=100_000)

    def url_with(self, **changes: Any) -> str:
        """This path and its parameters with some changed; None leaves one out."""
        parameters = [(k, v) for k, v in self.args.items(multi=True) if k not in changes]
        parameters += [(k, str(v)) for k, v in changes.items() if v is not None]
        return self.path + (f"?{urlencode(parameters)}" if parameters else "")

    # ---- who asks ---------------------------------------------------------------------------

    @cached_property
    def session(self) -> dict[str, Any]:
        """What this visitor's session holds; changes are kept when the answer is sent."""
        self._read_session()
        row = self._session_row
        data: dict[str, Any] = json.loads(row["data"]) if row else {}
        self._session_before = json.dumps(data, sort_keys=True)
        return data

    @property
    def session_id(self) -> int | None:
        """Id of the visitor's session, None before it holds anything."""
        self._read_session()
        return self._session_row["id"] if self._session_row else None

    @cached_property
    def user(self) -> Row | None:
        """The user logged in, or None."""
        self._read_session()
        row = self._session_row
        if row is None or row["user_id"] is None or self.site.find_user is None:
            return None
        return self.site.find_user(self.store, row["user_id"])

    def _read_session(self) -> None:
        if not self._session_read:
            self._session_read = True
            token = self.request.cookies.get(self.site.cookie)
            if token:
                self._session_row = self.store.one("SELECT * FROM session WHERE token = ? AND ended = 0", token)

    def start_session(self) -> int:
        """Make sure that the visitor has a session; its id."""
        self._read_session()
        if self._session_row is None:
            self._session_row = new_session(self.store, self.site, None, json.dumps(self.session, sort_keys=True))
            self._session_before = self._session_row["data"]
        return int(self._session_row["id"])

    def log_in(self, user_id: int) -> None:
        """From now on this visitor is that user; the session's contents stay."""
        key = self.start_session()
        self.store.update("session", key, user_id=user_id)
        self.__dict__.pop("user", None)
        self._session_row = self.store.get("session", key)

    def log_out(self) -> None:
        """Forget the visitor."""
        self._read_session()
        if self._session_row is not None:
            self.store.update("session", self._session_row["id"], user_id=None, data="{}", ended=1)
        self._session_row, self._ended = None, True
        self.__dict__.pop("user", None)
        self.__dict__["session"], self._session_before = {}, "{}"

    def flash(self, message: str, kind: str = "success") -> None:
        """A message to show on the next page; kind is success, error or notice."""
        self.session.setdefault("messages", []).append([kind, message])

    def take_messages(self) -> list[list[str]]:
        """The messages to show, which are then gone."""
        messages: list[list[str]] = self.session.pop("messages", [])
        return messages

    # ---- answers ----------------------------------------------------------------------------

    def render(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page from one of the site's templates."""
        provided = {name: function(self) for name, function in self.site.context.items()}
        page = self.site.templates.get_template(template)
        html = page.render(visit=self, site=self.site, user=self.user, now=self.now, **provided, **context)
        return Response(html, status=status, mimetype="text/html")

    def redirect(self, path: str, status: int = 302) -> Response:
        """Go to another page of this site; anything that is not a path of this site becomes its root."""
        safe = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
        return Response("", status=status, headers={"Location": safe}, mimetype="text/html")

    def json(self, data: Any, status: int = 200) -> Response:
        """An answer of an interface."""
        return Response(json.dumps(data, ensure_ascii=False), status=status, mimetype="application/json")

    def fail(self, status: int = 404) -> NoReturn:
        """End with an error page."""
        abort(status)

    def finish(self, response: Response) -> Response:
        """Keep the session and set its cookie. Called by the world."""
        if "session" in self.__dict__ and not self._ended:
            after = json.dumps(self.session, sort_keys=True)
            if after != self._session_before:
                self.store.update("session", self.start_session(), data=after)
        row = self._session_row
        if row is not None and self.request.cookies.get(self.site.cookie) != row["token"]:
            response.set_cookie(self.site.cookie, row["token"], path="/", httponly=True, samesite="Lax")
        elif self._ended:
            response.delete_cookie(self.site.cookie, path="/")
        return response


def session_token(site: Site, key: int) -> str:
    """The token of a site's session number `key`, the same in every run."""
    return hashlib.blake2b(f"{site.name}:{key}".encode(), digest_size=16, person=b"session").hexdigest()


def new_session(store: Store, site: Site, user_id: int | None, data: str = "{}") -> Row:
    """A new session."""
    key = int(store.value("SELECT COALESCE(MAX(id), 0) + 1 FROM session"))
    row: Row = {"id": key, "token": session_token(site, key), "user_id": user_id, "data": data}
    store.insert("session", **row)
    return row
