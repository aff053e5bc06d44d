"""``manage.py reset_password``."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kmsportal.tenancy.models import User


def test_it_prints_a_password_to_be_changed(db: None) -> None:
    user = User(email="ada@example.com", created_at=datetime(2026, 11, 23, tzinfo=UTC))
    user.set_password("forgotten by now")
    user.save()
    output = StringIO()
    call_command("reset_password", "ADA@example.com", stdout=output)
    user.refresh_from_db()
    assert user.check_password(output.getvalue().split()[4])
    assert user.must_change_password


def test_a_stranger_has_no_password(db: None) -> None:
    with pytest.raises(CommandError, match=r"^Nobody signs in as eve"):
        call_command("reset_password", "eve@example.com")
