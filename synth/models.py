"""How the settings of a run become settings of a model client."""

from __future__ import annotations

from collections.abc import Mapping

from osgenesis.agents.usage import Price
from osgenesis.synth.config import ModelSettings


def prices(settings: ModelSettings) -> Mapping[str, Price]:
    """The price of the model, if the settings say one."""
    if settings.prompt_price is None or settings.completion_price is None:
        return {}
    return {settings.model: Price(settings.prompt_price, settings.completion_price)}
