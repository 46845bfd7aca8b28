"""What every test gets: the root of the repository, Hypothesis settings, markers that skip."""

import importlib.util
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# Examples are drawn from a fixed seed, so that a red run is red for everybody; `thorough` looks
# further with fresh ones: OSGENESIS_HYPOTHESIS=thorough pytest.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,  # shared machines: a slow example is no failure
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("thorough", parent=settings.get_profile("repeatable"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("OSGENESIS_HYPOTHESIS", "repeatable"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a package that cannot be installed from PyPI."""
    if importlib.util.find_spec("android_world") is not None:
        return
    skip = pytest.mark.skip(reason="needs the android_world package")
    for item in items:
        if item.get_closest_marker("official"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium that environments find; skips the test where there is none."""
    from osgenesis.envs.core.errors import BackendError
    from osgenesis.envs.web.browser.locate import find_chromium

    try:
        return find_chromium()
    except BackendError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT
