"""The offline annotator: natural, specific English from state difference, words and screens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import DataError
from osgenesis.synth.reverse.annotation import Annotation, Segment, SegmentStep
from osgenesis.synth.reverse.clauses import Clause, clauses, join
from osgenesis.synth.reverse.lowlevel import element_name, instruction
from osgenesis.synth.reverse.values import Chooser, capitalised, listing, quoted

# {do} is the deed in imperative mood, {app} the app's label.
_COMMANDS = (
    "{Do} in {app}.",
    "{Do} in the {app} app.",
    "In {app}, {do}.",
    "In the {app} app, {do}.",
    "Open {app} and {do}.",
    "Open the {app} app and {do}.",
    "Use {app} to {do}.",
    "Using the {app} app, {do}.",
    "Go to {app} and {do}.",
    "Please {do} in {app}.",
    "Launch {app}, then {do}.",
    "I need you to {do} in {app}.",
)
_REQUESTS = (
    "Can you {do} in {app}?",
    "Could you {do} in the {app} app?",
    "Would you {do} in {app}, please?",
    "Could you please open {app} and {do}?",
)
_WEB_COMMANDS = (
    "{Do} on {app}.",
    "On {app}, {do}.",
    "On the {app} site, {do}.",
    "Go to {app} and {do}.",
    "Open {app} and {do}.",
    "Use {app} to {do}.",
    "Please {do} on {app}.",
    "I need you to {do} on {app}.",
    "Visit {app} and {do}.",
)
_WEB_REQUESTS = (
    "Can you {do} on {app}?",
    "Could you {do} on the {app} site?",
    "Could you please go to {app} and {do}?",
)
_SEVERAL_APPS = (
    "{Do}.",
    "Please {do}.",
    "I would like you to {do}.",
    "{Do}, please.",
    "Could you {do}?",
)
_WITHOUT_APP = ("{Do}.", "Please {do}.", "Could you {do}?")
_QUESTIONS = (
    "{question}",
    "Open {app} and tell me: {question_lower}",
    "Look in {app}: {question_lower}",
    "Using the {app} app, find out {indirect}.",
    "In {app}, {question_lower}",
)
_WEB_QUESTIONS = (
    "{question}",
    "Go to {app} and tell me: {question_lower}",
    "Look it up on {app}: {question_lower}",
    "On {app}, {question_lower}",
)
_IDEAS = (
    "A person who comes here with that in mind could want to {do}.",
    "Together these interactions let a user {do}.",
    "A plausible wish behind them is to {do}.",
    "Somebody using the device like this wants to {do}.",
)


class OfflineAnnotator:
    """Needs no model. Choices among wordings follow from the segment's key alone."""

    name = "offline"
    needs_images = False

    def annotate(self, segment: Segment) -> Annotation:
        """Return the texts for ``segment``.

        Raises:
            DataError: what changed has no words.
        """
        chooser = Chooser(segment.key)
        low_level = tuple(
            instruction(step, Chooser(f"{segment.key}|{position}")) for position, step in enumerate(segment.steps)
        )
        if segment.question is not None:
            high_level = _question(segment, chooser)
            deed = f"find out {_indirect(segment.question)}"
        elif segment.instruction is not None:
            high_level = segment.instruction
            deed = f"do what the page asks for: {quoted(segment.instruction)}"
        elif segment.errand is not None:
            high_level = _sentence([Clause(segment.errand, segment.app)], segment, chooser)
            deed = segment.errand
        else:
            deeds = clauses(segment.diff, segment.vocabulary, chooser, segment.before)
            used = {step.app for step in segment.steps} | {step.action.app for step in segment.steps if step.action.app}
            # What the clipboard holds can change in any app: say only apps that were used.
            deeds = [deed if deed.app in used else Clause(deed.text, "") for deed in deeds]
            if not deeds:
                raise DataError(f"{segment.key}: nothing that changed has words")
            high_level = _sentence(deeds, segment, chooser)
            deed = join(deeds, chooser)
        return Annotation(
            sub_instruction=" ".join(low_level),
            analysis=_analysis(segment, deed, chooser),
            high_level=high_level,
            low_level=low_level,
            model=self.name,
        )


def _sentence(deeds: Sequence[Clause], segment: Segment, chooser: Chooser) -> str:
    apps = list(dict.fromkeys(clause.app for clause in deeds if clause.app))
    if len(apps) > 1:
        # Each deed says where, or nobody would know.
        deeds = [Clause(_placed(clause, chooser, web=segment.web), clause.app) for clause in deeds]
        return _fill(chooser.pick("several", _SEVERAL_APPS), join(deeds, chooser), "")
    app = apps[0] if apps else ""
    do = join(deeds, chooser)
    if not app:
        return _fill(chooser.pick("bare", _WITHOUT_APP), do, "")
    if re.search(rf"\b{re.escape(app)}\b", re.sub(r'"[^"]*"', "", do)):  # said already
        return _fill(chooser.pick("bare", _WITHOUT_APP), do, "")
    asking = chooser.number("mood") % 6 == 0 and not do.startswith("make sure")
    requests, commands = (_WEB_REQUESTS, _WEB_COMMANDS) if segment.web else (_REQUESTS, _COMMANDS)
    templates: Sequence[str] = requests if asking else commands
    if len(deeds) > 1:  # "a and then b in Clock" reads as if only b were there
        templates = [t for t in templates if t.index("{app}") < t.lower().index("{do}")]
    return _fill(chooser.pick("frame", templates), do, app)


def _placed(clause: Clause, chooser: Chooser, *, web: bool) -> str:
    if not clause.app or clause.app.lower() in clause.text.lower():
        return clause.text
    if web:
        return f"{clause.text} on {clause.app}"
    where = chooser.pick("where", ("in {app}", "in the {app} app", "using {app}"))
    return f"{clause.text} {where.format(app=clause.app)}"


def _fill(template: str, do: str, app: str) -> str:
    # Not str.format: the deed holds somebody's own words, braces included.
    text = template.replace("{Do}", capitalised(do)).replace("{app}", app)
    return text.replace("{do}", do)


def _question(segment: Segment, chooser: Chooser) -> str:
    question = segment.question or ""
    templates = [
        t for t in (_WEB_QUESTIONS if segment.web else _QUESTIONS) if segment.app not in question or "{app}" not in t
    ]
    text = chooser.pick("question", templates)
    lower = question[:1].lower() + question[1:]
    text = text.replace("{question_lower}", lower).replace("{indirect}", _indirect(question))
    return text.replace("{question}", question).replace("{app}", segment.app)


def _indirect(question: str) -> str:
    """Turn "What is the number of Ada?" into "what the number of Ada is"."""
    body = question.rstrip("?")
    if found := re.fullmatch(r'(What|Is) (?:is )?(".+") (set to|on or off)', body):
        word, title, rest = found.groups()
        return f"{'what' if word == 'What' else 'whether'} {title} is {rest}"
    if found := re.fullmatch(r'What does (.+) show for (".+")', body):
        return f"what {found[1]} shows for {found[2]}"
    for start in ("What is ", "When is "):
        if body.startswith(start):
            word = start.split()[0].lower()
            return f"{word} {body.removeprefix(start)} is"
    return body[:1].lower() + body[1:]


def _analysis(segment: Segment, deed: str, chooser: Chooser) -> str:
    """What the screens offer, what was done, what it led to, what it could be good for."""
    first, last = segment.steps[0], segment.steps[-1]
    sentences = [_offer(first, segment)]
    n = len(segment.steps)
    if n == 1:
        sentences.append(f"The interaction is: {_lower(instruction(first, chooser))}")
    else:
        way = [_name(step) for step in segment.steps if _name(step)]
        sentences.append(
            f"{n} interactions follow"
            + (f", which go through {listing([quoted(name) for name in way[:5]])}." if way else ".")
        )
    new = _news(last.before, last.after)
    if new:
        sentences.append(f"Afterwards the screen also shows {listing([quoted(t) for t in new])}.")
    if segment.answer is not None:
        sentences.append(f"There it can be read that the answer is {quoted(segment.answer)}.")
    sentences.append(_fill(chooser.pick("idea", _IDEAS), deed, segment.app))
    return " ".join(sentences)


def _offer(step: SegmentStep, segment: Segment) -> str:
    labels = [
        element_name(element, step.before)
        for element in step.before
        if element.clickable and element.window not in ("input_method", "system")
    ]
    shown = [label for label, _ in Counter(label for label in labels if label).most_common(4)]
    offer = f"offers {listing([quoted(label) for label in shown])}" if shown else ""
    if not step.app:  # the home screen, or a window of the system
        return f"The screen {offer or 'offers nothing to tap'}."
    return f"{step.app} is on the screen{f' and {offer}' if offer else ''}."


def _name(step: SegmentStep) -> str:
    return element_name(step.element, step.before) if step.element is not None else ""


def _news(before: Sequence[Element], after: Sequence[Element]) -> list[str]:
    old = {element.text for element in before}
    new = [
        element.text
        for element in after
        if element.text
        and element.text not in old
        and len(element.text) < 50
        and element.window not in ("input_method", "system")
    ]
    return list(dict.fromkeys(new))[:3]


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
