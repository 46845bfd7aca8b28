"""WebArena: tasks on web sites, native and official."""
