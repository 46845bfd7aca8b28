"""The unmodified `android_world` package on the embedded phone: no sockets, no subprocesses, no waiting.

```python
from osgenesis.envs.android_world.official import load, no_waiting

env = load()                                   # what android_world's env_launcher returns for an emulator
with no_waiting(env.controller.env.phone):     # time.sleep moves the phone's clock instead
    task.initialize_task(env)
```

Needs `osgenesis[android]` and android_world, which is installed from its repository; both are imported when used.
"""

from __future__ import annotations

from osgenesis.envs.android_world.official.in_process_env import InProcessEnv
from osgenesis.envs.android_world.official.launch import load
from osgenesis.envs.android_world.official.tasks import OfficialTask, official_suite
from osgenesis.envs.android_world.official.waiting import no_waiting

__all__ = ["InProcessEnv", "OfficialTask", "load", "no_waiting", "official_suite"]
