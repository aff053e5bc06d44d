from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from billing.catalogue import install_books


def install(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    install_books(apps.get_model("billing", "PriceBook"))


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
