"""CreateCustomKeyStore: refused, for this portal keeps all keys itself."""

from keys.custom_key_stores import (
    AccountId,
    CloudHsmClusterId,
    CustomKeyStoreId,
    CustomKeyStoreName,
    CustomKeyStoreType,
    KeyStorePassword,
    TrustAnchorCertificate,
    XksProxyAuthenticationCredential,
    XksProxyConnectivity,
    XksProxyUriEndpoint,
    XksProxyUriPath,
    XksProxyVpcEndpointServiceName,
    refuse_custom_key_stores,
)
from keys.operation import account_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    custom_key_store_name: CustomKeyStoreName
    cloud_hsm_cluster_id: CloudHsmClusterId | None = None
    trust_anchor_certificate: TrustAnchorCertificate | None = None
    key_store_password: KeyStorePassword | None = None
    custom_key_store_type: CustomKeyStoreType | None = None
    xks_proxy_uri_endpoint: XksProxyUriEndpoint | None = None
    xks_proxy_uri_path: XksProxyUriPath | None = None
    xks_proxy_vpc_endpoint_service_name: XksProxyVpcEndpointServiceName | None = None
    xks_proxy_vpc_endpoint_service_owner: AccountId | None = None
    xks_proxy_authentication_credential: XksProxyAuthenticationCredential | None = None
    xks_proxy_connectivity: XksProxyConnectivity | None = None


class Result(Answer, frozen=True, kw_only=True):
    custom_key_store_id: CustomKeyStoreId


@account_operation(kind=Kind.CHANGE)
def create_custom_key_store(call: Call, params: Params) -> Result:
    refuse_custom_key_stores()
