"""The observation that BrowserGym's agents know: DOM snapshot, accessibility tree, element properties.

Taken directly over the protocol, on demand, in about the time that Chromium needs for it. The text
that BrowserGym's own helpers make of it is what they make of their own, except that the inline text
boxes which newer Chromium versions list under every text, and which repeat it, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.cdp import CdpError
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.page import Page, ScriptError

__all__ = ["browsergym_observation"]

_ID_ATTRIBUTE: Final = "bid"
_RATIO_ATTRIBUTE: Final = "browsergym_visibility_ratio"
_SET_ATTRIBUTE: Final = "browsergym_set_of_marks"
_ARIA_ATTRIBUTES: Final = ("aria-roledescription", "aria-description")
_DATA: Final = re.compile(r"browsergym_id_([a-zA-Z0-9]+)\s?(.*)", re.DOTALL)
_SNAPSHOT: Final = {"computedStyles": [], "includeDOMRects": True, "includePaintOrder": True}
_PATIENCE_MS: Final = 1000
_TRIES: Final = 5


def browsergym_observation(context: Context, *, screenshot: bool = True) -> dict[str, Any]:
    """The part of BrowserGym's observation that shows the browser.

    Keys: open_pages_urls, open_pages_titles, active_page_index, url, dom_object, axtree_object,
    extra_element_properties, focused_element_bid and, if asked for, screenshot. Elements keep
    their `bid` attribute, by which actions name them; everything else is put back as it was.

    Raises:
        BackendError: The page kept changing under our hands.
    """
    page = context.page
    dom, trees, focused = _take(page)
    observation: dict[str, Any] = {
        "open_pages_urls": tuple(one.url for one in context.pages),
        "open_pages_titles": tuple(one.title for one in context.pages),
        "active_page_index": np.asarray([context.active]),
        "url": page.url,
        "dom_object": dom,
        "axtree_object": _merge(trees, dom),
        "extra_element_properties": _properties(dom, context.scale),
        "focused_element_bid": focused,
    }
    if screenshot:
        observation["screenshot"] = page.screenshot()
    return observation


def _take(page: Page) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]], str]:
    """Mark the page, take its snapshot and its trees, and remove the marks."""
    problem: Exception | None = None
    for _ in range(_TRIES):
        try:
            page.catch_up()
            focused = page.help_from("mark.js", f"mark({_PATIENCE_MS})")
            if focused is None:
                return {"documents": [], "strings": []}, {}, ""  # a dialog is open: nothing else is there
            snapshot = page.session.send("DOMSnapshot.captureSnapshot", _SNAPSHOT)
            frames = list(_frame_ids(page.session.call("Page.getFrameTree")["frameTree"]))
            asked = {frame: page.session.send("Accessibility.getFullAXTree", {"frameId": frame}) for frame in frames}
            dom = snapshot.result()
            trees = {frame: reply.result()["nodes"] for frame, reply in asked.items()}
        except (CdpError, ScriptError) as error:  # a frame or the document went away meanwhile
            problem = error
            page.settle()
            continue
        page.help_from("mark.js", "unmark()")
        _clean(dom)
        return dom, trees, str(focused)
    raise BackendError(f"The page {page.url} kept changing while it was observed: {problem}")


def _frame_ids(tree: Mapping[str, Any]) -> Iterator[str]:
    yield tree["frame"]["id"]
    for child in reversed(tree.get("childFrames", [])):
        yield from _frame_ids(child)


# ---- DOM snapshot ------------------------------------------------------------------------------


def _clean(dom: dict[str, Any]) -> None:
    """Remove our ids from the ARIA attributes of a snapshot."""
    strings: list[str] = dom["strings"]
    names = {index for index, string in enumerate(strings) if string in _ARIA_ATTRIBUTES}
    for document in dom["documents"]:
        for attributes in document["nodes"]["attributes"]:
            for at in range(len(attributes) - 2, -1, -2):
                if attributes[at] in names:
                    match = _DATA.fullmatch(strings[attributes[at + 1]])
                    if match is None:
                        continue
                    if match[2]:
                        strings.append(match[2])
                        attributes[at + 1] = len(strings) - 1
                    else:
                        del attributes[at : at + 2]


def _properties(dom: Mapping[str, Any], scale: float) -> dict[str, dict[str, Any]]:
    """Visibility, box, clickability and membership in the set of marks, by bid."""
    strings: list[str] = dom["strings"]
    documents = dom["documents"]
    found: dict[str, dict[str, Any]] = {}
    offsets = {0: (0.0, 0.0)}
    queue = [0] if documents else []
    while queue:
        number = queue.pop()
        document = documents[number]
        nodes, layout = document["nodes"], document["layout"]
        left = offsets[number][0] - document.get("scrollOffsetX", 0)
        top = offsets[number][1] - document.get("scrollOffsetY", 0)
        boxes = {
            node: (bounds[0] + left, bounds[1] + top, bounds[2], bounds[3])
            for node, bounds in zip(layout["nodeIndex"], layout["bounds"], strict=True)
        }
        drawn = {node for node, rect in zip(layout["nodeIndex"], layout.get("clientRects", ()), strict=False) if rect}
        clickable = set(nodes["isClickable"]["index"])
        content = nodes["contentDocumentIndex"]
        for node, child in zip(content["index"], content["value"], strict=True):
            offsets[child] = boxes.get(node, (0.0, 0.0))[:2]
            queue.append(child)
        for node, attributes in enumerate(nodes["attributes"]):
            named = {strings[attributes[at]]: strings[attributes[at + 1]] for at in range(0, len(attributes), 2)}
            bid = named.get(_ID_ATTRIBUTE)
            if not bid:
                continue
            ratio, marked = named.get(_RATIO_ATTRIBUTE), named.get(_SET_ATTRIBUTE)
            found[bid] = {
                "visibility": None if ratio is None else float(ratio),
                "bbox": [edge * scale for edge in boxes[node]] if node in drawn else None,
                "clickable": node in clickable,
                "set_of_marks": None if marked is None else marked == "1",
            }
    return found


# ---- accessibility tree ------------------------------------------------------------------------


def _merge(trees: Mapping[str, list[dict[str, Any]]], dom: Mapping[str, Any]) -> dict[str, Any]:
    """The trees of all frames as one, a frame's below the element that holds it."""
    frame_of = _frames_by_node(dom)
    merged: list[dict[str, Any]] = []
    for nodes in trees.values():
        dropped = {node["nodeId"] for node in nodes if node["role"]["value"] == "InlineTextBox"}
        for node in nodes:
            if node["nodeId"] in dropped:
                continue
            if dropped and node.get("childIds"):
                node["childIds"] = [child for child in node["childIds"] if child not in dropped]
            _take_id(node)
            if node["role"]["value"] == "Iframe":
                inner = trees.get(frame_of.get(node.get("backendDOMNodeId", -1), ""))
                if inner:
                    node.setdefault("childIds", []).append(inner[0]["nodeId"])
            merged.append(node)
    return {"nodes": merged}


def _frames_by_node(dom: Mapping[str, Any]) -> dict[int, str]:
    """The frame that each frame element holds, by the element's backend id."""
    strings = dom["strings"]
    found = {}
    for document in dom["documents"]:
        nodes = document["nodes"]
        content = nodes["contentDocumentIndex"]
        for node, child in zip(content["index"], content["value"], strict=True):
            found[nodes["backendNodeId"][node]] = strings[dom["documents"][child]["frameId"]]
    return found


def _take_id(node: dict[str, Any]) -> None:
    """Move our id from the ARIA texts to where BrowserGym's helpers look for it."""
    bid = None
    properties = node.get("properties", [])
    for at, item in enumerate(properties):
        if item["name"] == "roledescription":
            match = _DATA.fullmatch(str(item["value"]["value"]))
            if match is not None:
                bid, item["value"]["value"] = match[1], match[2]
                if not match[2]:
                    del properties[at]
            break
    description = node.get("description")
    if description is not None:
        match = _DATA.fullmatch(str(description.get("value", "")))
        if match is not None:
            bid, description["value"] = bid or match[1], match[2]
            if not match[2]:
                del node["description"]
    if bid is not None:
        node["browsergym_id"] = bid
