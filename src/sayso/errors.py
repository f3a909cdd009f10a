"""Everything that Sayso raises on purpose, split by what the caller can do about it.

A message says where, what was found, what was expected and what to do next. Each error has
a ``code``: a short stable word that also stands in the JSON row of an input that failed.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors raised on purpose.

    Attributes:
        code: Stable snake_case word for the kind of failure, such as ``missing_file``.
        message: One line for people.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error travel between processes, whatever its constructor asks for."""
        return (_remake, (type(self), self.args), self.__dict__)


def _remake(kind: type[SaysoError], args: tuple[object, ...]) -> SaysoError:
    return kind.__new__(kind, *args)


class InputError(SaysoError):
    """The input cannot be read as it is: the caller can fix or leave out the input."""


class UsageError(SaysoError):
    """An option or argument makes no sense: the caller can change the call."""

    def __init__(self, message: str, *, code: str = "usage") -> None:
        super().__init__(message, code=code)


class FetchError(InputError):
    """A page could not be fetched, or may not be: the caller can change the address or the limits."""


class ModelError(SaysoError):
    """The reader model is missing, changed or not usable: the caller can reinstall it."""


class LedgerError(SaysoError):
    """A ledger cannot be opened, read or written: the caller can name another, free it, or try again."""


class NotFound(SaysoError):
    """A ledger has nothing under a name or number: the caller can look for another."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="not_found")


class MissingExtra(SaysoError):
    """An optional part is not installed: the caller can install the extra.

    Args:
        extra: Name of the extra, as in ``pip install '.[extra]'`` in a checkout.
        needed_for: What asked for it.
    """

    def __init__(self, extra: str, *, needed_for: str) -> None:
        super().__init__(
            f"{needed_for} needs an optional part; in a checkout, install it with: pip install '.[{extra}]'",
            code="missing_extra",
        )
        self.extra = extra
