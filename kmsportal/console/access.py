"""Who the person is to this account's policies, and her way to the command line."""

from django.http import HttpResponse

from kmsportal.console.forms import CredentialsForm
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page


@page
def index(request: ConsoleRequest) -> HttpResponse:
    return _show(request, CredentialsForm(), credentials="")


@page
def credentials(request: ConsoleRequest) -> HttpResponse:
    """Show credentials once: they are kept nowhere that could show them again."""
    form = CredentialsForm(request.form)
    if not form.is_valid():
        return _show(request, form, credentials="")
    seconds = int(form.cleaned_data["hours"]) * 3600
    made = request.perform("portal:CreateSessionCredentials", duration_seconds=seconds)
    return _show(request, form, credentials=_exports(request, made))


def _show(
    request: ConsoleRequest, form: CredentialsForm, *, credentials: str
) -> HttpResponse:
    context = {
        "identity": request.perform("sts:GetCallerIdentity"),
        "principal": request.caller.principal,
        "form": form,
        "credentials": credentials,
    }
    return request.page("access/index.html", context)


def _exports(request: ConsoleRequest, made: Answer) -> str:
    """Spell the credentials as lines for a shell (AWS CLI User Guide)."""
    variables = {
        "AWS_ENDPOINT_URL": request.http.build_absolute_uri("/").rstrip("/"),
        "AWS_REGION": request.region,
        # Version 1 of the AWS CLI reads this one.
        "AWS_DEFAULT_REGION": request.region,
        "AWS_ACCESS_KEY_ID": made.access_key_id,
        "AWS_SECRET_ACCESS_KEY": made.secret_access_key,
        "AWS_SESSION_TOKEN": made.session_token,
    }
    return "\n".join(f"export {name}='{value}'" for name, value in variables.items())
