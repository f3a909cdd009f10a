"""How the first form counts: statements that keep the table ``tally`` right, whoever writes what.

On SQLite, where one writes at a time, each row changes its counts at once. On PostgreSQL writers would wait
for each other from their first row on, so there every statement notes what it changes in ``tally_change``,
and just before the transaction ends its notes are taken into ``tally``, in one order for all.
"""

from __future__ import annotations

# What rows of attributions, and of versions, count for; see :mod:`sayso.ledger.tally`.
_ATTRIBUTIONS = """
    SELECT 'voice' AS what, coalesce(r.outlet_id, 0) AS outlet_id, coalesce(r.source_id, 0) AS source_id,
        CASE WHEN r.source_id IS NULL THEN coalesce(substr(r.holder, 1, 400), '') ELSE '' END AS label,
        CASE WHEN r.source_id IS NULL THEN coalesce(r.identity, '') ELSE 'named' END AS identity,
        {sign} AS n
    FROM {rows} AS r WHERE r.live
    UNION ALL
    SELECT 'voice', -1, coalesce(r.source_id, 0),
        CASE WHEN r.source_id IS NULL THEN coalesce(substr(r.holder, 1, 400), '') ELSE '' END,
        CASE WHEN r.source_id IS NULL THEN coalesce(r.identity, '') ELSE 'named' END,
        {sign}
    FROM {rows} AS r WHERE r.live
    UNION ALL
    SELECT 'share', coalesce(r.outlet_id, 0), 0, '', coalesce(r.identity, ''), {sign}
    FROM {rows} AS r WHERE r.live
    UNION ALL
    SELECT 'via', coalesce(r.outlet_id, 0), 0, c.folded, '', {sign}
    FROM {rows} AS r JOIN channel AS c ON c.attribution_id = r.id WHERE r.live"""
_CHANNELS = """
    SELECT 'via' AS what, coalesce(r.outlet_id, 0) AS outlet_id, 0 AS source_id, c.folded AS label,
        '' AS identity, {sign} AS n
    FROM {rows} AS c JOIN attribution AS r ON r.id = c.attribution_id WHERE r.live"""
_VERSIONS = """
    SELECT 'article' AS what, coalesce(v.outlet_id, 0) AS outlet_id, 0 AS source_id, '' AS label,
        '' AS identity, {sign} AS n
    FROM {rows} AS v WHERE v.is_latest
    UNION ALL
    SELECT 'credit', coalesce(v.outlet_id, 0), 0, c.name, '', {sign}
    FROM {rows} AS v JOIN credit AS c ON c.version_id = v.id
    WHERE v.is_latest AND NOT EXISTS (SELECT 1 FROM credit AS e
        WHERE e.version_id = c.version_id AND e.name = c.name AND e.position < c.position)"""
_CREDITS = """
    SELECT 'credit' AS what, coalesce(v.outlet_id, 0) AS outlet_id, 0 AS source_id, c.name AS label,
        '' AS identity, {sign} AS n
    FROM {rows} AS c JOIN version AS v ON v.id = c.version_id
    WHERE v.is_latest AND NOT EXISTS (SELECT 1 FROM credit AS e
        WHERE e.version_id = c.version_id AND e.name = c.name AND e.position < c.position)"""

# For each table: what its rows count for, the columns that decide that, and what happens to its rows.
_COUNTED = {
    "attribution": (
        _ATTRIBUTIONS,
        ("live", "outlet_id", "source_id", "holder", "identity"),
        ("INSERT", "UPDATE", "DELETE"),
    ),
    "channel": (_CHANNELS, ("attribution_id", "folded"), ("INSERT", "DELETE")),
    "version": (_VERSIONS, ("is_latest", "outlet_id"), ("INSERT", "UPDATE", "DELETE")),
    "credit": (_CREDITS, ("version_id", "position", "name"), ("INSERT",)),
}
_COLUMNS = "what, outlet_id, source_id, label, identity"
_KEY = "what, source_id, label, identity, outlet_id"
_ADD = f"ON CONFLICT ({_KEY}) DO UPDATE SET n = tally.n + excluded.n"


def on_sqlite() -> list[str]:
    """A trigger for each table and what happens to its rows."""
    return [_on_sqlite(table, what) for table, (_, _, happens) in _COUNTED.items() for what in happens]


def _on_sqlite(table: str, happens: str) -> str:
    terms, columns, _ = _COUNTED[table]
    changes = []
    for row, sign in (("old", "-1"), ("new", "1")):
        if happens == {"old": "INSERT", "new": "DELETE"}[row]:
            continue
        names = columns if "attribution_id" in columns or "version_id" in columns else ("id", *columns)
        rows = f"(SELECT {', '.join(f'{row}.{name} AS {name}' for name in names)})"
        changes.append(
            f"INSERT INTO tally ({_COLUMNS}, n)"
            f" SELECT {_COLUMNS}, n FROM ({terms.format(rows=rows, sign=sign)}) WHERE true {_ADD};"
        )
    of, when = "", ""
    if happens == "UPDATE":
        of = f" OF {', '.join(columns)}"
        when = f" WHEN {' OR '.join(f'old.{name} IS NOT new.{name}' for name in columns)}"
    return (
        f"CREATE TRIGGER tally_{table}_{happens.lower()} AFTER {happens}{of} ON {table}{when}"
        f" BEGIN {' '.join(changes)} END"
    )


def on_postgresql() -> list[str]:
    """Notes of what statements change, and what takes them in; triggers for both."""
    made = [
        "CREATE UNLOGGED TABLE tally_change (what varchar(8) NOT NULL, outlet_id integer NOT NULL,"
        " source_id integer NOT NULL, label text NOT NULL, identity varchar(8) NOT NULL, n bigint NOT NULL)",
        f"""CREATE FUNCTION tally_fold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT 1 FROM tally_change) THEN
                WITH taken AS (DELETE FROM tally_change RETURNING *)
                INSERT INTO tally ({_COLUMNS}, n)
                SELECT {_COLUMNS}, sum(n) FROM taken GROUP BY {_COLUMNS} HAVING sum(n) <> 0
                ORDER BY {_KEY} {_ADD};
            END IF;
            RETURN NULL; END $$""",
        "CREATE CONSTRAINT TRIGGER tally_fold AFTER INSERT ON tally_change"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tally_fold()",
    ]
    for table, (terms, _, happens) in _COUNTED.items():
        for what in happens:
            made += _on_postgresql(table, terms, what)
    return made


def _on_postgresql(table: str, terms: str, happens: str) -> tuple[str, str]:
    old, new = terms.format(rows="old_rows", sign=-1), terms.format(rows="new_rows", sign=1)
    changes = {"INSERT": new, "DELETE": old, "UPDATE": f"{old} UNION ALL {new}"}[happens]
    sees = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    name = f"tally_{table}_{happens.lower()}"
    return (
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO tally_change ({_COLUMNS}, n)
            SELECT {_COLUMNS}, sum(n) FROM ({changes}) AS changes GROUP BY {_COLUMNS} HAVING sum(n) <> 0;
            RETURN NULL; END $$""",
        f"CREATE TRIGGER {name} AFTER {happens} ON {table}"
        f" REFERENCING {sees.get(happens, ' '.join(reversed(sees.values())))}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    )
