"""Routes of what leaves the portal: destinations and alert rules."""

from kmsportal.rest.route import PREFIX, Made, Route, route


def _destination_address(made: Made) -> str:
    return f"{PREFIX}destinations/{made.params.name}"


def _alert_address(made: Made) -> str:
    return f"{PREFIX}alert-rules/{made.params.name}"


_DESTINATION = "destinations/{name}"
_ALERT = "alert-rules/{name}"

OUTPUT_ROUTES: tuple[Route, ...] = (
    route("GET", "destinations", "portal:ListDestinations"),
    route(
        "POST",
        "destinations",
        "portal:CreateDestination",
        locate=_destination_address,
    ),
    route("PATCH", _DESTINATION, "portal:UpdateDestination"),
    route("DELETE", _DESTINATION, "portal:DeleteDestination"),
    route("POST", f"{_DESTINATION}/test", "portal:TestDestination"),
    route("GET", "alert-rules", "portal:ListAlertRules"),
    route("POST", "alert-rules", "portal:CreateAlertRule", locate=_alert_address),
    route("PATCH", _ALERT, "portal:UpdateAlertRule"),
    route("DELETE", _ALERT, "portal:DeleteAlertRule"),
    route("POST", f"{_ALERT}/test", "portal:TestAlertRule"),
)
