"""ConnectCustomKeyStore: there is no store to connect."""

from keys.custom_key_stores import CustomKeyStoreId, refuse_absent_store
from keys.operation import account_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    custom_key_store_id: CustomKeyStoreId


@account_operation(kind=Kind.CHANGE)
def connect_custom_key_store(call: Call, params: Params) -> Empty:
    refuse_absent_store(params.custom_key_store_id)
