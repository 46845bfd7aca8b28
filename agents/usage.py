"""What model calls cost: tokens and money, added up over steps, episodes and runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


class Price(NamedTuple):
    """Price of a model in US dollars per million tokens."""

    prompt: float
    completion: float


@dataclass(frozen=True)
class Usage:
    """Calls, tokens and cost. ``cost_usd`` is None as soon as one call's price is unknown."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0

    def __add__(self, other: Usage) -> Usage:
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
        )

    def __sub__(self, other: Usage) -> Usage:
        """What was added since ``other`` was read."""
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            self.calls - other.calls,
            self.prompt_tokens - other.prompt_tokens,
            self.completion_tokens - other.completion_tokens,
            (self.cost_usd or 0.0) - (other.cost_usd or 0.0) if known else None,
        )

    def as_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Usage:
        """The inverse of `as_dict`."""
        return cls(**data)

    @classmethod
    def of_call(cls, prompt_tokens: int, completion_tokens: int, price: Price | None) -> Usage:
        """One call."""
        if price is None:
            return cls(1, prompt_tokens, completion_tokens, None)
        cost = prompt_tokens * price.prompt + completion_tokens * price.completion
        return cls(1, prompt_tokens, completion_tokens, cost / 1e6)
