"""MiniWoB++ here and in stock BrowserGym: the same seed gives the same goal, the same actions the same reward."""

import importlib
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import gymnasium as gym
import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.miniwob.environment import MiniWobEnv
from osgenesis.envs.miniwob.names import VIEWPORT
from osgenesis.envs.miniwob.oracles import ORACLES
from osgenesis.envs.miniwob.server import html_folder
from osgenesis.envs.web.browser import find_chromium

# What BrowserGym and Playwright warn of at import is theirs.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore")]

# Pages whose timers and animations are waited for on the stock side, where they take real time.
ANIMATED: Final = (
    "choose-date",
    "click-collapsible",
    "click-menu",
    "use-autocomplete",
    "terminal",
    "drag-",
    "social-media",
)
# Their rewards depend on the machine's clock there, or their solutions scroll, by a step of their own.
LEFT_OUT: Final = {
    "stock-market",
    "click-pie",
    "click-scroll-list",
    "email-inbox",
    "email-inbox-forward",
    "email-inbox-forward-nl",
    "email-inbox-important",
    "email-inbox-noscroll",
    "email-inbox-reply",
    "email-inbox-star-reply",
    "email-inbox-delete",
    "form-sequence-3",
    "order-food",
    "sign-agreement",
    "social-media",
    "social-media-all",
    "social-media-some",
}
COMPARED: Final = [name for name in ORACLES if name not in LEFT_OUT]
SAMPLE: Final = (
    "click-test",
    "click-dialog",
    "click-checkboxes",
    "choose-list",
    "enter-text",
    "enter-date",
    "login-user",
    "click-tab-2",
    "search-engine",
    "use-slider",
    "drag-box",
    "grid-coordinate",
)
WHOLE: Final = ("click-test", "click-button", "enter-text")


class Stock:
    """BrowserGym's own task objects, one after another on one Playwright page."""

    def __init__(self, playwright: Any) -> None:
        self._browser = playwright.chromium.launch(executable_path=find_chromium())
        width, height = VIEWPORT
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="en-US", timezone_id="UTC"
        )
        self.page = context.new_page()
        pages = importlib.import_module("browsergym.miniwob.all")
        classes = [getattr(pages, name) for name in dir(pages) if name.endswith("Task")]
        self._tasks = {c.subdomain: c for c in classes if hasattr(c, "subdomain")}
        self._rest_ms = 0

    def start(self, name: str, seed: int) -> str:
        """Begin an episode; its goal."""
        self._rest_ms = 500 if name.startswith(ANIMATED) else 10
        self.page.mouse.move(VIEWPORT[0] - 1, VIEWPORT[1] - 1)
        self._task = self._tasks[name](seed=seed, base_url=f"{html_folder().as_uri()}/miniwob/")
        goal, _ = self._task.setup(self.page)
        return str(goal)

    def verdict(self) -> tuple[float, bool]:
        """Raw reward, and whether the episode is over, as the page says.

        BrowserGym's `validate` says so too, unless a link to "#" was clicked: then it takes the page for another one
        and gives 0, so that nobody can solve search-engine there. Here a fragment does not leave the page.
        """
        _, done, _, info = self._task.validate(self.page, [])
        if info.get("error"):
            assert "#" in self.page.url
            info = self._task._get_info()
            done = info["DONE_GLOBAL"]
        return float(info["RAW_REWARD_GLOBAL"]), bool(done)

    def do(self, action: Action, x: int | None, y: int | None) -> None:
        """The same with Playwright's mouse and keyboard; `x`, `y` is the point of an element that is named."""
        page, keyboard, mouse = self.page, self.page.keyboard, self.page.mouse
        match action.type:
            case "click" | "double_tap":
                for key in action.modifiers:
                    keyboard.down(key)
                mouse.click(x, y, click_count=2 if action.type == "double_tap" else 1)
                for key in action.modifiers:
                    keyboard.up(key)
            case "hover":
                mouse.move(x, y)
            case "drag":
                mouse.move(x, y)
                mouse.down()
                for part in (0.1, 0.25, 0.5, 0.75, 1.0, 1.0):
                    mouse.move(x + (action.to_x - x) * part, y + (action.to_y - y) * part)
                mouse.up()
            case "input_text":
                self._type(action, x, y)
            case "keyboard_enter":
                keyboard.press("Enter")
            case "key":
                keyboard.press(action.key)
            case "select_option":
                found = page.evaluate_handle("([x, y]) => document.elementFromPoint(x, y).closest('select')", [x, y])
                found.as_element().select_option(label=action.option)
            case "wait":
                page.wait_for_timeout(action.duration_ms or 1000)
            case kind:
                raise NotImplementedError(kind)
        page.wait_for_timeout(self._rest_ms)

    def _type(self, action: Action, x: int | None, y: int | None) -> None:
        if x is not None:
            self.page.mouse.click(x, y)
        if action.clear_text:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.press("Delete")
        if self.page.evaluate("['date', 'time'].includes(document.activeElement.type)"):
            self.page.locator(":focus").fill(action.text)
        else:
            self.page.keyboard.type(action.text)
        if action.press_enter:
            self.page.keyboard.press("Enter")

    def close(self) -> None:
        self._browser.close()


@pytest.fixture(scope="module")
def playwright(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """BrowserGym's Playwright, which finds our Chromium where it expects its own download."""
    pytest.importorskip("browsergym.miniwob", exc_type=ImportError)
    core = importlib.import_module("browsergym.core")
    folder = tmp_path_factory.mktemp("browsers")
    place_chromium(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(folder))
        patch.setenv("MINIWOB_URL", f"{html_folder().as_uri()}/miniwob/")
        yield core._get_global_playwright()
        stop_playwright(core)


def place_chromium(folder: Path) -> None:
    """Links at the paths where Playwright looks for what it has downloaded."""
    package = Path(str(sys.modules["playwright"].__file__)).parent / "driver" / "package"
    listed = json.loads((package / "browsers.json").read_text("utf-8"))["browsers"]
    revision = next(entry["revision"] for entry in listed if entry["name"] == "chromium")
    for path in (
        f"chromium-{revision}/chrome-linux/chrome",
        f"chromium-{revision}/chrome-linux64/chrome",
        f"chromium_headless_shell-{revision}/chrome-headless-shell-linux64/chrome-headless-shell",
    ):
        link = folder / path
        link.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(find_chromium(), link)


def stop_playwright(core: Any) -> None:
    """It would end with the process; the tests that follow may use an event loop of their own."""
    core._get_global_playwright().stop()
    core._set_global_playwright(None)


@pytest.fixture(scope="module")
def stock(playwright: Any) -> Iterator[Stock]:
    page = Stock(playwright)
    yield page
    page.close()


def step_both(env: MiniWobEnv, stock: Stock, action: Action) -> tuple[float, bool]:
    """Do an action on both sides, find the same verdict there, and return it."""
    x, y = action.x, action.y
    if action.index is not None:
        x, y = env.elements[action.index].center
    _, _, terminated, _, info = env.step(action)
    stock.do(action, x, y)
    ours = (info.get("raw_reward", 0.0), terminated)
    assert ours == stock.verdict(), f"after {action.describe()}"
    return ours


def compare(env: MiniWobEnv, stock: Stock, name: str, seed: int) -> None:
    """The oracle's episode, and one of clicks at random, on both sides."""
    observation, _ = env.reset(seed=seed, options={"task": name})
    assert observation["goal"] == stock.start(name, seed)
    screen, verdict = env.screen(), (0.0, False)
    for action in env.task.oracle(screen):
        verdict = step_both(env, stock, action)
        if verdict[1]:
            break
        screen.elements = env.elements
    assert verdict[1]
    assert verdict[0] > 0

    env.reset(seed=seed, options={"task": name})
    stock.start(name, seed)
    dice = random.Random(seed)
    for _ in range(4):
        if step_both(env, stock, Action("click", x=dice.randrange(160), y=dice.randrange(52, 205)))[1]:
            break


@pytest.mark.parametrize("name", SAMPLE)
def test_goals_and_rewards_are_browsergyms(suite: MiniWobEnv, stock: Stock, name: str) -> None:
    for seed in range(2):
        compare(suite, stock, name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPARED)
def test_goals_and_rewards_are_browsergyms_on_five_seeds(suite: MiniWobEnv, stock: Stock, name: str) -> None:
    for seed in range(5):
        compare(suite, stock, name, seed)


def test_enough_is_compared() -> None:
    assert len(COMPARED) >= 40
    assert set(SAMPLE) <= set(COMPARED)
    assert set(LEFT_OUT) <= set(ORACLES)


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_environment_of_browsergym_agrees(suite: MiniWobEnv, playwright: Any, play: Any, name: str) -> None:
    theirs = gym.make(f"browsergym/miniwob.{name}", action_mapping=None, pre_observation_delay=0, slow_mo=0)
    try:
        for seed in range(2):
            seen, _ = theirs.reset(seed=seed)
            observation, _ = suite.reset(seed=seed, options={"task": name})
            assert seen["goal"] == observation["goal"]
            screen = suite.screen()
            for action in suite.task.oracle(screen):
                x, y = suite.elements[action.index or 0].center
                code = f"page.mouse.click({x}, {y})"
                if action.type == "input_text":
                    code += f"\npage.keyboard.type({action.text!r})"
                _, reward, done, *_ = theirs.step(code)
                _, our_reward, our_done, *_ = suite.step(action)
                assert (reward, done) == (our_reward, our_done)
                if done:
                    break
                screen.elements = suite.elements
            assert our_reward == 1.0
    finally:
        theirs.close()
