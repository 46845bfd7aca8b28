"""The phone's mini shell: grammar in `parser.py`, execution in `interpreter.py`, commands by family.

`Shell(phone).run("ls /sdcard | wc -l")` is what `adb shell` does: a new session per call.
"""

from __future__ import annotations

from osgenesis.envs.android.sim.shell.interpreter import Shell, ShellResult
from osgenesis.envs.android.sim.shell.parser import ShellSyntaxError, parse
from osgenesis.envs.android.sim.shell.registry import COMMANDS, Context, command

__all__ = ["COMMANDS", "Context", "Shell", "ShellResult", "ShellSyntaxError", "command", "parse"]
