"""Gold annotation and a reader become scores, and scores are held against floors.

:mod:`sayso.evaluate.gold` loads, :mod:`sayso.evaluate.runs` reads and scores,
:mod:`sayso.evaluate.metrics` defines the scores, :mod:`sayso.evaluate.floors` is the gate.
"""
