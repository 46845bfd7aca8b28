"""Solutions of MiniWoB++ tasks: goal and screen in, clicks and keys out; by theme. `ORACLES` maps tasks to them."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.miniwob.oracles import choices, clicks, dates, drags, figures, mail, media, reading, texts, widgets
from osgenesis.envs.miniwob.oracles.moves import Oracle

__all__ = ["ORACLES", "Oracle"]

ORACLES: Final[dict[str, Oracle]] = {
    **clicks.ORACLES,
    **choices.ORACLES,
    **texts.ORACLES,
    **reading.ORACLES,
    **dates.ORACLES,
    **widgets.ORACLES,
    **drags.ORACLES,
    **figures.ORACLES,
    **mail.ORACLES,
    **media.ORACLES,
}
