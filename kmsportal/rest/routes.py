"""All routes of REST."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from kmsportal.rest.paths import AliasNameConverter
from kmsportal.rest.route import Route, route

PREFIX = "/api/v1/"


def _key_address(params: Any, result: Any) -> str:  # noqa: ANN401 - CreateKey's
    return f"{PREFIX}keys/{result.key_metadata.key_id}"


def _alias_address(params: Any, result: Any) -> str:  # noqa: ANN401 - CreateAlias's
    return f"{PREFIX}aliases/{AliasNameConverter().to_url(params.alias_name)}"


def _token_address(params: Any, result: Any) -> str:  # noqa: ANN401 - CreateApiToken's
    return f"{PREFIX}tokens/{result.token_id}"


_KEY = "keys/{key_id}"
_ALIAS = "aliases/{alias_name}"

ROUTES: tuple[Route, ...] = (
    # Keys
    route("GET", _KEY, "kms:DescribeKey"),
    route("POST", f"{_KEY}/disable", "kms:DisableKey"),
    # Using keys
    route("POST", f"{_KEY}/encrypt", "kms:Encrypt"),
    route("POST", f"{_KEY}/decrypt", "kms:Decrypt", id="decrypt_under_key"),
    route("POST", f"{_KEY}/generate-data-key", "kms:GenerateDataKey"),
    route(
        "POST",
        f"{_KEY}/generate-data-key-without-plaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
    ),
    route("POST", "decrypt", "kms:Decrypt"),
    route("POST", "re-encrypt", "kms:ReEncrypt"),
    route("POST", "random", "kms:GenerateRandom"),
    # Who calls, and the tokens that stand for her
    route("GET", "caller-identity", "sts:GetCallerIdentity"),
    route("GET", "tokens", "portal:ListApiTokens"),
    route("POST", "tokens", "portal:CreateApiToken", locate=_token_address),
    route("DELETE", "tokens/{token_id}", "portal:RevokeApiToken"),
)


def routes_by_path() -> Mapping[str, tuple[Route, ...]]:
    """Return the routes by path, longer paths first: an alias's name holds slashes."""
    ordered = sorted(ROUTES, key=lambda one: (-one.path.count("/"), one.path))
    return {path: tuple(group) for path, group in groupby(ordered, lambda r: r.path)}
