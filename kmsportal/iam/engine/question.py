"""A request in the form that statements test: worked out once, for all policies."""

from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.engine.model import Request

ACCOUNT_LEVEL = "*"


class Question:
    """What all statements of a decision are asked."""

    __slots__ = (
        "_names",
        "action",
        "context",
        "has_boundary",
        "is_foreign",
        "principal",
        "request",
    )

    def __init__(self, request: Request, *, has_boundary: bool) -> None:
        self.request = request
        self.action = request.action.lower()
        self.context = request.context
        self.principal = request.principal
        self.has_boundary = has_boundary
        self.is_foreign = is_foreign(request)
        self._names: tuple[str, ...] | None = None

    @property
    def resource_names(self) -> tuple[str, ...]:
        """The names by which a ``Resource`` pattern may cover the resource."""
        if self._names is None:
            self._names = _resource_names(self.request)
        return self._names


def is_foreign(request: Request) -> bool:
    """Tell whether the caller stands outside the resource's account.

    A service principal has no account: it comes in where it is named.
    """
    principal = request.principal
    is_service = principal.kind is PrincipalKind.SERVICE
    return not is_service and principal.account_id != request.resource_account


def _resource_names(request: Request) -> tuple[str, ...]:
    """Add the account-wide ARN, which AWS KMS takes for ``*`` on account level."""
    service = request.action.partition(":")[0].lower()
    if request.resource != ACCOUNT_LEVEL or service != "kms":
        return (request.resource,)
    region = request.context.get("aws:requestedregion")
    name = region if isinstance(region, str) else ""
    return (ACCOUNT_LEVEL, f"arn:aws:kms:{name}:{request.resource_account}:*")
