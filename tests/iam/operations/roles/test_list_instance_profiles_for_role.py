"""ListInstanceProfilesForRole."""

from tests.world import Client, refused


def test_there_are_none(alice: Client) -> None:
    answer = alice.iam.list_instance_profiles_for_role(RoleName="Auditor")
    assert answer == {"InstanceProfiles": [], "IsTruncated": False}


def test_a_stranger_finds_no_role(alice: Client, mallory: Client) -> None:
    trust = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny",'
    trust += ' "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
    alice.iam.create_role(RoleName="own", AssumeRolePolicyDocument=trust)
    with refused("NoSuchEntityException", "The role with name own cannot be found."):
        mallory.iam.list_instance_profiles_for_role(RoleName="own")
