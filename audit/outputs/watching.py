"""Alert rules over what has come in: matched once each, told at most so often.

Matches and the cursor that has passed them are committed together. Telling comes after
that and may be repeated.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from audit.models import Alert, AlertRule, OutputRecord, OutputStream
from audit.outputs.claiming import claim, put_off
from audit.outputs.matching import sentence_of
from audit.outputs.reading import read_record
from audit.outputs.refusals import OutputError
from audit.outputs.telling import tell
from audit.trails.moments import moment_of

logger = logging.getLogger(__name__)

_MOST_RECORDS = 500
_LONGEST_SENTENCE = 1024
_KEPT = timedelta(days=30)


def watch_due(now: datetime) -> int:
    """Match what is new and tell what is due; return how many alerts were taken."""
    for rule_id in _behind():
        try:
            while _match(rule_id, now):
                pass
        except Exception:
            logger.exception("The alert rule %s could not be matched.", rule_id)
    Alert.objects.filter(sent_at__lt=now - _KEPT).delete()
    rows = Alert.objects.filter(sent_at=None, due_at__lte=now).select_related("rule")
    return sum(_tell(alert, now) for alert in list(rows.order_by("made_at", "id")))


def _behind() -> list[uuid.UUID]:
    news = OutputStream.objects.filter(
        account_id=OuterRef("account_id"), head__gt=OuterRef("cursor")
    )
    rows = AlertRule.objects.filter(Q(Exists(news)) | Q(held_back__gt=0))
    return list(rows.order_by("created_at", "id").values_list("id", flat=True))


@transaction.atomic
def _match(rule_id: uuid.UUID, now: datetime) -> bool:
    """Match one batch; return whether there may be more."""
    rows = AlertRule.objects.select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked
    )
    rule = rows.filter(pk=rule_id).first()
    if rule is None:
        return False
    found = OutputRecord.objects.filter(
        account_id=rule.account_id, number__gt=rule.cursor
    )
    batch = list(found.order_by("number")[:_MOST_RECORDS])
    for row in batch:
        if rule.is_enabled and row.recipient_account_id == rule.account_id:
            _look(rule, row, now)
        rule.cursor = row.number
    _catch_up(rule, now)
    rule.save(update_fields=["cursor", "denials", "held_back", "told_at"])
    return len(batch) == _MOST_RECORDS


def _look(rule: AlertRule, row: OutputRecord, now: datetime) -> None:
    sentence = sentence_of(rule, read_record(row.record), moment_of(row.time))
    if not sentence:
        return
    if _is_cooling(rule, now):
        rule.held_back += 1
        return
    _raise(rule, sentence, row.record, now)


def _catch_up(rule: AlertRule, now: datetime) -> None:
    """Tell of what was held back, once the rule has cooled down."""
    if rule.held_back and not _is_cooling(rule, now):
        _raise(rule, f"It happened {rule.held_back} more times meanwhile.", "{}", now)


def _is_cooling(rule: AlertRule, now: datetime) -> bool:
    pause = timedelta(seconds=rule.cool_down_seconds)
    return rule.told_at is not None and now < rule.told_at + pause


def _raise(rule: AlertRule, sentence: str, record: str, now: datetime) -> None:
    for by_email in (True, False):
        if rule.email if by_email else rule.endpoint_host:
            Alert.objects.create(
                rule=rule,
                by_email=by_email,
                sentence=sentence[:_LONGEST_SENTENCE],
                record=record,
                more=rule.held_back,
                made_at=now,
                due_at=now,
            )
    rule.held_back, rule.told_at = 0, now


def _tell(alert: Alert, now: datetime) -> bool:
    if not claim(alert, now):
        return False
    try:
        tell(alert)
    except OutputError as error:
        put_off(alert, str(error), now)
        return False
    except Exception:
        logger.exception("The alert %s could not be told.", alert.pk)
        put_off(alert, "The portal failed; its operator's log says why.", now)
        return False
    Alert.objects.filter(pk=alert.pk).update(sent_at=now, last_error="")
    return True
