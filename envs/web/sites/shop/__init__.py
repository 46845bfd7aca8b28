"""The shop: a catalogue with search, filters and reviews; carts, orders, wish lists and accounts."""
