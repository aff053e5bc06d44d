"""What sessions of users may not do, whatever their policies say.

IAM User Guide, "Compare AWS STS credentials": IAM only with MFA, and never for a
federated user; of STS little more than AssumeRole.
"""

from kmsportal.core.call import Caller
from kmsportal.core.errors import AccessDeniedException, UnrecognizedClientException
from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.callers import INVALID_TOKEN

_OF_STS = frozenset({"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"})


def refuse_beyond_session(caller: Caller, action: str) -> None:
    """Refuse what AWS refuses to GetSessionToken's and GetFederationToken's sessions.

    UnrecognizedClientException for IAM, as at AWS, AccessDeniedException for STS.
    """
    session, kind = caller.session, caller.principal.kind
    if session is None or kind is PrincipalKind.ASSUMED_ROLE:
        return
    is_federated = kind is PrincipalKind.FEDERATED_USER
    if action.startswith("iam:") and (is_federated or session.mfa_at is None):
        raise UnrecognizedClientException(INVALID_TOKEN)
    is_open = action in _OF_STS and not is_federated
    if action.startswith("sts:") and not is_open:
        name = action.partition(":")[2]
        raise AccessDeniedException(f"Cannot call {name} with session credentials")
