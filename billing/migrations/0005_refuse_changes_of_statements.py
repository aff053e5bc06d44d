from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# A version of a price book may not change either. That it may be deleted is for
# Django's test runner, which empties tables between tests; it is held by its digest.
_REFUSED = {
    "billing_statement": ("UPDATE", "DELETE"),
    "billing_accountstatement": ("UPDATE", "DELETE"),
    "billing_pricebook": ("UPDATE",),
}


def refuse(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    if not is_sqlite:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION billing_refuse_change() RETURNS trigger AS $$"
            " BEGIN RAISE EXCEPTION '% of % is refused: it never changes.',"
            " TG_OP, TG_TABLE_NAME; END; $$ LANGUAGE plpgsql",
            params=None,
        )
    for table, actions in _REFUSED.items():
        for action in actions:
            schema_editor.execute(
                _trigger(table, action, is_sqlite=is_sqlite), params=None
            )


def allow(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table, actions in _REFUSED.items():
        for action in actions:
            where = "" if is_sqlite else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER {_name(table, action)}{where}")
    if not is_sqlite:
        schema_editor.execute("DROP FUNCTION billing_refuse_change()")


def _trigger(table: str, action: str, *, is_sqlite: bool) -> str:
    head = f"CREATE TRIGGER {_name(table, action)} BEFORE {action} ON {table}"
    if is_sqlite:
        refusal = (
            f"SELECT RAISE(ABORT, '{action} of {table} is refused: it never changes.')"
        )
        return f"{head} BEGIN {refusal}; END"
    return f"{head} FOR EACH ROW EXECUTE FUNCTION billing_refuse_change()"


def _name(table: str, action: str) -> str:
    return f"{table}_refuses_{action.lower()}"


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_meter_from_the_beginning")]

    operations = [migrations.RunPython(refuse, allow)]
