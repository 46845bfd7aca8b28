"""Scripted solutions of the forum's official tasks, through links and forms, by number of the intent template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.visitor import Visitor

__all__ = ["ANSWERS", "REFUSALS", "SOLUTIONS"]

_ENTRY: Final = "article.submission"
_VOTE: Final = "form.vote"
_BOOK: Final = re.compile(r"recommend ([\w' ]+), by ([\w. ]+?)\.?(?:\s*\n|\s*$)")
_BOOK_STORE: Final = re.compile(r"([\w.]+) [^.]*\blocal book ?stores", re.IGNORECASE)


def _forum(task: Configuration) -> str:
    """Address of the forum that the task's own address asks for, in its spelling; the first of several."""
    return task.evaluation.url.split(" |OR| ")[0]


def _required(task: Configuration) -> list[str]:
    return [text for target in task.evaluation.targets for text in target.required]


def _post(visitor: Visitor, task: Configuration) -> None:
    """Submit a text that says all that is required, to the forum that is asked for."""
    phrases = _required(task)
    _submit(visitor, task, title=phrases[0], body=" ".join(phrases[1:]))


def _post_in_title(visitor: Visitor, task: Configuration) -> None:
    """As `_post`, with everything in the title."""
    _submit(visitor, task, title=" ".join(_required(task)), body="")


def _submit(visitor: Visitor, task: Configuration, *, title: str, body: str, url: str = "") -> None:
    forum = _forum(task)
    visitor.go(forum)
    name = urlsplit(visitor.url).path.rpartition("/")[2]
    visitor.go(f"/submit/{name}")
    fields = {"submission[title]": title, "submission[body]": body}
    if url:
        fields["submission[url]"] = url
    visitor.submit("#submission_title", fields)
    if forum not in visitor.url:
        # The forum's name has another case than the reference, which is compared with it.
        own = "/".join(visitor.url.split("/")[:5])
        visitor.go(visitor.url.replace(own, forum))


def _repost_image(visitor: Visitor, task: Configuration) -> None:
    """Find a picture by its title on the page in front and post its address to another forum."""
    wanted = str(task.blanks["content"]).lower()
    for entry in visitor.all(_ENTRY):
        titles = dom.select(entry, ".submission__title")
        pictures = dom.select(entry, "img[src*='submission_images']")
        if titles and pictures and wanted in dom.rendered_text(titles[0]).lower():
            origin = "/".join(visitor.url.split("/")[:3])
            _submit(visitor, task, title="from /f/pics", body="", url=origin + pictures[0].get("src"))
            return
    raise TaskError(f"{visitor.url} shows no picture of {wanted!r}")


def _post_reviews(visitor: Visitor, task: Configuration) -> None:
    """Post titles of reviews under the title that is asked for."""
    title, *reviews = _required(task)
    _submit(visitor, task, title=title, body="\n\n".join(reviews))


def _subscribe(visitor: Visitor, task: Configuration) -> None:
    """Open a thread of a forum and subscribe there."""
    visitor.go(_forum(task)).follow(selector=".submission__comments")
    visitor.submit("form.subscribe")
    if _forum(task) not in visitor.url:
        visitor.go(_forum(task))


def _change_biography(visitor: Visitor, task: Configuration) -> None:
    """Write a biography."""
    visitor.go(task.evaluation.targets[0].url + "/edit_biography")
    visitor.submit("textarea", {_name(visitor, "textarea"): str(task.blanks["content"])})


def _name(visitor: Visitor, selector: str) -> str:
    return str(visitor.find(selector).get("name"))


def _create_forum(visitor: Visitor, task: Configuration) -> None:
    """Make a forum with a description and a sidebar."""
    name = str(task.blanks["name"])
    description, *sidebar = _required(task)
    visitor.go("/create_forum")
    visitor.submit(
        "#forum_name",
        {
            "forum[name]": name,
            "forum[title]": name,
            "forum[description]": description,
            "forum[sidebar]": "\n".join(f"- {entry}" for entry in sidebar),
        },
    )


def _vote(visitor: Visitor, entry: str, button: str) -> None:
    """Vote on the first entry that matches, unless it is voted so already."""
    visitor.submit(f"{entry} {_VOTE}", button=f"{entry} {_VOTE} {button}")


def _upvote_newest(visitor: Visitor, task: Configuration) -> None:
    """Vote for the first entry of the listing by time."""
    forum = "/".join(task.evaluation.targets[0].url.split("/")[:5])
    visitor.go(f"{forum}/new")
    _vote(visitor, _ENTRY, ".vote__up")


def _downvote_top(visitor: Visitor, task: Configuration) -> None:
    """Vote against the first entries of the listing of all time."""
    listing = "/".join(task.evaluation.targets[0].url.split("/")[:5]) + "/top?t=all"
    first = re.search(r"\d+", str(task.blanks["k"]))
    visitor.go(listing)
    keys = [str(entry.get("id")) for entry in visitor.all(_ENTRY)][: int(first.group()) if first else 1]
    for key in keys:
        visitor.go(listing)
        _vote(visitor, f"#{key}", ".vote__down")


def _vote_on_author(button: str) -> Callable[[Visitor, Configuration], None]:
    """Vote on all that a user has submitted to a forum, found on the user's own page."""

    def run(visitor: Visitor, task: Configuration) -> None:
        forum = "/".join(task.evaluation.targets[0].url.split("/")[3:5]).lower() + "/"
        visitor.go(f"/user/{task.blanks['user']}/submissions")
        for address in list(_pages(visitor, ".submission__comments")):
            if forum in address.lower():
                visitor.go(address)
                _vote(visitor, _ENTRY, button)

    return run


def _pages(visitor: Visitor, selector: str) -> Iterator[str]:
    """Addresses of links on this page of a list and on those after it."""
    while True:
        yield from [link.get("href") for link in visitor.all(selector)]
        following = visitor.all("a[rel=next]")
        if not following:
            return
        visitor.go(following[0].get("href"))


def _edit_post(visitor: Visitor, task: Configuration) -> None:
    """Add a line to a post of one's own."""
    visitor.go(task.evaluation.targets[0].url)
    visitor.follow(selector=".submission__nav a", text="Edit")
    before = visitor.find("#submission_body").text or ""
    added = str(task.blanks["content"])
    visitor.submit("#submission_body", {"submission[body]": f"{before.strip()}\n\n{added}".strip()})


def _reply(visitor: Visitor, task: Configuration) -> None:
    """Answer a post, or the comment that the reference is about."""
    target = task.evaluation.targets[0]
    if target.url != "last":
        visitor.go(target.url)
    field = _name(visitor, "form.reply textarea")
    visitor.submit("form.reply", {field: str(task.blanks["content_description"])})


SOLUTIONS: Final[Mapping[int, Callable[[Visitor, Configuration], None]]] = {
    4: _subscribe,
    5: _post,
    6: _change_biography,
    7: _create_forum,
    9: _post,
    11: _repost_image,
    12: _post_in_title,
    13: _post,
    15: _post_in_title,
    16: _post_in_title,
    19: _post_in_title,
    22: _upvote_newest,
    23: _reply,
    24: _downvote_top,
    25: _vote_on_author(".vote__up"),
    27: _edit_post,
    101: _post_reviews,
    1510: _vote_on_author(".vote__down"),
    3765: _post,
    6100: _post_in_title,
}


# ---- answers ------------------------------------------------------------------------------------


def _downvoted_comments(visitor: Visitor, task: Configuration) -> str:
    """How many comments of the newest post's author have a score below zero."""
    visitor.go(f"/f/{task.blanks['forum']}/new")
    author = visitor.text(".submission__submitter")
    visitor.go(f"/user/{author}/comments")
    count = 0
    while True:
        scores = [dom.rendered_text(score) for score in visitor.all("article.comment .vote__net-score")]
        count += sum(int(score.replace("\u2212", "-")) < 0 for score in scores)
        following = visitor.all("a[rel=next]")
        if not following:
            return str(count)
        visitor.go(following[0].get("href"))


def _best_posts(visitor: Visitor, task: Configuration) -> str:
    """What is asked for of the best posts: of those that recommend a book, or of one about local book stores."""
    visitor.go(f"/f/{task.blanks['subreddit']}/top?t=all")
    found: list[str] = []
    for address in [link.get("href") for link in visitor.all(".submission__comments")][: int(task.blanks["number"])]:
        visitor.go(address)
        text = visitor.text(".submission__body") if visitor.all(".submission__body") else ""
        book, shop = _BOOK.search(text), _BOOK_STORE.search(text)
        if "local book stores" in task.intent:
            found += [shop[1]] if shop else []
        elif book and "URLs" in task.intent:
            found.append(visitor.url)
        elif book:
            found.append(f"{book[1]}, {book[2]}" if "author" in task.intent else book[1])
    return "; ".join(found)


def _no_submissions(visitor: Visitor, task: Configuration) -> str:
    """A user has submitted nothing to a forum."""
    user, forum = str(task.blanks["user"]), str(task.blanks["subreddit"])
    visitor.go(f"/user/{user}/submissions")
    places = [address for address in _pages(visitor, ".submission__comments") if f"/f/{forum}/" in address.lower()]
    if places:
        raise TaskError(f"{user} has submitted {places[0]}")
    return f"{user} does not have any submissions in {forum}."


ANSWERS: Final[Mapping[int, Callable[[Visitor, Configuration], str]]] = {17: _best_posts, 33: _downvoted_comments}
# Reasons why a task cannot be done, once it has been seen that it cannot.
REFUSALS: Final[Mapping[int, Callable[[Visitor, Configuration], str]]] = {25: _no_submissions, 1510: _no_submissions}
