"""Tests of the ledger run on SQLite and, where its programs are installed, on a real PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from glob import glob
from itertools import count
from pathlib import Path

import pytest

from sayso.ledger import open_ledger
from sayso.ledger.ledger import Ledger

_NUMBERS = count(1)


def _program(name: str) -> str | None:
    places = sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", "")]))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a server of our own, without the name of a database."""
    pytest.importorskip("psycopg", reason="PostgreSQL needs its driver: pip install '.[postgresql]'")
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    as_user: dict[str, str] = {"user": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder, **as_user}
    data = str(folder / "data")
    subprocess.run([initdb, "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"], **quiet)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    log = str(folder / "log")
    subprocess.run([pg_ctl, "-D", data, "-o", options, "-l", log, "-w", "start"], **quiet)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        subprocess.run([pg_ctl, "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger may be made."""
    return _new_address(request, tmp_path)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same, once for all tests of a module: for those that only read."""
    return _new_address(request, tmp_path_factory.mktemp("ledger"))


def _new_address(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return str(folder / "sayso.db")
    server = request.getfixturevalue("postgresql")
    import psycopg

    name = f"ledger{next(_NUMBERS)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """A new, empty ledger."""
    with open_ledger(address) as opened:
        yield opened
