"""The person's API tokens, with which programs act as she may in REST."""

from django.http import HttpResponse

from kmsportal.console.forms import TokenForm
from kmsportal.console.request import ConsoleRequest, sentence_of
from kmsportal.console.views import page
from kmsportal.core.errors import LimitExceededException


@page
def index(request: ConsoleRequest) -> HttpResponse:
    form, made = TokenForm(request.form), None
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            made = request.perform("portal:CreateApiToken", **chosen)
        except LimitExceededException as error:
            form.add_error(None, sentence_of(error))
        else:
            form = TokenForm()
    tokens = request.perform("portal:ListApiTokens").tokens
    context = {"form": form, "made": made, "tokens": tokens}
    return request.page("access/tokens.html", context)


@page
def revoke(request: ConsoleRequest, token_id: str) -> HttpResponse:
    if request.form is None:
        return request.page("access/revoke.html", {"token_id": token_id})
    request.perform("portal:RevokeApiToken", token_id=token_id)
    request.say("The token is revoked.")
    return request.redirect("tokens")
