"""The aliases of the account, and where they lead."""

from django.http import HttpResponse

from kmsportal.console.forms import RetargetForm
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


@page
def index(request: ConsoleRequest) -> HttpResponse:
    marker = request.query.get("marker")
    found = request.perform("ListAliases", marker=marker, limit=50)
    return request.page("aliases/index.html", {"found": found})


@page
def retarget(request: ConsoleRequest, name: str) -> HttpResponse:
    alias_name = f"alias/{name}"
    form = RetargetForm(request.form)
    if form.is_valid():
        key_id = form.cleaned_data["key_id"]
        members = {"alias_name": alias_name, "target_key_id": key_id}
        if request.submit(form, "UpdateAlias", **members):
            request.say(f"{alias_name} now leads to {key_id}.")
            return request.redirect("aliases")
    current = request.perform("DescribeKey", key_id=alias_name).key_metadata
    context = {"alias_name": alias_name, "key": current, "form": form}
    return request.page("aliases/retarget.html", context)


@page
def delete(request: ConsoleRequest, name: str) -> HttpResponse:
    alias_name = f"alias/{name}"
    if request.form is None:
        key = request.perform("DescribeKey", key_id=alias_name).key_metadata
        context = {"alias_name": alias_name, "short_name": name, "key": key}
        return request.page("aliases/delete.html", context)
    request.perform("DeleteAlias", alias_name=alias_name)
    request.say(f"{alias_name} is deleted.")
    return request.redirect("aliases")
