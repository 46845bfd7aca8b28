"""The shop's tables. Amounts are whole cents, times are seconds since 1970-01-01 UTC."""

from __future__ import annotations

from typing import Final

__all__ = ["SCHEMA"]

# `final_price`, `rating_sum`, `review_count` and `product_count` follow from other columns and rows; whoever changes
# those keeps them right. `product_category` has a row for a product's own category and for every one above it.
_CATALOGUE: Final = """
CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER,              -- NULL for the top ones
    name TEXT NOT NULL,
    slug TEXT NOT NULL,             -- last part of the path
    path TEXT NOT NULL UNIQUE,      -- 'electronics/headphones/over-ear'; its page is '/<path>.html'
    level INTEGER NOT NULL,         -- 1 for the top ones
    position INTEGER NOT NULL,
    product_count INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,      -- its page is '/<slug>.html'
    brand TEXT NOT NULL,
    category_id INTEGER NOT NULL,   -- the category it belongs to most closely
    price INTEGER NOT NULL,         -- regular price
    special_price INTEGER,          -- reduced price or NULL
    final_price INTEGER NOT NULL,   -- what one pays without options
    stock INTEGER NOT NULL,         -- 0 is out of stock
    color TEXT NOT NULL DEFAULT '',
    material TEXT NOT NULL DEFAULT '',
    rating_sum INTEGER NOT NULL DEFAULT 0,    -- stars of all approved reviews
    review_count INTEGER NOT NULL DEFAULT 0,  -- approved reviews
    position INTEGER NOT NULL,      -- place in category lists
    created INTEGER NOT NULL,
    features TEXT NOT NULL,         -- JSON list of sentences; long columns last: what is sorted by is read without them
    description TEXT NOT NULL,      -- paragraphs parted by empty lines
    attributes TEXT NOT NULL,       -- JSON list of [label, value]
    picture TEXT NOT NULL           -- JSON (see pictures.py); the photo is '/media/product/<id>/<view>.svg'
);
CREATE INDEX product_shelf ON product (category_id, brand, position);
CREATE TABLE product_category (
    id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, category_id INTEGER NOT NULL, UNIQUE (category_id, product_id)
);
CREATE INDEX product_category_product ON product_category (product_id);
CREATE INDEX product_brand ON product (brand);
CREATE TABLE product_option (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL,
    title TEXT NOT NULL,            -- 'Color', 'Size'; the form field is 'options[<id>]' with an option_value's id
    required INTEGER NOT NULL DEFAULT 1,
    position INTEGER NOT NULL
);
CREATE INDEX product_option_product ON product_option (product_id);
CREATE TABLE option_value (
    id INTEGER PRIMARY KEY,
    option_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    extra INTEGER NOT NULL DEFAULT 0,   -- cents added to the price
    position INTEGER NOT NULL
);
CREATE INDEX option_value_option ON option_value (option_id);
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL,
    customer_id INTEGER,            -- NULL when written without an account
    nickname TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL,
    rating INTEGER NOT NULL,        -- 1 to 5
    status TEXT NOT NULL,           -- 'approved', 'pending'
    created INTEGER NOT NULL
);
CREATE INDEX review_product ON review (product_id, status, created);
CREATE INDEX review_customer ON review (customer_id, created);
CREATE TABLE search_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, found TEXT NOT NULL);
CREATE TABLE search_term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, uses INTEGER NOT NULL);
CREATE TABLE compare_item (
    id INTEGER PRIMARY KEY, customer_id INTEGER, session_id INTEGER, product_id INTEGER NOT NULL, added INTEGER NOT NULL
);
"""

# Options that a customer chose are a JSON list of [title, value], in the order of the product's options.
_CUSTOMERS: Final = """
CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,     -- lower case
    password TEXT NOT NULL,
    firstname TEXT NOT NULL,
    lastname TEXT NOT NULL,
    default_billing INTEGER,        -- address ids
    default_shipping INTEGER,
    created INTEGER NOT NULL
);
CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    firstname TEXT NOT NULL,
    lastname TEXT NOT NULL,
    company TEXT NOT NULL DEFAULT '',
    street1 TEXT NOT NULL,
    street2 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL,
    region TEXT NOT NULL,           -- state or province, in full
    postcode TEXT NOT NULL,
    country_id TEXT NOT NULL,       -- 'US'
    telephone TEXT NOT NULL
);
CREATE INDEX address_customer ON address (customer_id);
CREATE TABLE newsletter_subscription (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    customer_id INTEGER,
    subscribed INTEGER NOT NULL,
    changed INTEGER NOT NULL
);
CREATE TABLE wishlist_item (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL DEFAULT 1,
    options TEXT NOT NULL DEFAULT '[]',
    comment TEXT NOT NULL DEFAULT '',
    added INTEGER NOT NULL
);
CREATE INDEX wishlist_item_customer ON wishlist_item (customer_id);
CREATE TABLE contact_message (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    telephone TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL,
    created INTEGER NOT NULL
);
"""

_SALES: Final = """
CREATE TABLE cart (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER UNIQUE,     -- one of these two is set: an account's cart, or a visitor's
    session_id INTEGER UNIQUE,
    coupon TEXT NOT NULL DEFAULT '',
    shipping_address TEXT NOT NULL DEFAULT '',  -- JSON object of address columns, '' before checkout
    billing_address TEXT NOT NULL DEFAULT '',
    shipping_method TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',             -- of a visitor without an account
    changed INTEGER NOT NULL
);
CREATE TABLE cart_item (
    id INTEGER PRIMARY KEY,
    cart_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    options TEXT NOT NULL DEFAULT '[]',
    price INTEGER NOT NULL,         -- of one, options included
    added INTEGER NOT NULL
);
CREATE INDEX cart_item_cart ON cart_item (cart_id);
CREATE TABLE coupon (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,      -- upper case
    description TEXT NOT NULL,
    percent INTEGER NOT NULL DEFAULT 0,
    amount INTEGER NOT NULL DEFAULT 0,
    minimum INTEGER NOT NULL DEFAULT 0,  -- subtotal from which it holds
    active INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE sales_order (
    id INTEGER PRIMARY KEY,
    increment_id TEXT NOT NULL UNIQUE,   -- the id with zeros in front, nine digits
    customer_id INTEGER,
    email TEXT NOT NULL,
    status TEXT NOT NULL,           -- 'pending', 'processing', 'complete', 'canceled', 'closed' (wholly refunded)
    created INTEGER NOT NULL,
    subtotal INTEGER NOT NULL,
    shipping_amount INTEGER NOT NULL,
    tax_amount INTEGER NOT NULL DEFAULT 0,
    discount_amount INTEGER NOT NULL DEFAULT 0,  -- positive; taken off
    coupon TEXT NOT NULL DEFAULT '',
    grand_total INTEGER NOT NULL,   -- subtotal + shipping + tax - discount
    total_refunded INTEGER NOT NULL DEFAULT 0,
    shipping_method TEXT NOT NULL,  -- code: 'flatrate_flatrate', 'tablerate_bestway', 'freeshipping_freeshipping'
    shipping_description TEXT NOT NULL,
    payment_method TEXT NOT NULL,   -- code: 'checkmo', 'cashondelivery'
    payment_title TEXT NOT NULL,
    shipping_address TEXT NOT NULL, -- JSON object of address columns
    billing_address TEXT NOT NULL
);
CREATE INDEX sales_order_customer ON sales_order (customer_id, created);
CREATE INDEX sales_order_created ON sales_order (created);
CREATE TABLE order_item (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    product_id INTEGER,             -- NULL when it is sold no more
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '[]',
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    quantity_shipped INTEGER NOT NULL DEFAULT 0,
    quantity_canceled INTEGER NOT NULL DEFAULT 0,
    quantity_refunded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX order_item_order ON order_item (order_id);
CREATE TABLE order_comment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    comment TEXT NOT NULL,
    created INTEGER NOT NULL
);
CREATE INDEX order_comment_order ON order_comment (order_id);
CREATE TABLE order_document (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    kind TEXT NOT NULL,             -- 'invoice', 'shipment', 'refund'
    number TEXT NOT NULL,
    amount INTEGER NOT NULL DEFAULT 0,
    tracking TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL
);
CREATE INDEX order_document_order ON order_document (order_id, kind);
"""

SCHEMA: Final = _CATALOGUE + _CUSTOMERS + _SALES
