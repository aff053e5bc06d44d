"""UpdateCustomKeyStore: there is no store to change."""

from keys.custom_key_stores import (
    AccountId,
    CloudHsmClusterId,
    CustomKeyStoreId,
    CustomKeyStoreName,
    KeyStorePassword,
    XksProxyAuthenticationCredential,
    XksProxyConnectivity,
    XksProxyUriEndpoint,
    XksProxyUriPath,
    XksProxyVpcEndpointServiceName,
    refuse_absent_store,
)
from keys.operation import account_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    custom_key_store_id: CustomKeyStoreId
    new_custom_key_store_name: CustomKeyStoreName | None = None
    key_store_password: KeyStorePassword | None = None
    cloud_hsm_cluster_id: CloudHsmClusterId | None = None
    xks_proxy_uri_endpoint: XksProxyUriEndpoint | None = None
    xks_proxy_uri_path: XksProxyUriPath | None = None
    xks_proxy_vpc_endpoint_service_name: XksProxyVpcEndpointServiceName | None = None
    xks_proxy_vpc_endpoint_service_owner: AccountId | None = None
    xks_proxy_authentication_credential: XksProxyAuthenticationCredential | None = None
    xks_proxy_connectivity: XksProxyConnectivity | None = None


@account_operation(kind=Kind.CHANGE)
def update_custom_key_store(call: Call, params: Params) -> Empty:
    refuse_absent_store(params.custom_key_store_id)
