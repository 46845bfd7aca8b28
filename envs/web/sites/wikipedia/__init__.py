"""The encyclopedia: articles, categories, search; it is read, never written."""
