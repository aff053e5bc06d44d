"""OpenID Connect providers as IAM names, finds and shows them."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlsplit

from django.conf import settings
from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidInputException, LimitExceededException
from kmsportal.core.operation import Kind
from kmsportal.iam.entities import Entity
from kmsportal.iam.models import OidcProvider

MOST_PROVIDERS = 100
MOST_CLIENT_IDS = 100
MOST_THUMBPRINTS = 5
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

ProviderArn = Annotated[str, Meta(min_length=20, max_length=2048)]
ProviderUrl = Annotated[str, Meta(min_length=1, max_length=255)]
ClientId = Annotated[str, Meta(min_length=1, max_length=255)]
Thumbprint = Annotated[str, Meta(min_length=40, max_length=40)]


def named_provider(call: Call) -> Entity:
    """Return the provider that ``params.open_id_connect_provider_arn`` names."""
    arn: str = call.params.open_id_connect_provider_arn  # type: ignore[attr-defined]  # declared so
    prefix = f"arn:aws:iam::{call.account_id}:oidc-provider/"
    rows = OidcProvider.objects.filter(
        account_id=call.account_id, url=arn.removeprefix(prefix)
    )
    if call.operation.kind is Kind.CHANGE:
        rows = rows.select_for_update()
    return Entity(
        arn=arn,
        shown_as=arn,
        absence=f"OpenIDConnect Provider not found for arn {arn}",
        row=rows.first() if arn.startswith(prefix) else None,
    )


def provider_arn(call: Call, url: str) -> str:
    return f"arn:aws:iam::{call.account_id}:oidc-provider/{bare_url(url)}"


def bare_url(url: str) -> str:
    """Return an issuer's URL as its ARN has it: without the scheme."""
    return url.partition("://")[2].rstrip("/")


def issuer_of(provider: OidcProvider) -> str:
    """Return the URL at which the issuer is asked, and which its tokens name."""
    host = urlsplit(f"//{provider.url}").hostname
    return f"{'http' if _is_open(host) else 'https'}://{provider.url}"


def require_url(url: str) -> None:
    """Refuse what is no issuer's URL; InvalidInputException.

    OpenID Connect Discovery 1.0, section 3: https, without query and fragment.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and _is_open(host))
    has_more = parts.query or parts.fragment or parts.username or parts.password
    if not host or not is_secure or has_more:
        raise InvalidInputException("Invalid Open ID Connect Provider URL")


def require_client_ids(client_ids: Sequence[str]) -> list[str]:
    """Return the ids, each once; LimitExceededException for more than 100."""
    ids = list(dict.fromkeys(client_ids))
    if len(ids) > MOST_CLIENT_IDS:
        raise LimitExceededException(
            "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider:"
            f" {MOST_CLIENT_IDS}"
        )
    return ids


def require_thumbprints(thumbprints: Sequence[str]) -> list[str]:
    """Return the thumbprints; InvalidInputException for too many or no hexadecimal."""
    if len(thumbprints) > MOST_THUMBPRINTS:
        raise InvalidInputException(
            f"Thumbprint list must contain fewer than {MOST_THUMBPRINTS} entries."
        )
    for thumbprint in thumbprints:
        if not all(letter in "0123456789abcdefABCDEF" for letter in thumbprint):
            raise InvalidInputException(f"Invalid thumbprint {thumbprint}")
    return list(thumbprints)


def _is_open(host: str | None) -> bool:
    """Tell whether the host may be asked without TLS: this very machine, in tests."""
    return bool(settings.KMSPORTAL_OIDC_LOOPBACK_HTTP) and host in _LOOPBACK
