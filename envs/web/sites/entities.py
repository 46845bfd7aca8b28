"""Entities: what a site must hold besides its invented content, as plain data for the sites' seeders.

A site's `seed_entities(store, entities)` gets one of the `...Entities` records below. It makes every entity exist, with
the fields that are given; fields that are None are the seeder's to invent from its own generator. An entity given by
id or slug replaces an invented row with that id or slug. Seeding is deterministic and order does not matter.

Nothing here says where entities come from: a compat seed reads them from task files, a test may write its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "ArticleEntity",
    "CategoryEntity",
    "CommentEntity",
    "CustomerEntity",
    "Entities",
    "ForumEntities",
    "ForumEntity",
    "ForumUserEntity",
    "HomepageEntities",
    "OrderEntity",
    "OrderLineEntity",
    "ProductEntity",
    "ReviewEntity",
    "ShopEntities",
    "SubmissionEntity",
    "WikipediaEntities",
]


# ---- The forum ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ForumUserEntity:
    """An account of the forum.

    Attributes:
        name: The name, with its case; looked up without regard to case.
        password: The password to log in with; None for accounts that nobody logs in to.
        downvoted: Number of the user's comments that have more votes down than up; None: any.
    """

    name: str
    password: str | None = None
    downvoted: int | None = None


@dataclass(frozen=True)
class ForumEntity:
    """A forum: the page `/f/{name}`.

    Attributes:
        name: The name, with its case as the site shows it; looked up without regard to case.
        id: The number that the field `submission[forum]` carries; None: any free number.
        title: The heading; None: the name, or invented.
        description: The description; None: invented.
    """

    name: str
    id: int | None = None
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class SubmissionEntity:
    """A submission: the page `/f/{forum}/{id}/{slug}`.

    Ranks say which place it takes among all submissions of its forum, the invented ones included: 1 is the first.
    Where only some ranks are given, the submissions without one come after those that have one.

    Attributes:
        id: The number; None: any free one that fits its ranks.
        forum: Name of the forum, equal to a `ForumEntity.name` of the same record.
        slug: The words of the title in the URL, exactly as the site's listings must link to it.
        title: The title. Where only the slug is known it is a title from which the slug follows.
        author: Name of the user who wrote it; None: somebody whom the record does not name.
        body: The text; "" for none; None: invented or none.
        image: File name of the picture that it shows, under `/submission_images/`; None: no particular one.
        front: Whether it must be on the first page of its forum as the forum's own address shows it.
        newest: Rank by time, latest first; None: no particular one, but after those that have a rank.
        top: Rank by votes over all time, best first.
        commented: Rank by number of comments, most first.
    """

    id: int | None
    forum: str
    slug: str
    title: str
    author: str | None = None
    body: str | None = None
    image: str | None = None
    front: bool = False
    newest: int | None = None
    top: int | None = None
    commented: int | None = None


@dataclass(frozen=True)
class CommentEntity:
    """A comment: the page `/f/{forum}/{submission}/-/comment/{id}`.

    Attributes:
        id: The number.
        submission: Number of the submission that it answers, a `SubmissionEntity.id` of the same record.
        first: Whether it is the oldest comment on that submission.
        about: Words that tell it from the others ("the manager of the website"): its text says so; None: nothing.
        author: Name of the user who wrote it; None: somebody whom the record does not name.
        body: The text; None: invented.
    """

    id: int
    submission: int
    first: bool = False
    about: str | None = None
    author: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class ForumEntities:
    """What a forum site must hold, and what it must not.

    Attributes:
        absent_forums: Names (compared without case) that no forum may have, invented ones included.
        absent_submissions: (user, forum) pairs: that user must have no submission in that forum.
    """

    users: tuple[ForumUserEntity, ...] = ()
    forums: tuple[ForumEntity, ...] = ()
    submissions: tuple[SubmissionEntity, ...] = ()
    comments: tuple[CommentEntity, ...] = ()
    absent_forums: tuple[str, ...] = ()
    absent_submissions: tuple[tuple[str, str], ...] = ()


# ---- The shop -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class CustomerEntity:
    """An account of the shop.

    Attributes:
        email: The address to log in with.
        password: The password.
        first_name: Given name.
        last_name: Family name.
        id: The customer's number; None: any.
        address_id: Number of the default address, which is both the billing and the shipping address; None: any.
    """

    email: str
    password: str
    first_name: str
    last_name: str
    id: int | None = None
    address_id: int | None = None


@dataclass(frozen=True)
class CategoryEntity:
    """A category: the page `/{a}/{b}/{c}.html`. The categories above it exist too.

    Attributes:
        path: Slugs from the top: ("video-games", "playstation-4", "accessories").
        name: What the menu calls it; None: the words of its last slug.
    """

    path: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True)
class ReviewEntity:
    """A review of a product; None: invented. `stars` is 1 to 5."""

    nickname: str | None = None
    title: str | None = None
    detail: str | None = None
    stars: int | None = None


@dataclass(frozen=True)
class ProductEntity:
    """A product: the page `/{slug}.html`.

    Attributes:
        slug: The last part of its URL without `.html`.
        name: The name. The slug follows from it, or begins with what follows from it.
        sku: The stock number; None: invented.
        id: The entity id, the number in form fields and cart URLs; None: any free number.
        category: Path of the category that lists it, a `CategoryEntity.path` of the same record; None: any.
        price: Dollars; None: invented, and such that the flags below hold.
        most_expensive: Whether no other product of its category costs as much.
        reviews: Reviews that it must have, among invented ones if `only_these_reviews` is False.
        only_these_reviews: Whether it has no reviews but these.
        keywords: Words that describe it; searching for them must find it.
    """

    slug: str
    name: str
    sku: str | None = None
    id: int | None = None
    category: tuple[str, ...] | None = None
    price: float | None = None
    most_expensive: bool = False
    reviews: tuple[ReviewEntity, ...] = ()
    only_these_reviews: bool = False
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrderLineEntity:
    """One product in an order.

    Attributes:
        sku: Stock number, a `ProductEntity.sku` of the same record, or None.
        name: Name of the product as ordered; None: that of the product with this sku, or invented.
        price: Dollars for one; None: the product's price, or invented.
        options: Options chosen, such as (("Size", "16x24"),).
        kind: Words that say what sort of thing it is ("picture frame"), for inventing a name.
    """

    sku: str | None = None
    name: str | None = None
    price: float | None = None
    options: tuple[tuple[str, str], ...] = ()
    kind: str | None = None


@dataclass(frozen=True)
class OrderEntity:
    """An order of a customer: the page `/sales/order/view/order_id/{id}/`; its number is the id with zeros in front.

    Attributes:
        id: The number; None: any free number that fits its date.
        customer: E-mail address of the customer.
        status: "complete", "canceled", "pending", ...; None: any of complete and canceled.
        date: Day as year-month-day; a month as year-month; None: any that keeps orders by id in order of time.
        total: Grand total in dollars, shipping included; None: what its lines make.
        latest_of_status: Whether the customer has no later order with this status.
        lines: Products that it holds, besides invented ones if `total` leaves room for them.
        billing: Lines of the billing address; None: the customer's address.
    """

    id: int | None
    customer: str
    status: str | None = None
    date: str | None = None
    total: float | None = None
    latest_of_status: bool = False
    lines: tuple[OrderLineEntity, ...] = ()
    billing: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ShopEntities:
    """What a shop must hold.

    Attributes:
        searches: Phrases for which the search must find products.
        absent_statuses: Order statuses that no order of the customers above may have.
    """

    customers: tuple[CustomerEntity, ...] = ()
    categories: tuple[CategoryEntity, ...] = ()
    products: tuple[ProductEntity, ...] = ()
    orders: tuple[OrderEntity, ...] = ()
    searches: tuple[str, ...] = ()
    absent_statuses: tuple[str, ...] = ()


# ---- The encyclopedia and the homepage ----------------------------------------------------------


@dataclass(frozen=True)
class ArticleEntity:
    """An article of the encyclopedia.

    Attributes:
        title: The title; in the URL its spaces are underscores.
        facts: Sentences or names that the text must contain, in this order.
    """

    title: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class WikipediaEntities:
    """What the encyclopedia must hold."""

    articles: tuple[ArticleEntity, ...] = ()


@dataclass(frozen=True)
class HomepageEntities:
    """What the homepage must show.

    Attributes:
        accounts: (site, user name, password) for its list of passwords.
    """

    accounts: tuple[tuple[str, str, str], ...] = field(default=())


Entities: TypeAlias = ForumEntities | ShopEntities | WikipediaEntities | HomepageEntities
