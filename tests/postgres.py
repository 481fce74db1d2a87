"""A PostgreSQL of our own, and what is kept of it from test to test: its connections, and how it is emptied."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import uuid
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from desk.store.postgres import PostgresStore
from desk.store.tables import metadata


class Server:
    """A throw-away cluster. As root it runs as the package's own user, which PostgreSQL insists on."""

    def __init__(self) -> None:
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
        assert self.bin is not None, "PostgreSQL is not installed: bin/test installs it"
        self.folder = Path("/tmp") / f"shopdesk-pg-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir(mode=0o700)
        self.user = pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            self.user = "postgres"
            shutil.chown(self.folder, "postgres")
        port = free_port()
        self.url = f"postgresql://{self.user}@127.0.0.1:{port}/postgres"
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-E", "UTF8", "--no-sync")
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
            # The rows that are taken away before each test would call it again and again, in the middle of others.
            " -c autovacuum=off"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        assert self.bin is not None
        command = [str(self.bin / name), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Kept:
    """One database with our tables. A new connection costs the server a process, and that process everything that it
    must learn about the tables: so tests hand them on."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.free: list[psycopg.Connection[Any]] = []
        self._emptying = psycopg.connect(url)
        # In any order, whatever refers to it.
        self._emptying.execute("SET session_replication_role = replica")
        numbers = [name for (name,) in self._emptying.execute("SELECT sequencename FROM pg_sequences")]
        # Only what a test has filled: much quicker than to truncate all. As a function its plans are made once.
        steps = [f"IF EXISTS (SELECT 1 FROM {t}) THEN DELETE FROM {t}; END IF;" for t in metadata.tables]
        steps += [
            f"IF (SELECT is_called FROM {n}) THEN PERFORM setval('{n}', 1, false); END IF;" for n in numbers
        ]
        body = "\n".join(steps)
        self._emptying.execute(
            f"CREATE FUNCTION pg_temp.empty_it() RETURNS void LANGUAGE plpgsql AS $$BEGIN {body} END$$"  # type: ignore[arg-type]
        )
        self._emptying.commit()

    def empty(self) -> None:
        self._emptying.execute("SELECT pg_temp.empty_it()")
        self._emptying.commit()

    def close(self) -> None:
        for connection in [self._emptying, *self.free]:
            connection.close()


class KeptStore(PostgresStore):
    """The store itself, on connections that an earlier test left whole."""

    def __init__(self, kept: Kept, threads: int) -> None:
        super().__init__(kept.url, threads=threads)
        self._kept = kept

    def close(self) -> None:
        self._threads.shutdown()
        for connection in self._connections:
            if not connection.closed and connection.info.transaction_status is TransactionStatus.IDLE:
                self._kept.free.append(connection)
            else:
                connection.close()

    def _connection(self) -> psycopg.Connection[Any]:
        if getattr(self._local, "connection", None) is None and self._kept.free:
            self._local.connection = self._kept.free.pop()
            self._connections.append(self._local.connection)
        return super()._connection()
