"""MiniWoB++ here and in stock BrowserGym: a seed gives the same goal and page, the same actions the same reward."""

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
from osgenesis.envs.miniwob.backend import SETTLE_MS, MiniWobBackend
from osgenesis.envs.miniwob.environment import MiniWobEnv
from osgenesis.envs.miniwob.names import TASK_NAMES, VIEWPORT
from osgenesis.envs.miniwob.oracles import ORACLES
from osgenesis.envs.miniwob.server import html_folder
from osgenesis.envs.web.browser import find_chromium
from osgenesis.envs.web.browser.fonts import fonts_configuration

# What BrowserGym and Playwright warn of at import is theirs.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore")]

# Pages that move with the display's frames, which come in real time: some are waited for on the stock side.
ANIMATED: Final = ("click-pie", "drag-", "draw-line", "social-media")
FRAMES: Final = 5
# They begin elsewhere by a few px: a menu that is still moving, and the machine's date in a line of text.
BEGIN_APART: Final = ("click-pie", "terminal")
# A text that is marked beyond the edge of its list scrolls it by the machine's clock, on both sides.
SCROLLED_BY_DRAGS: Final = ("email-inbox",)
# What is scrolled, by its place in the document: (place, x, y).
ALL: Final = "[document.scrollingElement, ...document.body.querySelectorAll('*')]"
SCROLLED: Final = f"() => {ALL}.map((e, i) => [i, e.scrollLeft, e.scrollTop]).filter(([, x, y]) => x || y)"
# Where everything lies that an episode begins with.
BOXES: Final = """() => [...document.querySelectorAll("#area, #area *")].map(e => {
    const { left, top, width, height } = e.getBoundingClientRect();
    return [e.localName, left, top, width, height];
})"""
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
    """BrowserGym's own task objects, one after another on one Playwright page.

    Chromium holds the page's clock: it goes on when it is told to, as the clock of our pages does.
    """

    def __init__(self, playwright: Any, folder: Path) -> None:
        # The same letters as on our side: where they break a line decides what lies under the mouse.
        fonts = folder / "fonts.conf"
        fonts.write_text(fonts_configuration(folder / "fonts"), "utf-8")
        self._browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--font-render-hinting=none", "--disable-smooth-scrolling"],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
        width, height = VIEWPORT
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="en-US", timezone_id="UTC"
        )
        self.page = context.new_page()
        self._clock = context.new_cdp_session(self.page)
        self._expired = False
        self._clock.on("Emulation.virtualTimeBudgetExpired", self._expire)
        self._goto = self.page.goto
        self.page.goto = self._load
        pages = importlib.import_module("browsergym.miniwob.all")
        classes = [getattr(pages, name) for name in dir(pages) if name.endswith("Task")]
        self._tasks = {c.subdomain: c for c in classes if hasattr(c, "subdomain")}

    def _load(self, url: str) -> None:
        """Go to a page, which does not load without time; then stop the clock."""
        self._clock.send("Emulation.setVirtualTimePolicy", {"policy": "advance", "budget": 1e9})
        self._goto(url)
        self._clock.send("Emulation.setVirtualTimePolicy", {"policy": "pause"})

    def _expire(self, _: Any) -> None:
        self._expired = True

    def start(self, name: str, seed: int) -> str:
        """Begin an episode; its goal."""
        self._animated = name.startswith(ANIMATED)
        self.page.mouse.move(VIEWPORT[0] - 1, VIEWPORT[1] - 1)
        self._task = self._tasks[name](seed=seed, base_url=f"{html_folder().as_uri()}/miniwob/")
        goal, _ = self._task.setup(self.page)
        self.advance(SETTLE_MS)
        return str(goal)

    def advance(self, ms: int) -> None:
        """Let time pass in the page."""
        parts = FRAMES if self._animated else 1
        for _ in range(parts):
            self._expired = False
            self._clock.send("Emulation.setVirtualTimePolicy", {"policy": "advance", "budget": ms / parts})
            while not self._expired:
                self.page.evaluate("0")
            if self._animated:
                self._draw()

    def _draw(self) -> None:
        self.page.evaluate("() => new Promise(requestAnimationFrame)")

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
                if self._animated:  # some signs are pictures that are fetched when the mouse comes
                    mouse.move(x, y)
                    self._draw()
                for key in action.modifiers:
                    keyboard.down(key)
                mouse.click(x, y, click_count=2 if action.type == "double_tap" else 1)
                for key in action.modifiers:
                    keyboard.up(key)
            case "hover":
                mouse.move(x, y)
            case "drag":
                assert action.to_x is not None
                assert action.to_y is not None
                assert x is not None
                assert y is not None
                mouse.move(x, y)
                self._mouse("mousePressed", x, y, clickCount=1)
                for part in (0.1, 0.25, 0.5, 0.75, 1.0, 1.0):
                    self._mouse("mouseMoved", x + (action.to_x - x) * part, y + (action.to_y - y) * part)
                self._mouse("mouseReleased", action.to_x, action.to_y, clickCount=1)
            case "input_text":
                self._type(action, x, y)
            case "keyboard_enter":
                keyboard.press("Enter")
            case "key":
                keyboard.press(action.key)
                self._draw()  # arrow keys scroll with the next frame
            case "select_option":
                found = page.evaluate_handle("([x, y]) => document.elementFromPoint(x, y).closest('select')", [x, y])
                found.as_element().select_option(label=action.option)
            case "scroll" | "wait":
                pass  # how far, and how long, is said apart
            case kind:
                raise NotImplementedError(kind)

    def _mouse(self, kind: str, x: float, y: float, **more: Any) -> None:
        """Playwright's own moves with a button down first wait for a timer in the page: does it begin to drag?"""
        held = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1}
        self._clock.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **held, **more})

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

    def scroll_to(self, positions: list[Any]) -> None:
        """Put every element where it is scrolled to on our side: the step of a scroll is our own."""
        self.page.evaluate(f"places => places.forEach(([i, x, y]) => {ALL}[i].scrollTo(x, y))", positions)
        assert self.page.evaluate(SCROLLED) == positions

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
def stock(playwright: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    page = Stock(playwright, tmp_path_factory.mktemp("fonts"))
    yield page
    page.close()


def inside(env: MiniWobEnv, script: str) -> list[Any]:
    """What a script returns in our page."""
    assert isinstance(env.backend, MiniWobBackend)
    found = env.backend.browser_context.page.evaluate_in_page(script)
    assert isinstance(found, list)
    return found


def step_both(env: MiniWobEnv, stock: Stock, action: Action) -> tuple[float, bool]:
    """Do an action on both sides, find the same verdict there, and return it."""
    x, y = action.x, action.y
    if action.index is not None:
        x, y = env.elements[action.index].center
    _, _, terminated, _, info = env.step(action)
    stock.do(action, x, y)
    if action.type == "scroll":
        stock.scroll_to(inside(env, SCROLLED))
    stock.advance((action.duration_ms or 1000) if action.type == "wait" else SETTLE_MS)
    ours = (info.get("raw_reward", 0.0), terminated)
    assert ours == stock.verdict(), f"after {action.describe()}"
    return ours


def begin_both(env: MiniWobEnv, stock: Stock, name: str, seed: int) -> None:
    """Start an episode on both sides: the same words, everything in the same place."""
    observation, _ = env.reset(seed=seed, options={"task": name})
    assert observation["goal"] == stock.start(name, seed)
    if name not in BEGIN_APART:
        stock.page.wait_for_function("() => [...document.images].every(picture => picture.complete)")
        assert inside(env, BOXES) == stock.page.evaluate(BOXES)


def solve_both(env: MiniWobEnv, stock: Stock, name: str, seed: int) -> None:
    """The oracle's episode on both sides."""
    begin_both(env, stock, name, seed)
    screen, verdict = env.screen(), (0.0, False)
    for action in env.task.oracle(screen):
        verdict = step_both(env, stock, action)
        if verdict[1]:
            break
        screen.elements = env.elements
    assert verdict[1]
    assert verdict[0] > 0


def play_both(env: MiniWobEnv, stock: Stock, name: str, seed: int) -> None:
    """Whatever comes to mind, on both sides."""
    begin_both(env, stock, name, seed)
    dice = random.Random(seed)
    for _ in range(8):
        if step_both(env, stock, whatever(dice))[1]:
            return
    if not name.startswith((*ANIMATED, *SCROLLED_BY_DRAGS)):
        assert inside(env, BOXES) == stock.page.evaluate(BOXES)


def whatever(dice: random.Random) -> Action:
    """A mouse or key action at random."""
    x, y, to_x, to_y = (dice.randrange(*limits) for limits in ((160,), (52, 205)) * 2)
    kind = dice.choice(("click", "click", "click", "click", "double_tap", "drag", "hover", "key", "key", "wait"))
    if kind == "key":
        return Action("key", key=dice.choice(("Tab", "ArrowDown", "ArrowRight", "Backspace", "Home", "a", "7")))
    if kind == "wait":
        return Action("wait", duration_ms=300)
    return Action(kind, x=x, y=y, to_x=to_x, to_y=to_y) if kind == "drag" else Action(kind, x=x, y=y)


@pytest.mark.parametrize("name", SAMPLE)
def test_goals_places_and_rewards_are_browsergyms(suite: MiniWobEnv, stock: Stock, name: str) -> None:
    solve_both(suite, stock, name, 0)
    play_both(suite, stock, name, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ORACLES)
def test_solutions_are_worth_the_same_in_browsergym(suite: MiniWobEnv, stock: Stock, name: str) -> None:
    for seed in range(5):
        solve_both(suite, stock, name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", TASK_NAMES)
def test_whatever_is_done_is_worth_the_same_in_browsergym(suite: MiniWobEnv, stock: Stock, name: str) -> None:
    for seed in range(5):
        play_both(suite, stock, name, seed)


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
