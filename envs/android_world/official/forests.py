"""The phone's accessibility forest as android_env's protocol buffer, filled as the accessibility forwarder fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from osgenesis.envs.android.sim.ui.forest import ForestNode, ForestWindow
from osgenesis.envs.core.elements import Flag

# `is_focused` is missing on purpose: the real forwarder never sets it.
_FLAGS = (
    (int(Flag.CHECKABLE), "is_checkable"),
    (int(Flag.CHECKED), "is_checked"),
    (int(Flag.CLICKABLE), "is_clickable"),
    (int(Flag.EDITABLE), "is_editable"),
    (int(Flag.ENABLED), "is_enabled"),
    (int(Flag.FOCUSABLE), "is_focusable"),
    (int(Flag.LONG_CLICKABLE), "is_long_clickable"),
    (int(Flag.PASSWORD), "is_password"),
    (int(Flag.SCROLLABLE), "is_scrollable"),
    (int(Flag.SELECTED), "is_selected"),
)


def forest_message(windows: Sequence[ForestWindow]) -> Any:
    """An `AndroidAccessibilityForest` of these windows, lowest layer first, nodes breadth-first from id 0."""
    from android_env.proto.a11y import android_accessibility_forest_pb2

    forest = android_accessibility_forest_pb2.AndroidAccessibilityForest()
    for window in windows:
        message = forest.windows.add(
            id=window.id,
            layer=window.layer,
            title=window.title,
            window_type=window.window_type,
            is_active=window.is_active,
            is_focused=window.is_focused,
        )
        _set_box(message.bounds_in_screen, window.bounds)
        for node in window.nodes:
            _fill(message.tree.nodes.add(), node, window.id)
    return forest


def _fill(message: Any, node: ForestNode, window_id: int) -> None:
    message.unique_id = node.unique_id
    _set_box(message.bounds_in_screen, node.bounds)
    message.class_name = node.class_name
    message.text = node.text
    message.content_description = node.description
    message.hint_text = node.hint
    message.package_name = node.package
    message.view_id_resource_name = node.resource_id
    message.text_selection_start, message.text_selection_end = node.selection
    message.window_id = window_id
    for bit, name in _FLAGS:
        if node.flags & bit:
            setattr(message, name, True)
    message.is_visible_to_user = node.visible
    message.child_ids.extend(node.child_ids)
    message.depth = node.depth
    message.drawing_order = node.drawing_order
    for action, label in node.actions:
        message.actions.add(id=action, label=label)


def _set_box(message: Any, box: tuple[int, int, int, int]) -> None:
    message.left, message.top, message.right, message.bottom = box
