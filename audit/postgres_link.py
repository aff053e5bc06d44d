"""A connection to PostgreSQL that an event loop drives: it sends, and never waits.

libpq's asynchronous commands (PostgreSQL documentation, "Asynchronous Command
Processing") by psycopg's own wrapper of them. The INSERT is prepared once, and its
parameters are binary.
"""

import struct

import msgspec
import psycopg
from django.db import connection
from psycopg import pq
from psycopg.errors import error_from_result

from audit.chain import SealedSegment

_STATEMENT = b"append_segment"
_COLUMNS = SealedSegment.__struct_fields__
_VARCHAR, _BIGINT, _INTEGER, _BYTES = 1043, 20, 23, 17
# In the order of the columns; the numbers are those of the catalogue pg_type.
_TYPES = (_VARCHAR, _BIGINT, _BIGINT, _BIGINT, _INTEGER, *[_BYTES] * 4)
_INSERT = "INSERT INTO audit_segment ({}) VALUES ({})".format(  # noqa: S608 - of constants alone
    ", ".join(_COLUMNS),
    ", ".join(f"${place}" for place in range(1, len(_COLUMNS) + 1)),
)
_PACK = {_BIGINT: struct.Struct(">q").pack, _INTEGER: struct.Struct(">i").pack}
_BINARY = [pq.Format.BINARY] * len(_TYPES)


class PostgresLink:
    """One connection, with at most one segment on its way; psycopg.Error throughout."""

    def __init__(self, *, timeout_seconds: int) -> None:
        """Connect, which waits; a statement that takes longer is then an error."""
        self._connection = psycopg.connect(
            **connection.get_connection_params(), autocommit=True
        )
        self._connection.execute(f"SET statement_timeout = {timeout_seconds * 1000}")
        self._connection.execute("SET synchronous_commit = on")
        self._wire = self._connection.pgconn
        prepared = self._wire.prepare(_STATEMENT, _INSERT.encode(), _TYPES)
        _require(prepared, pq.ExecStatus.COMMAND_OK)
        self._wire.nonblocking = 1

    @property
    def server_process(self) -> int:
        """The number of the server's process that serves this connection."""
        return self._wire.backend_pid

    def fileno(self) -> int:
        return self._wire.socket

    def send(self, segment: SealedSegment) -> bool:
        """Begin to append ``segment``; whether all of it has left already."""
        values = zip(_TYPES, msgspec.structs.astuple(segment), strict=True)
        self._wire.send_query_prepared(
            _STATEMENT, [_encode(kind, value) for kind, value in values], _BINARY
        )
        return self.push()

    def push(self) -> bool:
        """Send on as much as the socket takes; whether nothing is left."""
        return self._wire.flush() == 0

    def is_committed(self) -> bool:
        """Take in what has come; True once the segment is committed.

        psycopg.errors.UniqueViolation when its number is taken.
        """
        self._wire.consume_input()
        while not self._wire.is_busy():
            result = self._wire.get_result()
            if result is None:
                return True
            _require(result, pq.ExecStatus.COMMAND_OK)
        return False

    def close(self) -> None:
        self._connection.close()


def _encode(kind: int, value: str | int | bytes) -> bytes:
    if isinstance(value, int):
        return _PACK[kind](value)
    return value.encode() if isinstance(value, str) else value


def _require(result: pq.abc.PGresult, status: pq.ExecStatus) -> None:
    if result.status != status:
        raise error_from_result(result)
