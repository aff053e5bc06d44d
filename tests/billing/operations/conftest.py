from tests.billing.operations.worlds import bob, eve

__all__ = ["bob", "eve"]
