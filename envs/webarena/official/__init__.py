"""The official harness: WebArena's own 812 tasks on our sites, and our sites under other people's harnesses.

`official_suite()` gives the tasks of the installed libwebarena as tasks of ours, judged by our own evaluators in
milliseconds; `harness()` serves a world so that stock BrowserGym, AgentLab and libwebarena run on it. Both need
`osgenesis[browsergym]`; the package's code is never imported here, its task file is read.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from osgenesis.envs.webarena.official.harness import Harness, compat_world, harness
    from osgenesis.envs.webarena.official.suite import OfficialWebTask, official_suite

__all__ = ["Harness", "OfficialWebTask", "compat_world", "harness", "official_suite"]

_MODULES: Final = {
    "Harness": "harness",
    "OfficialWebTask": "suite",
    "compat_world": "harness",
    "official_suite": "suite",
}


def __getattr__(name: str) -> Any:
    # `harness` is the function, as in `from ... import harness`; its module is found by its full name.
    if name in _MODULES:
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
