"""The embedded web sites: declarative routes and templates over SQLite, served from one process."""
