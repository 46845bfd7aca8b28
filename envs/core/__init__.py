"""The contract every environment keeps: actions, elements, states, tasks, episodes."""
