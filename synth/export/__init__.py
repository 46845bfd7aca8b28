"""Export scored trajectories as training data in the forms that trainers read."""
