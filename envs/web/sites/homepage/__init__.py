"""The homepage: where to find the other sites, passwords, a calculator, a scratch pad; and the control endpoints."""
