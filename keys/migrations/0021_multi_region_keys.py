from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("keys", "0020_imported_material"),
    ]

    operations = [
        migrations.AddField(
            model_name="key",
            name="pending_window_in_days",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="key",
            name="primary_region",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="key",
            name="settled_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("Creating", "Creating"),
                    ("Enabled", "Enabled"),
                    ("Disabled", "Disabled"),
                    ("PendingDeletion", "Pending Deletion"),
                    ("PendingImport", "Pending Import"),
                    ("PendingReplicaDeletion", "Pending Replica Deletion"),
                    ("Unavailable", "Unavailable"),
                    ("Updating", "Updating"),
                ],
                max_length=32,
            ),
        ),
        migrations.AddField(
            model_name="key",
            name="settles_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="key",
            index=models.Index(fields=["settles_at"], name="key_by_settling"),
        ),
        migrations.AddIndex(
            model_name="key",
            index=models.Index(
                condition=models.Q(("multi_region", True)),
                fields=["account_id", "key_id"],
                name="key_in_every_region",
            ),
        ),
        migrations.AddConstraint(
            model_name="key",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("multi_region", True),
                        models.Q(("primary_region", ""), _negated=True),
                    ),
                    models.Q(("multi_region", False), ("primary_region", "")),
                    _connector="OR",
                ),
                name="key_primary_region_iff_multi_region",
            ),
        ),
        migrations.AddConstraint(
            model_name="key",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("pending_window_in_days__isnull", False),
                        ("state", "PendingReplicaDeletion"),
                    ),
                    models.Q(
                        models.Q(("state", "PendingReplicaDeletion"), _negated=True),
                        ("pending_window_in_days", None),
                    ),
                    _connector="OR",
                ),
                name="key_pending_window_iff_pending_replica_deletion",
            ),
        ),
        migrations.AddConstraint(
            model_name="key",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_state", ""), ("settles_at", None)),
                    models.Q(
                        ("settles_at__isnull", False),
                        models.Q(("settled_state", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="key_settles_into_a_state",
            ),
        ),
    ]
