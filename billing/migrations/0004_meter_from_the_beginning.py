from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_METERED = ("UsageHour", "KeyInterval", "KeyRotation")


def restart(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the projector read the ledger anew: days, months and tags follow from it."""
    for name in _METERED:
        apps.get_model("billing", name).objects.all().delete()
    apps.get_model("audit", "Watermark").objects.filter(projection="usage").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("billing", "0003_add_totals_tag_history_and_statements"),
    ]

    operations = [migrations.RunPython(restart, migrations.RunPython.noop)]
