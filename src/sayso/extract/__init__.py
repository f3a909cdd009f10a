"""Article in, attributions out: who says what, exactly where."""
