"""The plan: what is stored, what is true of it, and the one way to change it."""
