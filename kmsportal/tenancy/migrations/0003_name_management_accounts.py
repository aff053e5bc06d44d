from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_management_accounts(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Put each organisation's first account in charge."""
    organisations = apps.get_model("tenancy", "Organisation")
    accounts = apps.get_model("tenancy", "Account")
    for organisation in organisations.objects.filter(management_account=None):
        owned = accounts.objects.filter(organisation=organisation)
        organisation.management_account = owned.order_by("created_at", "id").first()
        organisation.save(update_fields=["management_account"])


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_organisational_units")]

    operations = [
        migrations.RunPython(name_management_accounts, migrations.RunPython.noop),
    ]
