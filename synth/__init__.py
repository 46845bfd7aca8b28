"""Layer 2: reverse task synthesis: explore, synthesize, collect, score, export, as rollouts."""
