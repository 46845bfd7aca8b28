"""Every rule by which predictions are compared, with vectors worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android_control.matching import (
    EQUIVALENCES,
    GENESIS_RADIUS,
    MATCHERS,
    PROTOCOLS,
    SCROLL_RULES,
    TEXT_RULES,
    Gold,
    Protocol,
    Verdict,
    judge,
    named_protocol,
    protocol,
    token_f1,
)
from osgenesis.envs.android_control.screens import Shown
from osgenesis.envs.core.actions import DIRECTIONS, Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import UnknownNameError

PHONE = (1080, 2400)
CLICKABLE = int(Flag.CLICKABLE | Flag.ENABLED)


def element(box: tuple[int, int, int, int], text: str = "", description: str = "", flags: int = CLICKABLE) -> Element:
    return Element(text, description, "android.view.View", "", "", "app", *box, flags, "application")


def click(x: int, y: int) -> Action:
    return Action("click", x=x, y=y)


def hits(
    matcher: str, at: tuple[int, int], point: tuple[int, int], size: tuple[int, int] = PHONE, *shown: Element
) -> bool:
    verdict = judge(Gold(click(*at), size, Shown.of(shown)), click(*point), protocol(matcher))
    assert verdict.type_correct
    assert verdict.correct == verdict.grounded
    return verdict.correct


# ---- points -----------------------------------------------------------------------------------------


def test_the_genesis_radius_is_the_diagonal_of_14_percent_of_1080_by_2400() -> None:
    assert math.isclose(GENESIS_RADIUS**2, 151.2**2 + 336**2)
    assert 368.4 < GENESIS_RADIUS < 368.5


@pytest.mark.parametrize(
    ("offset", "right"),
    [((0, 0), True), ((151, 336), True), ((200, 310), False), ((368, 0), True), ((369, 0), False), ((0, -368), True)],
)
@pytest.mark.parametrize("size", [PHONE, (2400, 1080), (1440, 3120)])
def test_genesis_takes_368_px_on_any_screen(offset: tuple[int, int], right: bool, size: tuple[int, int]) -> None:
    assert hits("genesis", (500, 500), (500 + offset[0], 500 + offset[1]), size) is right


def test_genesis_measures_a_missing_point_from_minus_100() -> None:
    # (100, 100) is 282.8 px from (-100, -100), (300, 300) is 565.7 px.
    nowhere = Action("click", x=-100, y=-100)
    for at, right in (((100, 100), True), ((300, 300), False)):
        assert judge(Gold(click(*at), PHONE), nowhere, protocol("genesis")) == Verdict(True, right, right)


@pytest.mark.parametrize("matcher", ["width14", "ratio14", "bbox", "bbox1.2|4pct"])
def test_other_matchers_never_take_a_missing_point(matcher: str) -> None:
    # Near the corner a point at (-100, -100) would be within 14 % of the width.
    gold = Gold(click(0, 0), PHONE, Shown.of([element((-200, -200, 400, 400))]))
    assert not judge(gold, Action("click", x=-100, y=-100), protocol(matcher)).correct


@pytest.mark.parametrize(
    ("size", "offset", "right"),
    [
        (PHONE, (151, 0), True),  # 0.14 * 1080 = 151.2
        (PHONE, (152, 0), False),
        (PHONE, (0, 151), True),
        (PHONE, (107, 107), False),  # 151.3
        (PHONE, (106, 107), True),  # 150.6
        ((2400, 1080), (336, 0), True),  # 0.14 * 2400
        ((2400, 1080), (337, 0), False),
    ],
)
def test_width14_takes_14_percent_of_the_width(size: tuple[int, int], offset: tuple[int, int], right: bool) -> None:
    assert hits("width14", (400, 400), (400 + offset[0], 400 + offset[1]), size) is right


@pytest.mark.parametrize(
    ("offset", "right"),
    [
        ((151, 0), True),  # 151 / 1080 = 0.1398
        ((152, 0), False),  # 0.1407
        ((0, 336), True),  # 336 / 2400 = 0.14
        ((0, 337), False),
        ((108, 240), False),  # (0.1, 0.1): 0.1414
        ((107, 237), True),  # (0.0991, 0.0988): 0.1399
    ],
)
def test_ratio14_measures_in_shares_of_each_side(offset: tuple[int, int], right: bool) -> None:
    assert hits("ratio14", (500, 500), (500 + offset[0], 500 + offset[1])) is right


SCREEN = (
    element((0, 0, 1080, 2400), flags=int(Flag.SCROLLABLE)),  # the whole screen
    element((100, 500, 980, 700)),  # a row
    element((120, 520, 320, 680)),  # an icon in it
    element((800, 520, 960, 680), flags=0),  # a picture in it that does not react
)


@pytest.mark.parametrize(
    ("at", "point", "right"),
    [
        ((200, 600), (121, 521), True),  # in the icon
        ((200, 600), (319, 679), True),
        ((200, 600), (320, 600), False),  # its right edge lies outside
        ((200, 600), (400, 600), False),  # in the row beside the icon
        ((400, 600), (200, 600), True),  # the row is the target; the icon lies in it
        ((400, 600), (900, 600), True),
        ((400, 600), (400, 499), False),
        ((850, 600), (810, 530), True),  # what does not react is a node, too
        ((850, 600), (790, 600), False),
        ((50, 50), (1000, 2300), True),  # nothing smaller than the screen holds the point
    ],
)
def test_bbox_takes_the_smallest_box_that_holds_the_point(
    at: tuple[int, int], point: tuple[int, int], right: bool
) -> None:
    assert hits("bbox", at, point, PHONE, *SCREEN) is right


def test_bbox_without_a_target_takes_the_very_point_only() -> None:
    assert hits("bbox", (500, 500), (500, 500))
    assert not hits("bbox", (500, 500), (501, 500))


@pytest.mark.parametrize(
    ("at", "point", "right"),
    [
        ((200, 600), (296, 600), True),  # 4 % of 2400 = 96
        # Enlarged 1.2 times the icon is (100, 504) to (340, 696), the row (12, 480) to (1068, 720).
        ((200, 600), (101, 600), True),
        ((200, 600), (1060, 600), True),  # the row holds both
        ((200, 600), (1069, 600), False),
        ((200, 600), (200, 721), False),
        ((1000, 600), (100, 600), True),  # outside the row, but inside when it is enlarged
        ((1070, 600), (100, 600), False),
        ((50, 50), (1000, 2300), False),  # what only scrolls is no candidate
    ],
)
def test_bbox_or_4_percent(at: tuple[int, int], point: tuple[int, int], right: bool) -> None:
    assert hits("bbox1.2|4pct", at, point, PHONE, *SCREEN) is right


def test_4_percent_are_of_the_longer_side() -> None:
    assert hits("bbox1.2|4pct", (500, 500), (596, 500), (1080, 2400))
    assert not hits("bbox1.2|4pct", (500, 500), (597, 500), (1080, 2400))
    assert hits("bbox1.2|4pct", (500, 500), (543, 500), (1080, 1080))
    assert not hits("bbox1.2|4pct", (500, 500), (544, 500), (1080, 1080))


def test_an_index_is_the_middle_of_its_element() -> None:
    gold = Gold(click(200, 600), PHONE, Shown.of(SCREEN))
    assert judge(gold, Action("click", index=2), protocol("bbox")).correct
    assert not judge(gold, Action("click", index=3), protocol("bbox")).correct
    assert judge(gold, Action("click", index=99), protocol("bbox")) == Verdict(True, False, False)


def test_a_long_press_is_no_click() -> None:
    gold = Gold(Action("long_press", x=200, y=600), PHONE, Shown.of(SCREEN))
    assert judge(gold, Action("long_press", index=2), protocol("bbox")) == Verdict(True, True, True)
    assert judge(gold, click(200, 600), protocol("bbox")) == Verdict(False, False, None)


# ---- texts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "text", "f1"),
    [
        ("buy milk today", "buy milk", 0.8),  # precision 1, recall 2/3
        ("buy milk today", "milk", 0.5),  # precision 1, recall 1/3
        ("buy milk today", "Today MILK buy", 1.0),
        ("milk milk", "milk", 1.0),  # sets
        ("milk", "bread", 0.0),
        ("", "", 0.0),
        ("milk", "", 0.0),
    ],
)
def test_f1_over_sets_of_words(reference: str, text: str, f1: float) -> None:
    assert math.isclose(token_f1(reference, text), f1)


@pytest.mark.parametrize(
    ("rule", "reference", "text", "right"),
    [
        ("f1>0.5", "buy milk today", "buy milk", True),
        ("f1>0.5", "buy milk today", "milk", False),  # more than a half is needed
        ("f1>0.5", "", "", True),  # equal
        ("f1>0.5", "milk", "bread", False),
        ("casefold", "Straße 5", " STRASSE 5\n", True),
        ("casefold", "milk", "milk today", False),
        ("exact", "milk", "milk", True),
        ("exact", "milk", "Milk", False),
        ("exact", "milk", "milk ", False),
    ],
)
def test_text_rules(rule: str, reference: str, text: str, right: bool) -> None:
    gold = Gold(Action("input_text", text=reference), PHONE)
    verdict = judge(gold, Action("input_text", text=text), protocol("bbox", text=rule))
    assert verdict == Verdict(True, right)


def test_where_a_text_goes_and_how_it_ends_does_not_matter() -> None:
    gold = Gold(Action("input_text", text="milk"), PHONE)
    given_more = Action("input_text", text="milk", index=3, clear_text=True, press_enter=True)
    assert judge(gold, given_more, protocol("bbox")).correct


# ---- scrolls ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "recorded", "instruction", "direction", "right"),
    [
        ("exact", "down", "", "down", True),
        ("exact", "down", "", "up", False),
        ("exact", "down", "Scroll up to the top", "up", False),
        ("genesis", "down", "Scroll up to the top", "up", True),
        ("genesis", "down", "Scroll up to the top", "down", True),
        ("genesis", "down", "Scroll up to the top", "left", False),
        ("genesis", "left", "Scroll down", "down", True),
        ("genesis", "down", "scroll up", "up", False),  # with a capital letter only
        ("genesis", "down", "", "up", False),
        ("genesis", "left", "Swipe left", "left", True),
    ],
)
def test_scroll_rules(rule: str, recorded: str, instruction: str, direction: str, right: bool) -> None:
    gold = Gold(Action("scroll", direction=recorded), PHONE, instruction=instruction)
    verdict = judge(gold, Action("scroll", direction=direction), protocol("bbox", scroll=rule))
    assert verdict == Verdict(True, right)


# ---- the other kinds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (Action("open_app", app="Clock"), Action("open_app", app="Clock"), (True, True)),
        (Action("open_app", app="Clock"), Action("open_app", app="clock"), (True, False)),
        (Action("navigate_back"), Action("navigate_back"), (True, True)),
        (Action("navigate_back"), Action("navigate_home"), (False, False)),
        (Action("wait"), Action("wait", duration_ms=500), (True, True)),
        (Action("wait"), Action("unknown"), (False, False)),
        (Action("scroll", direction="down"), Action("swipe", direction="up"), (False, False)),
        (Action("status", goal_status="complete"), Action("status", goal_status="complete"), (True, True)),
        (Action("status", goal_status="complete"), Action("status", goal_status="infeasible"), (True, False)),
    ],
)
def test_kinds_without_a_rule_of_their_own(gold: Action, predicted: Action, expected: tuple[bool, bool]) -> None:
    assert judge(Gold(gold, PHONE), predicted, protocol("bbox")) == Verdict(*expected)


def test_what_could_not_be_read_is_wrong() -> None:
    for rules in PROTOCOLS.values():
        assert judge(Gold(Action("wait"), PHONE), None, rules) == Verdict(False, False)


# ---- equivalences -------------------------------------------------------------------------------------

BAR = Shown.of(
    [
        element((0, 0, 150, 150), description="Navigate up"),
        element((200, 0, 400, 150), text="Clock"),
        element((400, 0, 600, 150), text="Background"),
    ]
)


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        (Action("navigate_back"), click(75, 75), True),
        (click(75, 75), Action("navigate_back"), True),
        (Action("navigate_back"), Action("click", index=0), True),
        (Action("navigate_back"), click(500, 75), False),  # "Background" is another word
        (Action("navigate_back"), Action("long_press", x=75, y=75), False),
        (Action("open_app", app="clock "), click(300, 75), True),
        (click(300, 75), Action("open_app", app="CLOCK"), True),
        (Action("open_app", app="Clocks"), click(300, 75), False),
        (Action("navigate_home"), click(75, 75), False),
    ],
)
def test_equivalences_hold_both_ways(gold: Action, predicted: Action, right: bool) -> None:
    strict, official = protocol("bbox"), named_protocol("official")
    assert judge(Gold(gold, PHONE, BAR), predicted, official) == Verdict(right, right)
    assert judge(Gold(gold, PHONE, BAR), predicted, strict) == Verdict(False, False)


def test_equivalences_can_be_chosen_one_by_one() -> None:
    gold = Gold(Action("navigate_back"), PHONE, BAR)
    assert judge(gold, click(75, 75), protocol("bbox", equivalences=("back",))).correct
    assert not judge(gold, click(75, 75), protocol("bbox", equivalences=("open_app",))).correct


# ---- names ------------------------------------------------------------------------------------------


def test_a_protocol_says_which_rules_it_has() -> None:
    made = protocol("width14", "casefold", "genesis", ("back",))
    assert made.name == made.rules() == "point=width14 text=casefold scroll=genesis equivalent=back"
    assert named_protocol("official").rules() == "point=bbox text=exact scroll=exact equivalent=back,open_app"


@pytest.mark.parametrize(
    "wrong", [{"matcher": "bbx"}, {"text": "exakt"}, {"scroll": "exac"}, {"equivalences": ("bak",)}]
)
def test_an_unknown_rule_is_answered_with_its_near_miss(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean"):
        protocol(**{"matcher": "bbox", **wrong})
    with pytest.raises(UnknownNameError, match="genesis"):
        named_protocol("genisis")


# ---- properties -------------------------------------------------------------------------------------

points = st.tuples(st.integers(-50, 2600), st.integers(-50, 2600))
sizes = st.tuples(st.integers(1, 2400), st.integers(1, 3120))
boxes = st.builds(
    lambda x, y, w, h: element((x, y, x + w, y + h)),
    st.integers(0, 1000),
    st.integers(0, 2300),
    st.integers(1, 1000),
    st.integers(1, 1000),
)
texts = st.text("ab cAB", max_size=8)
actions = st.one_of(
    points.map(lambda p: click(*p)),
    points.map(lambda p: Action("long_press", x=p[0], y=p[1])),
    texts.map(lambda t: Action("input_text", text=t)),
    st.sampled_from(DIRECTIONS).map(lambda d: Action("scroll", direction=d)),
    st.sampled_from(["Clock", "Settings"]).map(lambda a: Action("open_app", app=a)),
    st.sampled_from(["wait", "navigate_back", "navigate_home"]).map(Action),
)
anything = st.one_of(
    actions, st.integers(0, 9).map(lambda i: Action("click", index=i)), st.just(Action("swipe", direction="up"))
)
golds = st.builds(
    lambda action, size, shown, words: Gold(action, size, Shown.of(shown), words),
    actions,
    sizes,
    st.lists(boxes, max_size=5),
    st.sampled_from(["", "Scroll up", "Scroll down to the end"]),
)
rules = st.builds(
    lambda m, t, s, e: Protocol("any", m, t, s, tuple(e)),
    st.sampled_from(list(MATCHERS)),
    st.sampled_from(list(TEXT_RULES)),
    st.sampled_from(list(SCROLL_RULES)),
    st.lists(st.sampled_from(list(EQUIVALENCES)), unique=True),
)


@given(golds, rules)
def test_what_was_recorded_is_always_right(gold: Gold, chosen: Protocol) -> None:
    verdict = judge(gold, gold.action, chosen)
    assert verdict.type_correct
    assert verdict.correct


@given(golds, anything, rules)
def test_verdicts_are_consistent(gold: Gold, predicted: Action, chosen: Protocol) -> None:
    verdict = judge(gold, predicted, chosen)
    assert verdict.type_correct or not verdict.correct
    assert (verdict.grounded is not None) == (
        predicted.type == gold.action.type and gold.action.type in ("click", "long_press")
    )
    if not chosen.equivalences:
        assert verdict.type_correct == (predicted.type == gold.action.type)


@given(points, points, sizes, st.sampled_from(["genesis", "width14", "ratio14"]))
def test_distances_are_symmetric(
    at: tuple[int, int], point: tuple[int, int], size: tuple[int, int], matcher: str
) -> None:
    assert hits(matcher, at, point, size) == hits(matcher, point, at, size)


@given(golds, anything, rules)
def test_equivalences_only_add(gold: Gold, predicted: Action, chosen: Protocol) -> None:
    strict = chosen._replace(equivalences=())
    assert judge(gold, predicted, chosen).correct >= judge(gold, predicted, strict).correct


@given(golds, points)
def test_the_target_holds_the_recorded_point(gold: Gold, other: tuple[int, int]) -> None:
    if gold.action.point is None or gold.target is None:
        return
    x, y = gold.action.point
    left, top, right, bottom = gold.target
    assert left <= x < right
    assert top <= y < bottom
