"""What people say over what the reader said: rows of their own, shown on top, undone one by one.

A correction is tied to the words it is about. When an article is read again, or comes in a new version, it
goes to the attribution that says the same; where its words no longer stand it is orphaned: kept and listed,
but applied to nothing.
"""

from sayso.ledger.corrections.carry import apply, reapply
from sayso.ledger.corrections.change import correct, undo
from sayso.ledger.corrections.fields import FIELDS, SPANS, VERDICT, VERDICTS
from sayso.ledger.corrections.history import Correction, history, last_of
from sayso.ledger.corrections.standing import Standing, load_standing

__all__ = [
    "FIELDS",
    "SPANS",
    "VERDICT",
    "VERDICTS",
    "Correction",
    "Standing",
    "apply",
    "correct",
    "history",
    "last_of",
    "load_standing",
    "reapply",
    "undo",
]
