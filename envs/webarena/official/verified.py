"""Scores of webarena-verified's evaluator, from the log of an embedded world: no browser, no recording."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.envs.webarena.official.har import trace_of
from osgenesis.envs.webarena.official.names import official_addresses

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.log import Entry
    from osgenesis.envs.web.sites.world import World

__all__ = ["STATUSES", "TASK_TYPES", "VerifiedScore", "agent_response", "score"]

HOW_TO_INSTALL: Final = (
    "Scores of webarena-verified need that package, which is not installed here: pip install 'osgenesis[browsergym]'."
)
TASK_TYPES: Final = ("RETRIEVE", "MUTATE", "NAVIGATE")
STATUSES: Final = (
    "SUCCESS",
    "ACTION_NOT_ALLOWED_ERROR",
    "PERMISSION_DENIED_ERROR",
    "NOT_FOUND_ERROR",
    "DATA_VALIDATION_ERROR",
    "UNKNOWN_ERROR",
)


@dataclass(frozen=True)
class VerifiedScore:
    """What the evaluator said.

    Attributes:
        score: 0 to 1.
        status: Its word for the outcome.
        parts: (evaluator, score) of its parts.
        message: What went wrong, "" for nothing.
    """

    score: float
    status: str
    parts: tuple[tuple[str, float], ...]
    message: str = ""


def agent_response(
    task_type: str, *, data: Iterable[Any] | None = None, status: str = "SUCCESS", details: str | None = None
) -> str:
    """The message with which an agent ends a task of webarena-verified.

    Args:
        task_type: One of `TASK_TYPES`, in any case.
        data: What a RETRIEVE task asked for.
        status: One of `STATUSES`.
        details: Why it is no success.
    """
    if task_type.upper() not in TASK_TYPES:
        raise UnknownNameError("type of task", task_type, TASK_TYPES)
    if status.upper() not in STATUSES:
        raise UnknownNameError("status", status, STATUSES)
    return json.dumps(
        {
            "task_type": task_type.upper(),
            "status": status.upper(),
            "retrieved_data": None if data is None else list(data),
            "error_details": details,
        }
    )


def score(
    task_id: int,
    response: str,
    world: World,
    *,
    addresses: Mapping[str, str] | None = None,
    drafts: Iterable[Mapping[str, str]] = (),
    entries: Iterable[Entry] | None = None,
) -> VerifiedScore:
    """Judge an episode by webarena-verified.

    Args:
        task_id: Number of the task.
        response: The agent's last message (see `agent_response`).
        world: The world, whose log holds the episode's requests.
        addresses: Address by official site name; None takes those by which the world was asked.
        drafts: Fields of forms that were filled in and not sent, for the tasks that check those.
        entries: Requests to judge instead of the world's log.

    Raises:
        ImportError: webarena-verified is not installed.
    """
    places = dict(addresses or official_addresses(world.served or world.origins))
    trace = trace_of(world.log if entries is None else entries, drafts)
    evaluator = _evaluator(tuple(sorted(places.items())))
    with warnings.catch_warnings():
        # Its URL library warns of its own arguments; as an error, that would be swallowed and score 0.
        warnings.simplefilter("ignore")
        result = evaluator.evaluate_task(task_id=task_id, agent_response=response, network_trace=trace)
    return VerifiedScore(
        score=float(result.score),
        status=str(getattr(result.status, "value", result.status)),
        parts=tuple((str(part.evaluator_name), float(part.score)) for part in result.evaluators_results or ()),
        message=str(result.error_msg or ""),
    )


@cache
def _evaluator(addresses: tuple[tuple[str, str], ...]) -> Any:
    try:
        api, types = import_module("webarena_verified.api"), import_module("webarena_verified.types.config")
    except ImportError as error:
        raise ImportError(HOW_TO_INSTALL, name=error.name) from error
    environments = {f"__{site.upper()}__": {"urls": [address]} for site, address in addresses}
    return api.WebArenaVerified(config=types.WebArenaVerifiedConfig.model_validate({"environments": environments}))
