"""How the product reaches PostgreSQL: by service name or given parameters, with deadlines. Imports no QGIS and keeps no connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import connection as Connection

DEADLINES: Mapping[str, Any] = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
DEFAULT_SERVICE = "ncovy"


def connect(service: str | None = None, *, dsn: Mapping[str, str] | None = None, application: str = "ncovy") -> Connection:
    """Open a connection, autocommit off; `dsn` holds libpq keywords and goes before `service`."""
    wanted: dict[str, Any] = {**DEADLINES, "application_name": application}
    wanted.update(dsn if dsn is not None else {"service": service or DEFAULT_SERVICE})
    connection: Connection = psycopg2.connect(**wanted)
    connection.set_client_encoding("UTF8")
    return connection


def again(connection: Connection) -> Connection:
    """A second connection to the same database as the same person, autocommit off; OperationalError when there is none to be had."""
    wanted = {**connection.info.dsn_parameters, **DEADLINES}
    if connection.info.password:
        wanted["password"] = connection.info.password
    second: Connection = psycopg2.connect(**wanted)
    second.set_client_encoding("UTF8")
    return second


def tidy(connection: Connection) -> None:
    """Roll back what was left unfinished, so that the next statement opens a transaction of its own."""
    if connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
        connection.rollback()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction of its own, also on an autocommit connection: committed at the end, rolled back on any error."""
    tidy(connection)
    autocommit = connection.autocommit
    connection.autocommit = False
    try:
        yield
        connection.commit()
    except BaseException:
        if not connection.closed:
            connection.rollback()
        raise
    finally:
        if not connection.closed:
            connection.autocommit = autocommit


def fetch(connection: Connection, query: str | sql.Composable, values: Any = None) -> list[tuple[Any, ...]]:
    """Run a query, return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def at_once(connection: Connection, query: str | sql.Composable, values: Any = None) -> list[tuple[Any, ...]]:
    """A query in no transaction of its own: one way to the server and back, where BEGIN and ROLLBACK would make three."""
    autocommit, connection.autocommit = connection.autocommit, True
    try:
        return fetch(connection, query, values)
    finally:
        if not connection.closed:
            connection.autocommit = autocommit


def value_of(connection: Connection, query: str | sql.Composable, values: Any = None) -> Any:
    """The first column of the first row; None when there is none."""
    rows = fetch(connection, query, values)
    return rows[0][0] if rows else None


def execute(connection: Connection, query: str | sql.Composable, values: Any = None) -> int:
    """Run a statement, return the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)
