"""AndroidControl: recorded demonstrations as an environment, and scoring that anyone can compare."""
