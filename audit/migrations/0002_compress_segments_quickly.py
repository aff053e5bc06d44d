"""Segments are compressed by LZ4 where PostgreSQL can: its own way halves a flush's speed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_WITH_LZ4 = 140_000
_COMPRESS = """
DO $$ BEGIN
    ALTER TABLE audit_segment ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;  -- this server was built without LZ4
END $$
"""


def compress(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    if (
        connection.vendor == "postgresql"
        and getattr(connection, "pg_version", 0) >= _WITH_LZ4
    ):
        schema_editor.execute(_COMPRESS)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(compress, migrations.RunPython.noop)]
