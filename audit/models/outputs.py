"""What leaves the portal as it happens: records in order, destinations and alerts."""

import uuid

from django.db import models
from django.db.models import F, Q


class OutputStream(models.Model):
    """The order of one account's outgoing records; its row is locked to number them.

    Numbers are given under the lock and so become visible in their order: a cursor
    that has passed a number has passed all before it.
    """

    account_id = models.CharField(primary_key=True, max_length=12)
    head = models.BigIntegerField(default=0)


class OutputRecord(models.Model):
    """One record on its way out, until every destination and rule has passed it.

    ``recipient_account_id`` differs from ``account_id`` where an organisation's
    management account takes the events of its members.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account_id = models.CharField(max_length=12)
    number = models.BigIntegerField()
    recipient_account_id = models.CharField(max_length=12)
    event_id = models.CharField(max_length=36)
    time = models.BigIntegerField()
    record = models.TextField()


class Due(models.Model):
    """What is tried again with growing pauses, and claimed by one worker at a time."""

    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=512, blank=True)
    due_at = models.DateTimeField()

    class Meta:
        abstract = True


class DestinationKind(models.TextChoices):
    """How records are brought there."""

    WEBHOOK = "WEBHOOK"
    HTTP = "HTTP"
    SYSLOG = "SYSLOG"
    SPLUNK = "SPLUNK"


class RecordFormat(models.TextChoices):
    """How one record is spelled."""

    CLOUDTRAIL = "CLOUDTRAIL"
    OCSF = "OCSF"
    CEF = "CEF"


class Destination(Due):
    """A place that gets the account's records as they happen.

    ``cursor`` is the number of the last record that it has accepted. Address and
    secret are sealed to the row: many addresses are secrets themselves.
    ``ca_certificate`` is PEM, empty for the system's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=DestinationKind)
    format = models.CharField(max_length=10, choices=RecordFormat)
    endpoint_host = models.CharField(max_length=300)
    sealed = models.BinaryField()
    has_secret = models.BooleanField(default=False)
    ca_certificate = models.TextField(blank=True)
    is_enabled = models.BooleanField(default=True)
    is_of_organization = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="destination_name_is_unique_in_account",
                fields=["account_id", "name"],
            ),
            models.CheckConstraint(
                name="webhook_speaks_json",
                condition=~Q(kind="WEBHOOK", format="CEF"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AlertKind(models.TextChoices):
    """What a rule watches for."""

    KEY_DISABLED = "KEY_DISABLED"
    DELETION_SCHEDULED = "DELETION_SCHEDULED"
    POLICY_CHANGED = "POLICY_CHANGED"
    TRAIL_CHANGED = "TRAIL_CHANGED"
    DENIAL_SPIKE = "DENIAL_SPIKE"
    NEW_ADDRESS = "NEW_ADDRESS"


class AlertRule(models.Model):
    """Who is told when something happens, and how often at most.

    ``denials`` holds the times (epoch microseconds) of the latest ones, at most
    ``threshold``. ``held_back`` counts what matched while the rule was cooling down.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=AlertKind)
    email = models.CharField(max_length=254, blank=True)
    endpoint_host = models.CharField(max_length=300, blank=True)
    sealed = models.BinaryField(default=bytes)
    threshold = models.PositiveIntegerField(default=20)
    window_seconds = models.PositiveIntegerField(default=300)
    cool_down_seconds = models.PositiveIntegerField(default=900)
    is_enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    denials = models.JSONField(default=list)
    held_back = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="alert_rule_name_is_unique_in_account",
                fields=["account_id", "name"],
            ),
            models.CheckConstraint(
                name="alert_rule_tells_somebody",
                condition=~Q(email="") | ~Q(endpoint_host=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeenAddress(models.Model):
    """An address that a principal has called from, as one rule has learnt it."""

    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="seen")
    principal = models.CharField(max_length=512)
    address = models.CharField(max_length=45)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="address_is_seen_once",
                fields=["rule", "principal", "address"],
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Alert(Due):
    """One message of a rule by one channel, until it is taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="alerts")
    by_email = models.BooleanField()
    sentence = models.CharField(max_length=1024)
    record = models.TextField()
    more = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alert_is_sent_after_it_is_made",
                condition=Q(sent_at=None) | Q(sent_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
