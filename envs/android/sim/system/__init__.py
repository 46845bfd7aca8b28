"""System UI: what the phone draws itself, around and over the apps."""
