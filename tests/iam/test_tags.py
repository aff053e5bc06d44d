"""Tags of IAM: one value a name, told apart without case."""

from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.tags import Tag, listed, tagged, untagged

_names = st.text("aAbBcC", min_size=1, max_size=3)
_before = st.lists(_names, unique_by=str.lower, max_size=10).map(
    lambda names: dict.fromkeys(names, "old")
)
_new = st.lists(_names, unique_by=str.lower, max_size=10).map(
    lambda names: [Tag(key=name, value="new") for name in names]
)


@given(_before, _new)
def test_the_new_ones_win_and_no_name_is_there_twice(
    before: dict[str, str], new: list[Tag]
) -> None:
    after = tagged(before, new, quota="TagsPerUser")
    lowered = [name.lower() for name in after]
    assert len(set(lowered)) == len(lowered)
    assert {tag.key for tag in new} <= after.keys()
    assert set(lowered) == {name.lower() for name in before} | {
        tag.key.lower() for tag in new
    }
    assert tagged(after, new, quota="TagsPerUser") == after
    assert untagged(after, [tag.key.upper() for tag in new]) == untagged(
        before, [tag.key for tag in new]
    )
    assert [tag.key for tag in listed(after)] == sorted(after)
