"""Fixtures for ledgers on SQLite and, where its programs are installed, on a real PostgreSQL server."""

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
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger

_NUMBERS = count(1)


def _program(name: str) -> str | None:
    places = sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", "")]))


class Server:
    """A PostgreSQL server of our own, in a folder that goes with it.

    Attributes:
        address: Of the server, without the name of a database.
    """

    def __init__(self) -> None:
        initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
        if not initdb or not pg_ctl:
            pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
        as_user = {"user": "postgres"} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
        if as_user:
            shutil.chown(self._folder, "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"postgresql://postgres@127.0.0.1:{self._port}"
        self._pg_ctl = pg_ctl
        self._quiet: dict[str, Any] = {
            "check": True, "stdout": subprocess.DEVNULL, "cwd": self._folder, **as_user
        }  # fmt: skip
        self._data = str(self._folder / "data")
        subprocess.run(
            [initdb, "-D", self._data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
            **self._quiet,
        )

    def start(self) -> None:
        """Let it listen; returns when it does."""
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        command = [self._pg_ctl, "-D", self._data, "-o", options, "-l", str(self._folder / "log"), "-w"]
        subprocess.run([*command, "start"], **self._quiet)

    def stop(self) -> None:
        """Cut all connections at once, as a crash would."""
        subprocess.run([self._pg_ctl, "-D", self._data, "-m", "immediate", "stop"], **self._quiet)

    def remove(self) -> None:
        """Delete what it kept."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        """Address of a new, empty database."""
        import psycopg

        name = f"ledger{next(_NUMBERS)}"
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.address}/{name}"


def _running() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="PostgreSQL needs its driver: pip install '.[postgresql]'")
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.remove()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server that all tests share."""
    yield from _running()


@pytest.fixture
def own_postgresql() -> Iterator[Server]:
    """A server for one test alone, which may stop it and has to start it again."""
    yield from _running()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger may be made."""
    return _new_address(request, tmp_path)


@pytest.fixture
def another_address(address: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same, beside it, of the same kind."""
    if "://" not in address:
        return str(tmp_path / "another.db")
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a new ledger may be made, once for all tests of a module: for those that only read."""
    return _new_address(request, tmp_path_factory.mktemp("ledger"))


def _new_address(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return str(folder / "sayso.db")
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """A new, empty ledger."""
    from sayso.ledger import open_ledger

    with open_ledger(address) as opened:
        yield opened
