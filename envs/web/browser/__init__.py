"""Real Chromium over the DevTools protocol: contexts, tabs, elements, actions. Knows no site and no task."""

from osgenesis.envs.web.browser.browser import Browser, shared_browser
from osgenesis.envs.web.browser.browsergym_actions import Call, parse_browsergym, perform_browsergym
from osgenesis.envs.web.browser.context import Context, Report
from osgenesis.envs.web.browser.dom import browsergym_observation
from osgenesis.envs.web.browser.locate import find_chromium
from osgenesis.envs.web.browser.page import Page, ScriptError
from osgenesis.envs.web.browser.page_state import ContextFacts, PageFacts
from osgenesis.envs.web.browser.perform import perform
from osgenesis.envs.web.browser.settings import Settings

__all__ = [
    "Browser",
    "Call",
    "Context",
    "ContextFacts",
    "Page",
    "PageFacts",
    "Report",
    "ScriptError",
    "Settings",
    "browsergym_observation",
    "find_chromium",
    "parse_browsergym",
    "perform",
    "perform_browsergym",
    "shared_browser",
]
