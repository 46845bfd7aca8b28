"""Score trajectories 1 to 5 and choose training data by the scores."""
