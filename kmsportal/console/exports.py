"""Files of costs: asked for, listed with their progress, downloaded."""

from django import forms
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page

_FORMATS = (
    ("CSV", "CSV, for spreadsheets"),
    ("JSON", "JSON"),
    ("FOCUS_1_4", "FOCUS 1.4 (CSV)"),
    ("FOCUS_1_2", "FOCUS 1.2 (CSV)"),
    ("CUR_2_0", "AWS CUR 2.0 (CSV, gzip)"),
)


class ExportForm(forms.Form):
    """Which month, and as what."""

    month = forms.RegexField(
        r"^[0-9]{4}-(0[1-9]|1[0-2])$",
        label="Month",
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    format = forms.ChoiceField(label="Format", choices=_FORMATS)


@page
def index(request: ConsoleRequest) -> HttpResponse:
    month = request.query.get("month") or f"{request.time:%Y-%m}"
    form = ExportForm(request.form, initial={"month": month})
    if form.is_valid() and request.submit(
        form, "portal:CreateCostExport", **form.cleaned_data
    ):
        request.say("The export is asked for; it is listed until it expires.")
        return request.redirect("cost-exports")
    found = request.perform("portal:ListCostExports").exports
    return request.page("cost/exports.html", {"form": form, "exports": found})


@page
def download(request: ConsoleRequest, export_id: str) -> HttpResponse:
    found = request.perform("portal:GetCostExport", export_id=export_id)
    if found.content is None:
        return request.redirect("cost-exports")
    name = content_disposition_header(
        as_attachment=True, filename=found.export.file_name
    )
    headers = {"Content-Disposition": name or "attachment"}
    return HttpResponse(found.content, content_type=found.media_type, headers=headers)
