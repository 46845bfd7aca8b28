"""Facts, as tables, and how each kind of thing becomes an article."""
