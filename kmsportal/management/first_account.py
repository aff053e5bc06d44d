"""The first organisation, account and administrator of an installation."""

import re
from datetime import datetime
from pathlib import Path

import environ
import msgspec
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import transaction

from kmsportal.core.secret import SecretText
from kmsportal.iam.accounts import NewAccount, Preset, add_member, open_account
from kmsportal.management.supervision.folder import write_private
from kmsportal.tenancy.models import ACCOUNT_ID, Account, Organisation, Role, User
from kmsportal.tenancy.people import new_password

ORGANISATION = "Default organisation"
ACCOUNT = "Default account"
# IAM API reference, AccessKey: AccessKeyId has 16 to 128 word characters.
_ACCESS_KEY_ID = re.compile(r"\w{16,128}", re.ASCII)
_SHORTEST_SECRET = 16


class Administrator(msgspec.Struct, frozen=True, kw_only=True):
    """The first person; without a given password she gets one to be changed."""

    email: str = "admin@kmsportal.local"
    password: SecretText | None = None


class FirstAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator is told; ``one_time_password`` only when it was made."""

    account_id: str
    email: str
    one_time_password: SecretText | None


def read_presets(env: environ.Env) -> tuple[Preset, Administrator]:
    """Read the first credentials that the environment gives; CommandError if unfit."""
    secret = env.str("KMSPORTAL_SECRET_ACCESS_KEY", default="")
    password = env.str("KMSPORTAL_ADMIN_PASSWORD", default="")
    preset = Preset(
        account_id=env.str("KMSPORTAL_ACCOUNT_ID", default="") or None,
        access_key_id=env.str("KMSPORTAL_ACCESS_KEY_ID", default="") or None,
        secret_access_key=SecretText(secret) if secret else None,
    )
    _refuse_unfit(preset)
    administrator = Administrator(
        email=env.str("KMSPORTAL_ADMIN_EMAIL", default="admin@kmsportal.local"),
        password=SecretText(password) if password else None,
    )
    _refuse_unfit_administrator(administrator)
    return preset, administrator


def open_first_account(
    credentials: Path, *, time: datetime, preset: Preset, administrator: Administrator
) -> FirstAccount | None:
    """Open the first account and write its credentials; None when there is one.

    The file is written before the commit: an account whose only secret nobody has
    would be of no use.
    """
    with transaction.atomic():
        if Account.objects.exists():
            return None
        organisation = Organisation.objects.create(name=ORGANISATION, created_at=time)
        opened = open_account(organisation, ACCOUNT, time=time, preset=preset)
        password = administrator.password or new_password()
        user = _make_administrator(administrator, password, time=time)
        add_member(opened.account, user, Role.ADMINISTRATOR, time=time)
        write_private(credentials, credentials_text(opened))
    return FirstAccount(
        account_id=opened.account.id,
        email=user.email,
        one_time_password=None if administrator.password else password,
    )


def credentials_text(opened: NewAccount) -> str:
    """Return an AWS shared-credentials file (AWS SDKs and Tools Reference Guide).

    It names a region, because version 1 of the AWS CLI does not read ``AWS_REGION``.
    """
    return (
        "[default]\n"
        f"region = {settings.KMSPORTAL_REGIONS[0]}\n"
        f"aws_access_key_id = {opened.access_key_id}\n"
        f"aws_secret_access_key = {opened.secret_access_key.reveal()}\n"
    )


def _make_administrator(
    administrator: Administrator, password: SecretText, *, time: datetime
) -> User:
    user = User(
        email=administrator.email,
        name="Administrator",
        created_at=time,
        must_change_password=administrator.password is None,
    )
    user.set_password(password.reveal())
    user.save(force_insert=True)
    return user


def _refuse_unfit(preset: Preset) -> None:
    if preset.account_id and not re.fullmatch(ACCOUNT_ID, preset.account_id):
        raise CommandError("KMSPORTAL_ACCOUNT_ID must be twelve digits.")
    if bool(preset.access_key_id) != bool(preset.secret_access_key):
        raise CommandError(
            "KMSPORTAL_ACCESS_KEY_ID and KMSPORTAL_SECRET_ACCESS_KEY go together:"
            " set both or none."
        )
    if preset.access_key_id and not _ACCESS_KEY_ID.fullmatch(preset.access_key_id):
        raise CommandError(
            "KMSPORTAL_ACCESS_KEY_ID must be 16 to 128 letters, digits or underscores."
        )
    secret = preset.secret_access_key
    if secret and len(secret.reveal()) < _SHORTEST_SECRET:
        raise CommandError(
            f"KMSPORTAL_SECRET_ACCESS_KEY must have {_SHORTEST_SECRET} characters or"
            " more."
        )


def _refuse_unfit_administrator(administrator: Administrator) -> None:
    try:
        validate_email(administrator.email)
    except ValidationError as error:
        raise CommandError("KMSPORTAL_ADMIN_EMAIL is not an e-mail address.") from error
    if administrator.password is None:
        return
    try:
        validate_password(administrator.password.reveal())
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise CommandError(f"KMSPORTAL_ADMIN_PASSWORD: {reasons}") from error
