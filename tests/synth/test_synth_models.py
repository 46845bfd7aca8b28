"""The parts that talk to a model, against one on this machine: annotator, reward, field texts."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from osgenesis.agents.errors import ReplyError
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.episodes import Episode, Frame, Step
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.config import ModelSettings
from osgenesis.synth.explore.fields import FALLBACK_TEXT
from osgenesis.synth.explore.model_texts import ModelText
from osgenesis.synth.reverse.annotation import Segment, SegmentStep
from osgenesis.synth.reverse.model_annotator import ModelAnnotator, frame_element
from osgenesis.synth.score.model_reward import ModelReward, parse_score

BUTTON = Element(
    "Save", "", "android.widget.Button", "", "", "p", 100, 200, 300, 280,
    int(Flag.ENABLED | Flag.CLICKABLE), "application",
)  # fmt: skip


def settings(model: Any) -> ModelSettings:
    return ModelSettings("local", model.url, 2.0, 10.0)


def segment(n_steps: int = 1) -> Segment:
    step = SegmentStep(Action("click", index=0), BUTTON, [BUTTON], [BUTTON], "Notes")
    blank = np.zeros((600, 540, 3), np.uint8)
    return Segment(
        "key", [step] * n_steps, StateDiff(), Vocabulary(), "Notes",
        images=lambda: [blank] * (n_steps + 1),
    )  # fmt: skip


def reply(**changes: str) -> str:
    texts = {
        "Sub-Instruction": 'Tap the "Save" button.',
        "Analysis": "The note is ready.",
        "High-Level-Instruction": "Save the note.",
    }
    return json.dumps({**texts, **{key.replace("_", "-"): value for key, value in changes.items()}})


def picture(url: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))


def test_the_annotator_sends_framed_screens_and_returns_three_texts_and_the_cost(model: Any) -> None:
    model.replies = [reply()]
    annotation = ModelAnnotator(settings(model)).annotate(segment())
    assert annotation.wire() == json.loads(reply())
    assert annotation.low_level == ('Tap the "Save" button.',)
    assert annotation.usage.calls == 1
    assert annotation.usage.cost_usd == pytest.approx((100 * 2 + 10 * 10) / 1e6)
    before, after = map(picture, model.images(0))
    assert before.getpixel((95, 240))[0] > 150  # type: ignore[index]
    assert after.getpixel((95, 240))[0] < 50  # type: ignore[index]
    assert 'the "Save" button' in model.texts(0)


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("not JSON at all", "no JSON object"),
        (json.dumps({"Sub-Instruction": "a", "Analysis": "b"}), "High-Level-Instruction"),
        (reply(High_Level_Instruction=" "), "is empty"),
        (reply(High_Level_Instruction="Save the note <title>."), "placeholder"),
        (reply(Sub_Instruction="Tap Save.\nTap it again."), "2 lines for 1 interactions"),
    ],
)
def test_a_bad_reply_is_sent_back_with_what_is_wrong(model: Any, bad: str, complaint: str) -> None:
    model.replies = [bad, f"```json\n{reply()}\n```"]
    annotation = ModelAnnotator(settings(model)).annotate(segment())
    assert annotation.high_level == "Save the note."
    assert annotation.usage.calls == 2
    assert complaint in model.texts(1)


def test_when_no_reply_is_right_the_annotator_says_so(model: Any) -> None:
    model.replies = ["no"] * 3
    with pytest.raises(ReplyError, match="no usable reply in 3 attempts"):
        ModelAnnotator(settings(model), reply_retries=2).annotate(segment())


def test_of_many_screens_the_last_ones_are_sent(model: Any) -> None:
    model.replies = [reply(Sub_Instruction="\n".join(["Tap it."] * 9))]
    annotation = ModelAnnotator(settings(model)).annotate(segment(9))
    assert len(model.images(0)) == 6
    assert len(annotation.low_level) == 9


def test_an_answer_is_not_given_away_by_the_question(model: Any) -> None:
    from dataclasses import replace

    asking = replace(segment(), question="What is the number of Ada?", answer="555-1234")
    model.replies = [
        reply(High_Level_Instruction="Is the number 555-1234?"),
        reply(High_Level_Instruction="Tell me Ada's number."),
    ]
    assert ModelAnnotator(settings(model)).annotate(asking).high_level == "Tell me Ada's number."
    assert "gives the answer" in model.texts(1)


def test_a_frame_leaves_the_screen_itself_alone() -> None:
    screen = np.zeros((600, 540, 3), np.uint8)
    framed = frame_element(screen, BUTTON)
    assert not screen.any()
    assert framed[193, 200].tolist() == [230, 30, 30]
    assert not framed[240, 200].any()
    edge = BUTTON._replace(left=0, top=0, right=540, bottom=600)
    assert frame_element(screen, edge).shape == screen.shape


@pytest.fixture
def episode(tmp_path: Path) -> Callable[[int], Episode]:
    def make(n_steps: int) -> Episode:
        frames = []
        for number in range(n_steps + 1):
            Image.new("RGB", (8, 8), (40 * number, 0, 0)).save(tmp_path / f"{number}.png")
            frames.append(Frame("app", screenshot=f"{number}.png"))
        steps = [Step(Action("wait"), summary=f"summary {n}") for n in range(n_steps - 1)]
        steps.append(Step(Action("wait"), thought="no summary, but a thought"))
        return Episode("e", frames=tuple(frames), steps=tuple(steps))

    return make


def test_the_reward_model_sees_all_summaries_three_screens_and_the_final_one(
    model: Any, tmp_path: Path, episode: Callable[[int], Episode]
) -> None:
    model.replies = ["Score: 9", "Reason: Well done.\nScore: 4"]
    score = ModelReward(settings(model), str(tmp_path)).score(episode(5), {"instruction": "Save it."})
    assert (score.reward, score.reason, score.usage.calls) == (4, "Well done.", 2)
    reds = [picture(url).getpixel((0, 0))[0] for url in model.images(0)]  # type: ignore[index]
    assert reds == [80, 120, 160, 200]  # before the last three steps, and the end
    text = model.texts(0)
    assert "Save it." in text
    assert "1. summary 0" in text
    assert "5. no summary, but a thought" in text
    assert model.requests[0]["temperature"] == 0.5
    assert model.requests[0]["top_p"] == 0.9


@pytest.mark.parametrize("text", ["Score: 3", "Reason: x\nScore: 0", "Reason: x\nScore: 6", "Reason: x"])
def test_a_score_without_reason_or_beyond_the_scale_is_no_score(text: str) -> None:
    with pytest.raises(ReplyError):
        parse_score(text)


def test_a_score_may_be_dressed_up() -> None:
    assert parse_score("Reason: fine,\nreally.\n**Score: 5**") == ("fine,\nreally.", 5)


def test_field_texts_come_from_the_model_and_fall_back_when_it_fails(model: Any) -> None:
    model.replies = ["Ada Novak", *["two\nlines"] * 3]
    texts = ModelText(settings(model))
    field = BUTTON._replace(flags=int(Flag.ENABLED | Flag.EDITABLE), hint="Name")
    rng = np.random.default_rng(0)
    assert texts.text([field], field, rng) == "Ada Novak"
    assert "'Name'" in model.texts(0)
    assert texts.text([field], field, rng) == FALLBACK_TEXT
    assert texts.usage.calls == 4
