"""Judges of free-text answers: a local one without a model, the same on every machine, and one that asks a model."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.webarena.official.facts import Fact, facts_of, words_of

__all__ = ["FILLERS", "Judge", "LocalJudge", "ModelJudge"]

# What harnesses hand in where an agent has said nothing.
FILLERS: Final = frozenset(("", "whatever", "none", "null", "done", "n/a"))
_YES_OR_NO: Final = re.compile(r"\s*(?:yes|no)\b[,.]\s*", re.IGNORECASE)
_WITH_FACTS, _WORDS_ALONE, _REASON = 0.5, 0.7, 0.5


class Judge(Protocol):
    """Says whether free texts mean the same."""

    def same_answer(self, question: str, reference: str, answer: str) -> bool:
        """Whether the answer to the question says what the reference says."""
        ...

    def same_reason(self, task: str, reason: str, reported: str) -> bool:
        """Whether the reported reason why the task cannot be done is the true one."""
        ...


class LocalJudge:
    """Compares facts: every number, date and duration of the reference must be said, and most of its words.

    Stricter than a model: a paraphrase in other words fails. It is never fooled by an empty or a filler answer.
    """

    def same_answer(self, question: str, reference: str, answer: str) -> bool:
        """Whether the reference's facts are said together, with no other fact of their kinds between them."""
        if _is_filler(answer):
            return False
        if _polarity(answer) * _polarity(reference) < 0:
            return False
        wanted, said = facts_of(_YES_OR_NO.sub("", reference)), facts_of(answer)
        if not wanted:
            return reference.strip().lower() == answer.strip().lower()
        exact = {fact for fact in wanted if fact.kind != "word"}
        # "No orders" says zero.
        if Fact("number", 0.0) in exact and Fact("word", "not") in said:
            said = tuple(Fact("number", 0.0) if fact == Fact("word", "not") else fact for fact in said)
        words = [fact.value for fact in wanted if fact.kind == "word"]
        if exact:
            if not words or len(said) <= len(exact):
                return any(True for _ in _said_together(exact, said))
            return any(_share(words, around) >= _WITH_FACTS for around in _said_together(exact, said))
        spoken = [fact.value for fact in said if fact.kind == "word"]
        if "order" in words and reference.count(",") >= 2 and not _in_order(words, spoken):
            return False
        return _share(words, spoken) >= _WORDS_ALONE

    def same_reason(self, task: str, reason: str, reported: str) -> bool:
        """Whether the report says that something is not so, and of what the true reason is about."""
        if _is_filler(reported):
            return False
        wanted, said = set(words_of(reason)), set(words_of(reported))
        if "not" in wanted and "not" not in said and "imposibl" not in said:
            return False
        # Words of the task itself are in every report; the rest of the reason weighs double.
        known = set(words_of(task))
        weights = {word: 1 if word in known else 2 for word in wanted - {"not"}}
        if not weights:
            return "not" in said
        return sum(weight for word, weight in weights.items() if word in said) / sum(weights.values()) >= _REASON


def _is_filler(text: str) -> bool:
    return text.strip().strip("\"'.").lower() in FILLERS


def _polarity(text: str) -> int:
    first = text.strip().lower().replace(",", " ").split(maxsplit=1)[:1]
    return {"yes": 1, "no": -1}.get(first[0] if first else "", 0)


def _share(words: list[object], spoken: list[object]) -> float:
    return sum(word in spoken for word in words) / len(words)


def _said_together(wanted: set[Fact], said: tuple[Fact, ...]) -> Iterator[list[object]]:
    """For each stretch that holds all that is wanted and nothing else of the same kinds: the words in and around it."""
    kinds = {fact.kind for fact in wanted}
    places = [at for at, fact in enumerate(said) if fact.kind in kinds]
    bounds = [-1, *places, len(said)]
    for first in range(len(places) - len(wanted) + 1):
        stretch = places[first : first + len(wanted)]
        if {said[at] for at in stretch} == wanted:
            around = said[bounds[first] + 1 : bounds[first + len(wanted) + 1]]
            yield [fact.value for fact in around if fact.kind == "word"]


def _in_order(words: list[object], spoken: list[object]) -> bool:
    """Whether most of the words are said in the same order (longest common subsequence)."""
    row = [0] * (len(spoken) + 1)
    for word in words:
        previous = 0
        for at, other in enumerate(spoken, start=1):
            kept = row[at]
            row[at] = previous + 1 if word == other else max(row[at], row[at - 1])
            previous = kept
    return row[-1] / len(words) >= 0.8


@dataclass(frozen=True)
class ModelJudge:
    """Asks a model behind any OpenAI-compatible endpoint.

    Attributes:
        base_url: Address of the interface, such as "https://api.openai.com/v1".
        model: Name of the model.
        api_key: Sent as bearer token if not empty.
        timeout: Seconds to wait for an answer.
    """

    base_url: str
    model: str
    api_key: str = ""
    timeout: float = 60.0

    def same_answer(self, question: str, reference: str, answer: str) -> bool:
        """The model's verdict; a filler is refused without asking."""
        if _is_filler(answer):
            return False
        return self._ask(
            "You compare an answer with a reference. Say YES if the answer states everything that the reference states "
            "and contradicts none of it, however it is worded. Otherwise say NO. One word.",
            f"Question: {question}\nReference: {reference}\nAnswer: {answer}",
        )

    def same_reason(self, task: str, reason: str, reported: str) -> bool:
        """The model's verdict; a filler is refused without asking."""
        if _is_filler(reported):
            return False
        return self._ask(
            "A task cannot be done. You get the true reason and the reason somebody reported. Say YES if the reported "
            "one amounts to the true one, even if only implied. Otherwise say NO. One word.",
            f"Task: {task}\nTrue reason: {reason}\nReported reason: {reported}",
        )

    def _ask(self, system: str, user: str) -> bool:
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        }
        headers = {"Content-Type": "application/json"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        request = urllib.request.Request(
            f"{self.base_url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                said = json.load(response)["choices"][0]["message"]["content"]
        except (urllib.error.URLError, TimeoutError, ValueError, KeyError, IndexError, TypeError) as error:
            raise BackendError(f"the judge at {self.base_url} gave no verdict: {error}") from error
        return str(said).strip().strip(".!\"'").lower().startswith("yes")
