from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("keys", "0010_grant"),
    ]

    operations = [
        migrations.AddField(
            model_name="key",
            name="material_expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="key",
            name="pending_material_id",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="keymaterial",
            name="description",
            field=models.CharField(blank=True, max_length=256),
        ),
        migrations.AddField(
            model_name="keymaterial",
            name="valid_to",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="keymaterial",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name="key",
            index=models.Index(fields=["material_expires_at"], name="key_by_expiry"),
        ),
        migrations.AddConstraint(
            model_name="keymaterial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed__isnull", False), ("valid_to", None), _connector="OR"
                ),
                name="key_material_expires_only_while_imported",
            ),
        ),
    ]
