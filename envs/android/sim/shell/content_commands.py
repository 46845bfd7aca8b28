"""`content`: rows of content providers from the shell."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.providers import ProviderError, Providers
from osgenesis.envs.android.sim.shell.registry import Context, command


@command("content")
def content(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`content query|insert|update|delete|read --uri URI ...`."""
    verb = args[0] if args else ""
    given = _arguments(args[1:])
    uri = next(iter(given.get("--uri", [])), "")
    if verb not in ("query", "insert", "update", "delete", "read", "call", "gettype") or not uri:
        ctx.err.line("usage: adb shell content [subcommand] [options]")
        return 1
    providers = Providers(ctx.phone)
    where = next(iter(given.get("--where", [])), "")
    try:
        if verb == "query":
            _query(ctx, providers, uri, where, given)
        elif verb == "insert":
            providers.insert(uri, _bound(given))
        elif verb == "update":
            providers.update(uri, _bound(given), where)
        elif verb == "delete":
            providers.delete(uri, where)
        elif verb == "read":
            ctx.out.write(providers.read(uri))
        elif verb == "gettype":
            ctx.out.line(f"Result: {providers.type_of(uri)}")
        else:
            ctx.out.line("Result: null")
    except ProviderError as error:
        ctx.err.line(f"Error while accessing provider: {error}")
        # Deleting never fails: a host restarts its adb server on any exit code but 0.
        return 0 if verb == "delete" else 1
    return 0


def _arguments(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    queue = list(words)
    while queue:
        word = queue.pop(0)
        if word.startswith("--") and queue:
            found.setdefault(word, []).append(queue.pop(0))
    return found


def _query(ctx: Context, providers: Providers, uri: str, where: str, given: dict[str, list[str]]) -> None:
    projection = next(iter(given.get("--projection", [])), "")
    sort = next(iter(given.get("--sort", [])), "")
    columns, rows = providers.query(uri, projection.split(":") if projection else (), where, sort)
    if not rows:
        ctx.out.line("No result found.")
        return
    for i, row in enumerate(rows):
        cells = ", ".join(f"{name}={_shown(v)}" for name, v in zip(columns, row, strict=True))
        ctx.out.line(f"Row: {i} {cells}")


def _shown(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return "BLOB"
    return str(value)


def _bound(given: dict[str, list[str]]) -> dict[str, Any]:
    """`--bind column:type:value`; the type is s, i, l, f, d, b or n."""
    values: dict[str, Any] = {}
    for text in given.get("--bind", []):
        column, _, rest = text.partition(":")
        kind, _, value = rest.partition(":")
        values[column] = _typed(kind, value)
    return values


def _typed(kind: str, value: str) -> Any:
    if kind == "n":
        return None
    try:
        if kind in ("i", "l"):
            return int(value)
        if kind in ("f", "d"):
            return float(value)
    except ValueError:
        return value
    if kind == "b":
        return int(value == "true")
    return value
