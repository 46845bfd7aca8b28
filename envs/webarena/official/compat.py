"""The compat seed: what sites must hold so that the official tasks' named things exist, read from installed packages.

```python
world = World(size="small", entities=all_entities())
```

Nothing of the packages is kept; without libwebarena there is no compat seed. webarena-verified, where it is installed,
adds the numbers of forums and products.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from osgenesis.envs.core.errors import DataError
from osgenesis.envs.web.sites.entities import (
    ArticleEntity,
    Entities,
    HomepageEntities,
    WikipediaEntities,
)
from osgenesis.envs.webarena.official.compat_forum import forum_entities
from osgenesis.envs.webarena.official.compat_shop import shop_entities
from osgenesis.envs.webarena.official.configs import Configuration, configurations
from osgenesis.envs.webarena.official.names import ACCOUNTS, OURS

__all__ = ["all_entities", "verified_records"]


def all_entities() -> dict[str, Entities]:
    """Entities by the names that sites have in a world, for `World(entities=...)`.

    Raises:
        ImportError: libwebarena is not installed; the message says how to get it.
    """
    return dict(_all_entities())


@cache
def _all_entities() -> Mapping[str, Entities]:
    tasks = tuple(configurations().values())
    verified = verified_records()
    return MappingProxyType(
        {
            "forum": forum_entities(tasks, verified),
            "shop": shop_entities(tasks, verified),
            "wikipedia": _articles(tasks),
            "homepage": HomepageEntities(tuple((OURS[site], *account) for site, account in ACCOUNTS.items())),
        }
    )


@cache
def verified_records() -> Mapping[int, Mapping[str, Any]]:
    """webarena-verified's tasks by number; none where the package is not installed. Its code is not imported."""
    spec = importlib.util.find_spec("webarena_verified")
    if spec is None or not spec.submodule_search_locations:
        return MappingProxyType({})
    path = Path(next(iter(spec.submodule_search_locations))) / "assets" / "dataset" / "webarena-verified.json"
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return MappingProxyType({})
    except ValueError as error:
        raise DataError(f"{path} is not JSON: {error}") from error
    return MappingProxyType({record["task_id"]: record for record in records})


def _articles(tasks: tuple[Configuration, ...]) -> WikipediaEntities:
    """An article per thing that the tasks with the encyclopedia are about, with what their references name."""
    found: dict[str, list[str]] = {}
    for task in tasks:
        if "wikipedia" not in task.sites:
            continue
        facts = [text for target in task.evaluation.targets for text in target.required]
        topic = str(task.blanks.get("sport_team") or task.blanks.get("topics", "").rpartition(" ")[2])
        if task.blanks.get("topics"):
            # "movies directed by <name> before 2010": the name is the capitalised words.
            topic = " ".join(w for w in str(task.blanks["topics"]).split() if w[0].isupper() and w.isalpha())
            topic = " ".join(topic.split()[-2:])
        if topic:
            found.setdefault(topic, []).extend(text for text in facts if text not in found.get(topic, []))
    return WikipediaEntities(tuple(ArticleEntity(title, tuple(found[title])) for title in sorted(found)))
