"""What is wrong with one article becomes a failure to note; what is wrong with all of them is raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from sayso.errors import InputError, SaysoError
from sayso.pipeline.processes import DIED
from sayso.records import Failure

Value = TypeVar("Value")


def attempt(name: str, do: Callable[[], Value]) -> Value | Failure:
    """Do something with an article.

    Raises:
        SaysoError: About something else than the article.
        DBAPIError: Likewise.
    """
    try:
        return do()
    except InputError as error:
        return Failure(name, error.code, error.message)
    except (SaysoError, DBAPIError):
        raise
    except Exception as error:
        return internal(name, error)


def internal(name: str, error: Exception) -> Failure:
    """For an error that nobody thought of."""
    return Failure(name, "internal", f"{name}: {type(error).__name__}: {error}")


def process_died(name: str) -> Failure:
    """For an article whose process ended without a word."""
    return Failure(name, "process_died", f"{name}: {DIED}")
