"""MiniWoB++: small web pages, each with one seeded task, in real Chromium."""
