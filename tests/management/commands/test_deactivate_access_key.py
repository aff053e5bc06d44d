"""An access key is switched off by its operator, for good at the return."""

import pytest
from django.core.management import CommandError, call_command

from kmsportal.iam.callers import find_access_key
from kmsportal.iam.models import AccessKey
from tests.world import World, refused


def test_a_deactivated_key_proves_nobody(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = world.open_account()
    call_command("deactivate_access_key", opened.access_key_id)
    assert capsys.readouterr().out == (
        f"The access key {opened.access_key_id} is inactive.\n"
    )
    with refused("UnrecognizedClientException"):
        find_access_key(opened.access_key_id, may_wait=True)
    # The row stays: events name it.
    assert AccessKey.objects.filter(id=opened.access_key_id).exists()


@pytest.mark.django_db
def test_an_unknown_key_is_told() -> None:
    with pytest.raises(CommandError, match="There is no access key AKIAUNKNOWN"):
        call_command("deactivate_access_key", "AKIAUNKNOWN")
