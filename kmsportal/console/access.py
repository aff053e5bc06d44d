"""Who the person is to the policies of this account."""

from django.http import HttpResponse

from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


@page
def index(request: ConsoleRequest) -> HttpResponse:
    identity = request.perform("sts:GetCallerIdentity")
    context = {"identity": identity, "principal": request.caller.principal}
    return request.page("access/index.html", context)
