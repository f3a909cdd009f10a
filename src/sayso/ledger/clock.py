"""What time it is, as rows have it: UTC, ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def stamp() -> str:
    """The time to the second."""
    return utc_now().isoformat(timespec="seconds")


def exact_stamp() -> str:
    """The time to the microsecond, for corrections: those that share it were made in one go."""
    return utc_now().isoformat(timespec="microseconds")
