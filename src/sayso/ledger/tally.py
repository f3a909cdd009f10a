"""Counts that are kept beside the rows, so that lists of who speaks need not look at every row.

The table ``tally`` has a row for each thing that is counted, in the whole ledger and in each outlet. Triggers
keep it right within the transaction that changes what it counts; here all is counted anew, to compare, or to
put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy import Connection, text

# Outlets of rows that count for all outlets together, and for articles whose outlet is not known.
EVERYWHERE = -1
NO_OUTLET = 0
# Source of a voice that cannot be told across articles.
NO_SOURCE = 0
_SHOWN_MAX = 100


class What(StrEnum):
    """What is counted.

    ``voice`` is a source, or holders of one description and identity that cannot be told across articles;
    ``share`` are attributions by identity, ``via`` channels that they came through, ``article`` latest
    versions, and ``credit`` those of them that credit a name.
    """

    VOICE = "voice"
    SHARE = "share"
    VIA = "via"
    ARTICLE = "article"
    CREDIT = "credit"


_COLUMNS = "what, outlet_id, source_id, label, identity"
_VOICE = """
    SELECT 'voice' AS what, {outlet} AS outlet_id, coalesce(source_id, 0) AS source_id,
        CASE WHEN source_id IS NULL THEN coalesce(substr(holder, 1, 400), '') ELSE '' END AS label,
        CASE WHEN source_id IS NULL THEN coalesce(identity, '') ELSE 'named' END AS identity
    FROM attribution WHERE live"""
_COUNTED = f"""
    SELECT {_COLUMNS}, count(*) AS n FROM (
        {_VOICE.format(outlet="coalesce(outlet_id, 0)")}
        UNION ALL {_VOICE.format(outlet="-1")}
        UNION ALL
        SELECT 'share', coalesce(outlet_id, 0), 0, '', coalesce(identity, '') FROM attribution WHERE live
        UNION ALL
        SELECT 'via', coalesce(r.outlet_id, 0), 0, c.folded, ''
        FROM channel AS c JOIN attribution AS r ON r.id = c.attribution_id WHERE r.live
        UNION ALL
        SELECT 'article', coalesce(outlet_id, 0), 0, '', '' FROM version WHERE is_latest
        UNION ALL
        SELECT 'credit', outlet_id, 0, name, '' FROM (
            SELECT DISTINCT v.id, coalesce(v.outlet_id, 0) AS outlet_id, c.name
            FROM credit AS c JOIN version AS v ON v.id = c.version_id WHERE v.is_latest
        ) AS credited
    ) AS rows_of_all GROUP BY {_COLUMNS}"""
_WRONG = f"""
    SELECT {_COLUMNS}, sum(counted) AS counted, sum(kept) AS kept FROM (
        SELECT {_COLUMNS}, n AS counted, 0 AS kept FROM ({_COUNTED}) AS anew
        UNION ALL SELECT {_COLUMNS}, 0, n FROM tally
    ) AS both_of_them GROUP BY {_COLUMNS} HAVING sum(counted) <> sum(kept)
    ORDER BY {_COLUMNS} LIMIT {_SHOWN_MAX}"""


def recount(connection: Connection) -> None:
    """Count everything anew, in a transaction that writes."""
    if connection.dialect.name != "sqlite":  # where writers queue anyway
        connection.execute(text("LOCK TABLE tally IN EXCLUSIVE MODE"))
    connection.execute(text("DELETE FROM tally"))
    connection.execute(text(f"INSERT INTO tally ({_COLUMNS}, n) {_COUNTED}"))


def wrong_counts(connection: Connection) -> Iterator[str]:
    """What is not as often in the ledger as its count says; the first hundred."""
    for row in connection.execute(text(_WRONG)):
        source = f"s{row.source_id}" if row.source_id != NO_SOURCE else None
        of = " ".join(filter(None, (row.what, source, row.label, row.identity)))
        where = "in all" if row.outlet_id == EVERYWHERE else f"in outlet s{row.outlet_id}"
        yield f"{of} {where}: counted as {row.kept}, there are {row.counted}"
