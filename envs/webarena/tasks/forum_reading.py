"""Forum tasks whose answer is read from pages: scores, authors, counts, dates, names."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import same_date, same_number, same_set, same_text
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import Moves, click, role, scroll_to
from osgenesis.envs.webarena.tasks.forum_moves import open_forum, open_post, pick_post, pick_row, ranked

_DATE: Final = re.compile(r"\bon (\w+ \d{2}, \d{4})")
_YEAR: Final = 365 * 86_400
_ORDINALS: Final = ("the most", "the second most", "the third most", "the fourth most", "the fifth most")


class _Reading(WebTask):
    """Answers are judged; nothing may change."""

    sites: ClassVar[tuple[str, ...]] = ("forum",)
    max_steps: ClassVar[int] = 30

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end."""
        return float(self.fits(answer, self.facts["expected"]))

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_text(answer, expected)


class ForumScoreOfPost(_Reading):
    """Read the score of a submission."""

    name: ClassVar[str] = "ForumScoreOfPost"
    template: ClassVar[str] = (
        "What is the score of the submission “{title}” in the forum {forum}? Answer with a number."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "ABS(s.score) > 2")
        score = world["forum"].store.value("SELECT score FROM submission WHERE id = ?", facts["post"])
        return {**facts, "expected": score}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_number(answer, expected)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        score = str(self.facts["expected"])
        screen.need(text=score)
        yield screen.answer(score)


class ForumAuthorOfPost(_Reading):
    """Read who wrote a submission."""

    name: ClassVar[str] = "ForumAuthorOfPost"
    template: ClassVar[str] = "Which user submitted “{title}”? Answer with the user name."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.score > -5")
        return {**facts, "expected": facts["author"]}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield screen.answer(screen.need(text=self.facts["author"], where=role("link")).text)


class ForumCommentCount(_Reading):
    """Read how many comments a submission has."""

    name: ClassVar[str] = "ForumCommentCount"
    template: ClassVar[str] = "How many comments does the submission “{title}” in {forum} have?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.comments > 1")
        return {
            **facts,
            "expected": world["forum"].store.value("SELECT comments FROM submission WHERE id = ?", facts["post"]),
        }

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_number(answer, expected)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        shown = f"{self.facts['expected']:,} comments"
        yield from scroll_to(screen, text=shown)
        yield screen.answer(screen.need(text=shown).text)


def _forum_with_best(world: World, dice: Dice, order: str, key: str, where: str = "1") -> dict[str, Any]:
    """A forum with several submissions of which one is the first of its order without a tie."""
    store = world["forum"].store
    found = []
    for forum in store.query("SELECT * FROM forum ORDER BY id"):
        best = ranked(store, forum["id"], order, where)
        if len(best) > 3 and best[0][key] > best[1][key]:
            found.append({"forum": forum["name"], "expected": best[0]["title"], "post": best[0]["id"]})
    return pick_row(dice, found, "forum with one best submission")


class ForumTopOfYear(_Reading):
    """Find the best submission of a forum in a year."""

    name: ClassVar[str] = "ForumTopOfYear"
    template: ClassVar[str] = (
        "Which submission of the past year has the highest score in the forum {forum}? Answer with its title."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        since = int(world.clock.now.timestamp()) - _YEAR + 3600
        return _forum_with_best(world, dice, "s.score DESC, s.id DESC", "score", f"s.created >= {since}")

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Top", where=role("link"))
        yield from click(screen, text="Past year", where=role("link"))
        yield screen.answer(screen.need(text=self.facts["expected"], where=role("link")).text)


class ForumMostCommentedPost(_Reading):
    """Find the most commented submission of a forum."""

    name: ClassVar[str] = "ForumMostCommentedPost"
    template: ClassVar[str] = (
        "Which submission in the forum {forum} has the most comments of all time? Answer with its title."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        return _forum_with_best(world, dice, "s.comments DESC, s.id DESC", "comments")

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Most commented", where=role("link"))
        yield screen.answer(screen.need(text=self.facts["expected"], where=role("link")).text)


class ForumBusiestCommenter(_Reading):
    """Count who wrote most in a thread."""

    name: ClassVar[str] = "ForumBusiestCommenter"
    template: ClassVar[str] = "Who has written the most comments in the thread “{title}”? Answer with the user name."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        store = world["forum"].store
        found = []
        for row in store.query("SELECT id FROM submission WHERE comments BETWEEN 4 AND 30 AND deleted = 0 ORDER BY id"):
            counts = store.query(
                "SELECT u.name, COUNT(*) AS n FROM comment c JOIN user u ON u.id = c.author_id "
                "WHERE c.submission_id = ? AND c.deleted = 0 GROUP BY u.id ORDER BY n DESC, u.id LIMIT 2",
                row["id"],
            )
            if len(counts) == 2 and counts[0]["n"] > counts[1]["n"]:
                found.append({"id": row["id"], "name": counts[0]["name"]})
        chosen = pick_row(dice, found, "thread in which one user wrote most")
        return {**pick_post(world, dice, f"s.id = {chosen['id']}"), "expected": chosen["name"]}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from scroll_to(screen, text=self.facts["expected"], where=role("link"))
        yield screen.answer(self.facts["expected"])


class ForumDownvotedComments(_Reading):
    """Count a user's comments that are voted down."""

    name: ClassVar[str] = "ForumDownvotedComments"
    template: ClassVar[str] = (
        "How many comments of the user who submitted “{title}” have received more downvotes than upvotes? "
        "Answer with a number."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        few = "(SELECT COUNT(*) FROM comment c WHERE c.author_id = s.author_id AND c.deleted = 0) BETWEEN 3 AND 25"
        bad = "EXISTS (SELECT 1 FROM comment c WHERE c.author_id = s.author_id AND c.score < 0)"
        facts = pick_post(world, dice, f"{few} AND {bad}")
        count = world["forum"].store.value(
            "SELECT COUNT(*) FROM comment c JOIN submission s ON s.author_id = c.author_id "
            "WHERE s.id = ? AND c.score < 0 AND c.deleted = 0",
            facts["post"],
        )
        lowest = world["forum"].store.value(
            "SELECT c.body FROM comment c JOIN submission s ON s.author_id = c.author_id "
            "WHERE s.id = ? AND c.deleted = 0 ORDER BY c.score, c.id DESC LIMIT 1",
            facts["post"],
        )
        return {**facts, "expected": count, "lowest": lowest.partition("\n")[0]}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_number(answer, expected)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text=self.facts["author"], where=role("link"))
        yield from click(screen, text="Comments", where=role("link"))
        yield from click(screen, text="Top", where=role("link"))
        yield from scroll_to(screen, text=self.facts["lowest"])
        yield screen.answer(str(self.facts["expected"]))


class ForumFullTitle(_Reading):
    """Read the long name of a forum."""

    name: ClassVar[str] = "ForumFullTitle"
    template: ClassVar[str] = "What is the full title of the forum {forum}, as shown beside its name?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        row = pick_row(dice, world["forum"].store.query("SELECT * FROM forum ORDER BY id"), "forum")
        return {"forum": row["name"], "expected": row["title"]}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield screen.answer(screen.need(text=self.facts["expected"]).text)


class ForumPostDate(_Reading):
    """Read the day of a submission."""

    name: ClassVar[str] = "ForumPostDate"
    template: ClassVar[str] = "On which date was “{title}” submitted to the forum {forum}?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.score > -5")
        when = world["forum"].store.value("SELECT created FROM submission WHERE id = ?", facts["post"])
        return {**facts, "expected": when}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_date(answer, expected)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        stamp = screen.need(where=lambda e: _DATE.search(e.text) is not None)
        found = _DATE.search(stamp.text)
        yield screen.answer(found[1] if found else "")


class ForumRankBySubscribers(_Reading):
    """Sort the forums by subscribers."""

    name: ClassVar[str] = "ForumRankBySubscribers"
    template: ClassVar[str] = "Which forum of this site has {ordinal} subscribers? Answer with its name."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        forums = world["forum"].store.query("SELECT name FROM forum ORDER BY subscribers DESC, id")
        place = dice.below(len(_ORDINALS))
        return {"ordinal": _ORDINALS[place], "expected": forums[place]["name"]}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from click(screen, text="Forums", where=role("link"))
        yield from click(screen, text="Subscribers", where=role("link"))
        yield screen.answer(screen.need(text=self.facts["expected"], where=role("link")).text)


class ForumModeratorsOf(_Reading):
    """List who moderates a forum."""

    name: ClassVar[str] = "ForumModeratorsOf"
    template: ClassVar[str] = "Who moderates the forum {forum}? List all user names, separated by commas."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        store = world["forum"].store
        rows = store.query("SELECT f.* FROM forum f WHERE EXISTS (SELECT 1 FROM moderator m WHERE m.forum_id = f.id)")
        row = pick_row(dice, rows, "forum with moderators")
        team = store.query(
            "SELECT u.name FROM moderator m JOIN user u ON u.id = m.user_id WHERE m.forum_id = ? ORDER BY m.id",
            row["id"],
        )
        return {"forum": row["name"], "expected": [person["name"] for person in team]}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_set(answer, expected)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from scroll_to(screen, text=self.facts["expected"][-1], where=role("link"))
        yield screen.answer(", ".join(self.facts["expected"]))


class ForumSubmissionsOfAuthor(_Reading):
    """Read how much somebody has submitted."""

    name: ClassVar[str] = "ForumSubmissionsOfAuthor"
    template: ClassVar[str] = "How many submissions has the author of “{title}” made in total? Answer with a number."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.score > -5")
        count = world["forum"].store.value(
            "SELECT COUNT(*) FROM submission a JOIN submission s ON s.author_id = a.author_id "
            "WHERE s.id = ? AND a.deleted = 0",
            facts["post"],
        )
        return {**facts, "expected": count}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_number(answer, expected)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text=self.facts["author"], where=role("link"))
        count = f"{self.facts['expected']:,}"
        screen.need(text=count)
        yield screen.answer(count)


class ForumFirstCommenter(_Reading):
    """Sort comments by age and read who was first."""

    name: ClassVar[str] = "ForumFirstCommenter"
    template: ClassVar[str] = "Who was the first to comment on “{title}”? Answer with the user name."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the forum holds."""
        facts = pick_post(world, dice, "s.comments > 4")
        first = world["forum"].store.value(
            "SELECT u.name FROM comment c JOIN user u ON u.id = c.author_id "
            "WHERE c.submission_id = ? AND c.deleted = 0 ORDER BY c.created, c.id LIMIT 1",
            facts["post"],
        )
        return {**facts, "expected": first}

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_post(screen, self.facts["title"])
        yield from click(screen, text="Old", where=role("link"))
        yield from scroll_to(screen, text=self.facts["expected"], where=role("link"))
        yield screen.answer(self.facts["expected"])
