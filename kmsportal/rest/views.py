"""The views of REST: they translate, and the gateway decides."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kmsportal import gateway
from kmsportal.core.call import Call, Door
from kmsportal.core.errors import ServiceError
from kmsportal.core.ids import new_uuid
from kmsportal.core.shapes import Params
from kmsportal.portal.calls import new_call, require_region
from kmsportal.portal.origin import origin_of
from kmsportal.rest.answers import answer
from kmsportal.rest.authentication import Proof
from kmsportal.rest.reading import REGION, read_params
from kmsportal.rest.route import Route
from kmsportal.rest.tables import TableRenderer

REGION_HEADER = "X-KMS-Region"
_METHODS = ["get", "head", "post", "put", "patch", "delete"]
Handler = Callable[..., Response]


class PortalView(APIView):
    """A view whose every answer has an id and is kept out of caches."""

    http_method_names = _METHODS

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Give the request its id."""
        super().setup(request, *args, **kwargs)
        self.request_id = new_uuid()

    def finalize_response(
        self, request: Request, response: Response, *args: object, **kwargs: object
    ) -> Response:
        """Tell the id; an answer may hold plaintext, so nobody may keep it."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["X-Request-Id"] = self.request_id
        response.headers["Cache-Control"] = "no-store"
        return response


class OperationView(PortalView):
    """One path of REST, with the operation that each method stands for."""

    routes: ClassVar[Sequence[Route]] = ()

    def perform(self, route: Route, request: Request, path: dict[str, str]) -> Response:
        """Read one call, have it performed and render its answer."""
        region = _region_of(request)
        try:
            params = read_params(route, request, path)
        except ServiceError as error:
            # A proven caller's bad parameters are refused on record.
            call = self._call(route, request, region, Params())
            outcome = gateway.refuse(call, error)
            gateway.record(call, outcome)
            raise (outcome.error or error) from None
        result = gateway.perform(self._call(route, request, region, params))
        return answer(route, params, result, request=request)

    def _call(
        self, route: Route, request: Request, region: str, params: Params
    ) -> Call:
        proof: Proof = request.auth  # type: ignore[assignment]  # our authenticators'
        return new_call(
            route.operation,
            params,
            caller=proof.caller,
            origin=origin_of(request._request, Door.REST),  # noqa: SLF001 - no other way
            region=region,
            time=proof.time,
            request_id=self.request_id,
        )


class NoSuchRoute(PortalView):
    """Whatever address nothing else is found at."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:  # noqa: ARG002 - DRF's signature
        """Refuse, whatever the method."""
        raise NotFound("There is nothing at this address. See /api/schema/.")


def view_of(routes: Sequence[Route]) -> type[OperationView]:
    """Make the view of one path."""
    members: dict[str, Any] = {one.method.lower(): _handler(one) for one in routes}
    if any(one.table for one in routes):
        members["renderer_classes"] = (JSONRenderer, TableRenderer)
    return type("PathView", (OperationView,), {**members, "routes": tuple(routes)})


def _handler(route: Route) -> Handler:
    def handle(self: OperationView, request: Request, **path: str) -> Response:
        return self.perform(route, request, path)

    return handle


def _region_of(request: Request) -> str:
    named = request.headers.get(REGION_HEADER) or request.query_params.get(REGION)
    return require_region(named or settings.KMSPORTAL_REGIONS[0])
