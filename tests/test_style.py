"""What a linter does not see: lengths, first sentences, and traces of one machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("envs", "agents", "synth")
MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 80

# Paths and hosts of the place where something was written say nothing to whoever reads it.
TRACES = re.compile(
    r"""
      (?<![\w./-])/(?: root/[\w.] | home/\w+/ | Users/\w+/ | opt/(?:pypi|wheels) | workspace/ )
    | (?<![\w./-])/work/(?: main | scratch | shared | venv )
    | /tmp/[a-z_]*jobs
    | --(?: extra- )?index-url | --find-links | trusted-host
    | \b(?: artifactory | devpi )\b
    """,
    re.VERBOSE,
)
LEFT_OVER = re.compile(r"#[^\"]*\b(?:TODO|FIXME|XXX|HACK)\b")


def tracked_files() -> list[Path]:
    """What git tracks or would track; without git, every file of the packages."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive
        folders = (*PACKAGES, "tests", "benchmarks")
        paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
        paths += [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml"}]
    return sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts)


def texts() -> list[tuple[str, str]]:
    """The (name, content) of every tracked text file but this one, which spells out the traces."""
    found = []
    for path in tracked_files():
        data = path.read_bytes()
        if path != Path(__file__).resolve() and b"\0" not in data[:8192]:
            found.append((str(path.relative_to(ROOT)), data.decode("utf-8")))
    return found


def sources() -> list[Path]:
    """The Python files of the packages."""
    return [path for folder in PACKAGES for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_file_names_a_path_or_registry_of_the_machine_it_was_written_on() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if TRACES.search(line)
    ]
    assert found == []


@pytest.mark.skipif(len(ROOT.parts) < 4, reason="the checkout's path is too short to be telling")
def test_no_file_names_this_checkout() -> None:
    assert [name for name, text in texts() if str(ROOT) in text] == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if name.endswith(".py")
        for number, line in enumerate(text.splitlines(), start=1)
        if LEFT_OVER.search(line)
    ]
    assert found == []


def test_every_line_ends_as_the_others_do() -> None:
    unlike = [name for name, text in texts() if "\r" in text or (text and not text.endswith("\n"))]
    assert unlike == []


def test_no_source_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in (*sources(), *(ROOT / "tests").rglob("*.py"))
    }
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    found[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert found == {}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT)) for path in sources() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
