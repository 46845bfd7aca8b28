"""`guest`: runs code of android_world so that it depends on a seed alone and leaves nothing behind in the process."""

from __future__ import annotations

import logging
import random
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

# Python's and NumPy's global random numbers can serve one guest at a time.
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def guest(seed: int) -> Iterator[None]:
    """Seeds the global sources of chance that android_world uses, keeps its log quiet, and puts all of it back.

    Its log tells which rows a checker expects, and warns of what a phone without real packages lacks.
    """
    with _ONE_AT_A_TIME:
        log = logging.getLogger("absl")
        level, dice, np_dice = log.level, random.getstate(), np.random.get_state()
        uuid4 = uuid.uuid4
        own, here = random.Random(seed), threading.get_ident()

        def seeded_uuid4() -> uuid.UUID:
            return uuid.UUID(int=own.getrandbits(128), version=4) if threading.get_ident() == here else uuid4()

        try:
            log.setLevel(logging.CRITICAL)
            random.seed(seed)
            np.random.seed(seed % 2**32)
            uuid.uuid4 = seeded_uuid4
            yield
        finally:
            uuid.uuid4 = uuid4
            np.random.set_state(np_dice)
            random.setstate(dice)
            log.setLevel(level)
