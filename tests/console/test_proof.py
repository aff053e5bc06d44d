"""Proof in the console: keys, anchors, exports."""

from django.core import mail
from django.test import Client as Browser

from audit.models import Anchor, AuditExport
from audit.proof.archiving import write_due_exports
from audit.proof.making import make_checkpoint
from kmsportal.tenancy.models import Role
from tests.audit.operations.anchors import make_anchor
from tests.console.conftest import role_browser
from tests.world import NOW, Client


def test_keys_and_the_newest_checkpoint_are_shown(
    signed_in: Browser, home: str
) -> None:
    assert "No checkpoint" in signed_in.get(f"{home}proof/").content.decode()
    make_checkpoint(NOW)
    page = signed_in.get(f"{home}proof/").content.decode()
    assert "ML-DSA-65" in page
    assert "kms-portal.invalid/" in page


def test_an_anchor_is_added_tested_and_removed(signed_in: Browser, home: str) -> None:
    signed_in.get(f"{home}proof/")
    make_checkpoint(NOW)
    form = {"kind": "EMAIL", "target": "a@example.com", "every_seconds": 3600}
    made = signed_in.post(f"{home}proof/anchors/create/", form).content.decode()
    assert "gets checkpoints from now on" in made
    place = f"{home}proof/anchors/{Anchor.objects.get().id}/"
    page = signed_in.post(f"{place}test/", follow=True).content.decode()
    assert "The newest checkpoint got there." in page
    assert len(mail.outbox) == 1
    signed_in.post(f"{place}delete/")
    assert not Anchor.objects.exists()


def test_a_refusal_stands_in_the_form(signed_in: Browser, home: str) -> None:
    form = {"kind": "WEBHOOK", "target": "https://x/", "every_seconds": 3600}
    page = signed_in.post(f"{home}proof/anchors/create/", form).content.decode()
    assert "KMSPORTAL_ANCHOR_HOSTS" in page


def test_a_failure_is_told_in_plain_words(
    signed_in: Browser, home: str, alice: Client
) -> None:
    make_anchor(alice)
    Anchor.objects.update(last_error="The mail server did not take the message.")
    page = signed_in.get(f"{home}proof/").content.decode()
    assert "The mail server did not take the message." in page


def test_an_auditor_exports_and_downloads(home: str, alice: Client) -> None:
    auditor = role_browser(alice, Role.AUDITOR)
    page = auditor.post(f"{home}proof/export/", follow=True).content.decode()
    assert "is being written" in page
    write_due_exports(NOW)
    export = AuditExport.objects.get()
    answer = auditor.get(f"{home}proof/export/{export.id}.zip")
    assert len(answer.getvalue()) == export.size
    assert auditor.get(f"{home}proof/").content.decode().count("Download") == 1
    assert auditor.get(f"{home}proof/anchors/create/").status_code == 200
    form = {"kind": "EMAIL", "target": "a@example.com", "every_seconds": 3600}
    assert auditor.post(f"{home}proof/anchors/create/", form).status_code == 403
