"""Custom key stores: their parameters, and that this portal has none.

It answers as AWS KMS does in a Region without the feature: no store can be made, so
none is ever found.
"""

from enum import Enum
from typing import Annotated, NoReturn

from msgspec import Meta

from kmsportal.core.errors import (
    CustomKeyStoreNotFoundException,
    UnsupportedOperationException,
)
from kmsportal.core.shapes import SECRET, Part, matching

CustomKeyStoreId = Annotated[str, Meta(min_length=1, max_length=64)]
CustomKeyStoreName = Annotated[str, Meta(min_length=1, max_length=256)]
CloudHsmClusterId = Annotated[
    str,
    Meta(min_length=19, max_length=24),
    matching("cluster-[2-7a-zA-Z]{11,16}"),
]
TrustAnchorCertificate = Annotated[str, Meta(min_length=1, max_length=5000)]
KeyStorePassword = Annotated[str, Meta(min_length=7, max_length=32), SECRET]
XksProxyUriEndpoint = Annotated[
    str,
    Meta(min_length=10, max_length=128),
    matching("^https://[a-zA-Z0-9.-]+$"),
]
XksProxyUriPath = Annotated[
    str,
    Meta(min_length=10, max_length=128),
    matching(
        r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$",
    ),
]
XksProxyVpcEndpointServiceName = Annotated[
    str,
    Meta(min_length=20, max_length=64),
    matching(
        r"^(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$",
    ),
]
AccountId = Annotated[str, Meta(min_length=12, max_length=12), matching("[0-9]{12}")]


class CustomKeyStoreType(Enum):
    """What keeps the keys of a store."""

    AWS_CLOUDHSM = "AWS_CLOUDHSM"
    EXTERNAL_KEY_STORE = "EXTERNAL_KEY_STORE"


class XksProxyConnectivity(Enum):
    """How an external key store proxy is reached."""

    PUBLIC_ENDPOINT = "PUBLIC_ENDPOINT"
    VPC_ENDPOINT_SERVICE = "VPC_ENDPOINT_SERVICE"


class XksProxyAuthenticationCredential(Part, frozen=True, kw_only=True):
    """The API's ``XksProxyAuthenticationCredentialType``."""

    access_key_id: Annotated[
        str, Meta(min_length=20, max_length=30), matching("^[A-Z2-7]+$"), SECRET
    ]
    raw_secret_access_key: Annotated[
        str,
        Meta(min_length=43, max_length=64),
        matching(r"^[a-zA-Z0-9\/+=]+$"),
        SECRET,
    ]


def refuse_custom_key_stores() -> NoReturn:
    """Refuse to make a store."""
    raise UnsupportedOperationException("Custom key stores are not supported.")


def refuse_absent_store(name: str) -> NoReturn:
    """Refuse to find the store with that id or friendly name."""
    raise CustomKeyStoreNotFoundException(f"Custom key store '{name}' does not exist.")
