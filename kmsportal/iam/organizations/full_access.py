"""The two policies that AWS gives every organisation: they allow everything."""

import msgspec

from kmsportal.iam.engine import (
    CompiledPolicy,
    PolicyLayer,
    PolicySource,
    compile_policy,
)
from kmsportal.iam.models import PolicyType

_SERVICE_CONTROL = """{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
}"""
_RESOURCE_CONTROL = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
  ]
}"""


class FullAccess(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that AWS manages: it can be neither changed nor deleted."""

    id: str
    name: str
    type: PolicyType
    description: str
    content: str

    @property
    def arn(self) -> str:
        return f"arn:aws:organizations::aws:policy/{self.type.lower()}/{self.id}"


FULL_ACCESS = {
    PolicyType.SERVICE_CONTROL: FullAccess(
        id="p-FullAWSAccess",
        name="FullAWSAccess",
        type=PolicyType.SERVICE_CONTROL,
        description="Allows access to every operation",
        content=_SERVICE_CONTROL,
    ),
    PolicyType.RESOURCE_CONTROL: FullAccess(
        id="p-RCPFullAWSAccess",
        name="RCPFullAWSAccess",
        type=PolicyType.RESOURCE_CONTROL,
        description="Allows access to every resource",
        content=_RESOURCE_CONTROL,
    ),
}
LAYERS = {
    PolicyType.SERVICE_CONTROL: PolicyLayer.SERVICE_CONTROL,
    PolicyType.RESOURCE_CONTROL: PolicyLayer.RESOURCE_CONTROL,
}


def compile_control(
    content: str, policy_type: str, name: str, arn: str
) -> CompiledPolicy:
    """Compile a control policy; PolicyError when the text is none of that type."""
    layer = LAYERS[PolicyType(policy_type)]
    return compile_policy(content, PolicySource(layer, name, arn))


COMPILED = {
    policy_type: compile_control(one.content, policy_type, one.name, one.arn)
    for policy_type, one in FULL_ACCESS.items()
}
