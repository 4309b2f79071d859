"""libpq's extended protocol, which psycopg2 never speaks but QGIS, JDBC and others do: statements with parameters, prepared statements."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.server import Database

SQLSTATE = ord("C")  # PG_DIAG_SQLSTATE
_libpq = ctypes.CDLL("libpq.so.5")
for _name in ("PQconnectdb", "PQexec", "PQprepare", "PQexecParams", "PQexecPrepared"):
    getattr(_libpq, _name).restype = ctypes.c_void_p
_libpq.PQresultErrorField.restype = ctypes.c_char_p


class Extended:
    """One connection. Each call answers the SQLSTATE of the refusal, or "" when it was done."""

    def __init__(self, handle: int) -> None:
        self._handle = ctypes.c_void_p(handle)

    def simple(self, statement: str) -> str:
        return self._told(_libpq.PQexec(self._handle, statement.encode()))

    def run(self, statement: str, *values: str) -> str:
        """Parse, bind, execute and sync at once."""
        return self._told(_libpq.PQexecParams(self._handle, statement.encode(), len(values), None, _texts(values), None, None, 0))

    def prepare(self, name: str, statement: str) -> str:
        return self._told(_libpq.PQprepare(self._handle, name.encode(), statement.encode(), 0, None))

    def run_prepared(self, name: str, *values: str) -> str:
        return self._told(_libpq.PQexecPrepared(self._handle, name.encode(), len(values), _texts(values), None, None, 0))

    def _told(self, answer: int) -> str:
        result = ctypes.c_void_p(answer)
        state: bytes = _libpq.PQresultErrorField(result, SQLSTATE) or b""
        _libpq.PQclear(result)
        return state.decode()


@contextmanager
def extended(database: Database, person: str) -> Iterator[Extended]:
    place = " ".join(f"{key}={value}" for key, value in database.dsn(person).items())
    handle = _libpq.PQconnectdb(place.encode())
    try:
        if _libpq.PQstatus(ctypes.c_void_p(handle)) != 0:
            raise ConnectionError(place)
        yield Extended(handle)
    finally:
        _libpq.PQfinish(ctypes.c_void_p(handle))


def _texts(values: Sequence[str]) -> ctypes.Array[ctypes.c_char_p]:
    return (ctypes.c_char_p * len(values))(*(value.encode() for value in values))
