"""Which form a ledger has, and how an older one becomes a current one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from sayso.errors import LedgerError
from sayso.ledger.engine import reading_from, show, writing_to

# The form that this release reads and writes: the last of the migrations.
CURRENT = "0002"
_KNOWN = ("0001", "0002")
_STEPS = Path(__file__).parent / "migrations"
# Number of PostgreSQL's lock that keeps two from making the tables at once; any that nobody else uses.
_LOCK = 7_244_104


def is_there(engine: Engine) -> bool:
    """Whether there is anything to open: a file with tables, or a server with tables of ours."""
    if engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:"):
        if not _n_bytes(Path(str(engine.url.database)), where=show(engine.url)):
            return False
        with reading_from(engine) as connection:  # whoever was stopped while making one leaves it empty
            return bool(connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar())
    with reading_from(engine) as connection:
        return form_of(connection) is not None


def _n_bytes(path: Path, *, where: str) -> int:
    """How large a file is; 0 where there is none.

    Raises:
        LedgerError: Nobody can tell whether it is there.
    """
    try:
        return path.stat().st_size if path.exists() else 0
    except OSError as error:
        reason = error.strerror or error
        raise LedgerError(
            f"{where}: cannot be opened ({reason}); check the name, and the permissions of the folder",
            code="ledger_unwritable",
        ) from error


def form_of(connection: Connection) -> str | None:
    """The form of the ledger behind a connection; None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_form(engine: Engine) -> None:
    """Make sure that this release can work with a ledger.

    Raises:
        LedgerError: There is none, or it is of an older or a newer release.
    """
    where = show(engine.url)
    if not is_there(engine):
        raise LedgerError(
            f"{where}: no ledger here; `sayso add` makes one, --db or SAYSO_DB names another",
            code="no_ledger",
        )
    with reading_from(engine) as connection:
        form = form_of(connection)
    if form is None:
        raise _no_ledger(engine)
    if form not in _KNOWN:
        raise LedgerError(
            f"{where}: is of a newer release of Sayso (form {form}, this one knows {CURRENT}); upgrade Sayso",
            code="ledger_newer",
        )
    if form != CURRENT:
        raise LedgerError(
            f"{where}: is of an older release of Sayso (form {form}, this one wants {CURRENT}); make a copy "
            "with `sayso db backup`, then run `sayso db upgrade`",
            code="ledger_older",
        )


def _no_ledger(engine: Engine) -> LedgerError:
    return LedgerError(
        f"{show(engine.url)}: is a database, but no ledger; name another with --db", code="no_ledger"
    )


def _check_place(connection: Connection) -> None:
    """Make sure that a new ledger can be made here.

    Raises:
        LedgerError: The file is another program's, or the server's database has not all letters.
    """
    engine = connection.engine
    if engine.dialect.name == "sqlite":
        if inspect(connection).get_table_names():
            raise _no_ledger(engine)
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise LedgerError(
            f"{show(engine.url)}: keeps {encoding}, which has not all letters; make a database with "
            "`createdb --encoding=UTF8 --template=template0`",
            code="ledger_unwritable",
        )


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Bring a ledger to the current form, or make a new one; all steps or none.

    Returns:
        The form before and after.

    Raises:
        LedgerError: It is of a newer release, a file of another program, or not to be written.
    """
    from alembic import command
    from alembic.config import Config

    with writing_to(engine) as connection:
        if engine.dialect.name != "sqlite":  # where a transaction that writes is not alone
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        before = form_of(connection)
        if before is not None and before not in _KNOWN:
            raise LedgerError(
                f"{show(engine.url)}: is of a newer release of Sayso (form {before}); upgrade Sayso",
                code="ledger_newer",
            )
        if before is None:
            _check_place(connection)
        config = Config()
        config.set_main_option("script_location", str(_STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, CURRENT
