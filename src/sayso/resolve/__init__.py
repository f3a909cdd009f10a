"""Sources become holders, statements get the channels they came through, and times their dates."""
