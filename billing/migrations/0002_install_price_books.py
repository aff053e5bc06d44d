from django.db import migrations

from billing.catalogue import install_books


def install(apps, _schema_editor):
    install_books(apps.get_model("billing", "PriceBook"))


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
