"""Icons are looked up by their Material Design Icons names."""

import pytest

from osgenesis.envs.android.sim.ui import icons
from osgenesis.envs.core.errors import UnknownNameError


def test_an_icon_has_the_code_point_its_project_publishes() -> None:
    assert icons.codepoint("magnify") == 0xF0349
    assert icons.codepoint("account") == 0xF0004
    assert icons.codepoint("wifi") == 0xF05A9


def test_has_tells_whether_there_is_one() -> None:
    assert icons.has("dots-vertical")
    assert not icons.has("no-such-icon")


def test_a_wrong_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="magnify"):
        icons.codepoint("magnifi")
