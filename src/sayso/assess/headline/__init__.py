"""A headline and a reading become a check: the same matter or not, what the body makes of it, if it holds."""
