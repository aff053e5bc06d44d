"""What the tests of organisations share."""

from tests.iam.organizations.fixtures import _no_lease, member, organization

__all__ = ["_no_lease", "member", "organization"]
