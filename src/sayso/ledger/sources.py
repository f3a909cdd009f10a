"""People, organisations and outlets across articles: grouped by exact full name, outlets by domain too.

No more than that is done by itself; the rest people merge by hand, and can undo.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy import Connection, select, update

from sayso.ledger import schema
from sayso.ledger.dialects import insert_new
from sayso.ledger.text import as_key
from sayso.ledger.words import fold
from sayso.records import Entity, HolderType, Identity

OUTLET = HolderType.OUTLET.value


def domain_of(url: str | None) -> str:
    """The registered domain of an address, such as ``example.co.uk``; empty where there is none."""
    if not url:
        return ""
    from tld import Result, get_tld

    try:
        found = get_tld(url, as_object=True, fail_silently=True)
        # Under an ending that nobody registers, as on a network of one's own, the host stands for it.
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        domain = found.fld if isinstance(found, Result) else host
    except ValueError:  # brackets that hold no address
        return ""
    return as_key(domain)


def outlet_id(connection: Connection, name: str | None, url: str | None) -> int | None:
    """The row of an article's outlet: of its domain, else of its name; made where there is none."""
    domain = domain_of(url)
    if domain:
        columns = schema.source.c
        of_domain = select(columns.id, columns.name).where(columns.domain == domain).order_by(columns.id)
        found = connection.execute(of_domain).first()
        if found is not None:
            if name and found.name == domain:
                _give_name(connection, found.id, as_key(name), domain)
            return top(connection, found.id)
    elif not name:
        return None
    if name and (nameless := _by_name(connection, as_key(name), domain)):
        return top(connection, nameless)
    return top(connection, source_id(connection, as_key(name or domain), OUTLET, domain))


def _give_name(connection: Connection, number: int, name: str, domain: str) -> None:
    """An outlet that was known by its domain alone gets a name, unless another row has both."""
    columns = schema.source.c
    same = (columns.name == name, columns.type == OUTLET, columns.domain == domain)
    if connection.execute(select(columns.id).where(*same)).first() is None:
        named = {"name": name, "folded": as_key(fold(name))}
        connection.execute(update(schema.source).where(columns.id == number).values(**named))


def _by_name(connection: Connection, name: str, domain: str) -> int | None:
    """An outlet known by this name alone; it gets the domain, if there is one now."""
    outlets = schema.source.c
    named = select(outlets.id, outlets.domain).where(outlets.name == name, outlets.type == OUTLET)
    rows = connection.execute(named.order_by(outlets.id)).all()
    if not domain:
        return rows[0].id if rows else None
    for row in rows:
        if not row.domain:
            connection.execute(update(schema.source).where(outlets.id == row.id).values(domain=domain))
            return int(row.id)
    return None


def link_entities(connection: Connection, entities: Iterable[Entity]) -> dict[str, int]:
    """For each entity that can be told across articles, the row that stands for it.

    Unnamed ones cannot, nor can a person with only one name; an outlet joins the one of that name.
    """
    keys = {one.id: (as_key(one.name), one.type.value) for one in entities if _is_told(one)}
    wanted = sorted(set(keys.values()))
    columns = schema.source.c
    asked = select(columns.id, columns.name, columns.type, columns.merged_into).order_by(columns.id.desc())
    rows = connection.execute(asked.where(columns.name.in_([name for name, _ in wanted]))).all()
    known = {
        (row.name, row.type): top(connection, row.id) if row.merged_into else int(row.id) for row in rows
    }
    for name, type_ in wanted:
        if (name, type_) not in known:
            known[name, type_] = source_id(connection, name, type_, "")
    return {number: known[key] for number, key in keys.items()}


def _is_told(entity: Entity) -> bool:
    if entity.identity is not Identity.NAMED:
        return False
    return entity.type is not HolderType.PERSON or len(entity.name.split()) > 1


def source_id(connection: Connection, name: str, type_: str, domain: str) -> int:
    """The row of just this name, type and domain; made where there is none."""
    row = {"name": name, "type": type_, "domain": domain, "folded": as_key(fold(name))}
    columns = schema.source.c
    same = select(columns.id).where(columns.name == name, columns.type == type_, columns.domain == domain)
    found = connection.execute(same).scalar()
    if found is None:
        found = insert_new(connection, schema.source, row)
    if found is None:  # another writer was faster
        found = connection.execute(same).scalar_one()
    return int(found)


def top(connection: Connection, number: int) -> int:
    """Follow merges to the row that stands for a source now."""
    columns = schema.source.c
    while True:
        into = connection.execute(select(columns.merged_into).where(columns.id == number)).scalar()
        if into is None:
            return number
        number = int(into)
