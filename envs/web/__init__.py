"""The web: real Chromium, embedded sites, and the backends that join them."""
