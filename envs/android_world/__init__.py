"""AndroidWorld: phone tasks and the environment that poses them."""
