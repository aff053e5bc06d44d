"""GetEventSelectors: the defaults, or what was put."""

from tests.audit.trails.worlds import NAME, Trails
from tests.world import Client, refused

_DEFAULT = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}


def test_the_default_takes_all_management_events(trail: str, trails: Trails) -> None:
    found = trails.get_event_selectors(TrailName=NAME)
    assert found == {"TrailARN": trail, "EventSelectors": [_DEFAULT]}


def test_advanced_ones_take_their_place(trail: str, trails: Trails) -> None:
    fields = [{"Field": "eventCategory", "Equals": ["Management"]}]
    chosen = [{"Name": "all", "FieldSelectors": fields}]
    trails.put_event_selectors(TrailName=NAME, AdvancedEventSelectors=chosen)
    found = trails.get_event_selectors(TrailName=trail)
    assert found == {"TrailARN": trail, "AdvancedEventSelectors": chosen}
    assert trails.get_trail(Name=NAME)["Trail"]["HasCustomEventSelectors"] is True


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).get_event_selectors(TrailName=trail)
