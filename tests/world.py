"""A small world for tests, built by real operations: accounts and their clients."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from billing.catalogue import install_books
from kmsportal import gateway
from kmsportal.core.call import Call, Caller, Door, Origin
from kmsportal.core.errors import ServiceError
from kmsportal.core.ids import new_event_id, new_uuid
from kmsportal.core.operation import pascal
from kmsportal.core.shapes import Timestamp, decode_timestamp
from kmsportal.iam.access_keys import issue_access_key
from kmsportal.iam.accounts import NewAccount, give_policy, make_user, open_account
from kmsportal.iam.callers import find_access_key
from kmsportal.registry import find_operation
from kmsportal.sealing.root import open_installation
from kmsportal.tenancy.models import Organisation
from tests.modelled import require_modelled

REGION = "us-east-1"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


class Client:
    """Calls operations through the gateway as one principal.

    ``client.create_key(Description="x")`` performs kms:CreateKey and returns the answer
    as plain values under AWS's member names; a refusal is raised.
    """

    def __init__(self, caller: Caller, *, region: str = REGION) -> None:
        self.caller = caller
        self.region = region
        self.time = NOW

    @property
    def account_id(self) -> str:
        return self.caller.account_id

    @property
    def arn(self) -> str:
        return self.caller.principal.arn

    def in_region(self, region: str) -> "Client":
        other = Client(self.caller, region=region)
        other.time = self.time
        return other

    def call(self, service: str, name: str, **members: Any) -> Call:
        operation = find_operation(service, name)
        params = msgspec.convert(
            members, operation.params, dec_hook=decode_timestamp, builtin_types=(bytes,)
        )
        introduce = operation.introduce
        return Call(
            operation=operation,
            caller=introduce(params, self.time) if introduce else self.caller,
            origin=Origin(door=Door.REST, source_ip="192.0.2.7", user_agent="tests/1"),
            region=self.region,
            time=self.time,
            params=params,
            request_id=new_uuid(),
            event_id=new_event_id(self.time),
        )

    def perform(self, service: str, name: str, **members: Any) -> dict[str, Any]:
        try:
            result = gateway.perform(self.call(service, name, **members))
        except ServiceError as error:
            require_modelled(service, name, error.code)
            raise
        answer: dict[str, Any] = msgspec.to_builtins(
            result, builtin_types=(bytes,), enc_hook=_moment
        )
        return answer

    @property
    def iam(self) -> "ServiceClient":
        """``client.iam.create_user(UserName="x")`` performs iam:CreateUser."""
        return ServiceClient(self, "iam")

    @property
    def sts(self) -> "ServiceClient":
        return ServiceClient(self, "sts")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda **members: self.perform("kms", pascal(name), **members)


class ServiceClient:
    """The operations of one other service than KMS, called as one principal."""

    def __init__(self, client: Client, service: str) -> None:
        self._client = client
        self._service = service

    def __getattr__(self, name: str) -> Any:
        return lambda **members: self._client.perform(
            self._service, pascal(name), **members
        )


class World:
    """One installation: root key, an organisation and accounts on demand."""

    def __init__(self) -> None:
        open_installation(time=NOW)
        # A test that commits empties the tables behind it, the books among them.
        install_books()
        self.organisation = Organisation.objects.create(
            name=f"Organisation {next(_numbers)}", created_at=NOW
        )

    def open_account(self, name: str = "") -> NewAccount:
        name = name or f"account-{next(_numbers)}"
        return open_account(self.organisation, name, time=NOW)

    def account(self, name: str = "") -> Client:
        """Open an account and return its administrator."""
        opened = self.open_account(name)
        return Client(find_access_key(opened.access_key_id, may_wait=True).caller)

    def run_due_work(self, *clients: Client, after: timedelta = timedelta(0)) -> int:
        """Do what the scheduler would do now, or ``after`` a while; clients age too."""
        moment = max((client.time for client in clients), default=NOW) + after
        for client in clients:
            client.time = moment
        return gateway.run_due_work(moment)

    def user(self, admin: Client, name: str, policy: str | None = None) -> Client:
        """Make a user in the administrator's account, allowed what ``policy`` says."""
        account = self.organisation.account_set.get(id=admin.account_id)
        user = make_user(account, name, time=NOW)
        if policy is not None:
            give_policy(user, "given", policy)
        key, _ = issue_access_key(user, time=NOW)
        return Client(
            find_access_key(key.id, may_wait=True).caller, region=admin.region
        )


@contextmanager
def refused(
    code: str, *sentence: str | None
) -> Iterator[pytest.ExceptionInfo[ServiceError]]:
    """Expect a refusal by its AWS name and, when given, its exact sentence.

    ``None`` expects that there is no sentence at all.
    """
    with pytest.raises(ServiceError) as caught:
        yield caught
    assert caught.value.code == code, (caught.value.code, caught.value.message)
    if sentence:
        assert (caught.value.message,) == sentence


def _moment(value: Any) -> Any:
    if isinstance(value, Timestamp):
        return value.moment
    raise NotImplementedError(type(value).__name__)
