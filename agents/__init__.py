"""Layer 1: the agent contract, the registry, rollouts on worker processes, and evaluation."""
