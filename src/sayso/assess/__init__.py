"""Attributions become judged: how surely each is put, what kind it is, and whether the headline holds."""
