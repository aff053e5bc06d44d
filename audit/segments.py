"""How a segment gets into the database, and where a chain ends there.

A flush is one INSERT on the calling thread's own connection. On PostgreSQL it is a
prepared statement with binary parameters: Django's cursor would send the payload as
an escaped literal.
"""

import msgspec
import psycopg
from django.db import connection

from audit.chain import Head, SealedSegment
from audit.models import Segment

_INSERT = (
    "INSERT INTO audit_segment (chain_name, number, first_time, last_time, count,"
    " payload, merkle_root, previous_hash, hash)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def insert(segment: SealedSegment) -> None:
    """Write ``segment``; IntegrityError when its number is taken."""
    values = msgspec.structs.astuple(segment)
    connection.ensure_connection()
    if isinstance(connection.connection, psycopg.Connection):
        with (
            connection.wrap_database_errors,
            psycopg.Cursor(connection.connection) as cursor,
        ):
            cursor.execute(_INSERT.encode(), values, prepare=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, values)


def read_head(chain_name: str) -> Head:
    """Read where the chain ends in the database."""
    last = (
        Segment.objects.filter(chain_name=chain_name)
        .order_by("-number")
        .values_list("number", "hash")
        .first()
    )
    return Head(chain_name, last[0], bytes(last[1])) if last else Head(chain_name)
