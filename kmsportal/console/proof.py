"""Proof: what the audit is signed with, who keeps its checkpoints, and exports."""

from collections.abc import Iterator

from django import forms
from django.http import HttpResponse, StreamingHttpResponse

from kmsportal.console.request import Answer, ConsoleRequest, sentence_of
from kmsportal.console.views import page
from kmsportal.core.errors import LimitExceededException, ValidationException


class CreateAnchorForm(forms.Form):
    """What a new anchor is asked about."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            ("WEBHOOK", "Webhook"),
            ("EMAIL", "E-mail"),
            ("TIMESTAMP", "Time stamping authority (RFC 3161)"),
        ],
    )
    target = forms.CharField(
        label="Address",
        max_length=1024,
        help_text="An e-mail address, or a web address that the operator allows.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    every_seconds = forms.IntegerField(
        label="At most every … seconds", min_value=60, max_value=604_800, initial=3600
    )
    ca_certificates = forms.CharField(
        label="The authority's root certificates, in PEM",
        required=False,
        max_length=65_536,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@page
def index(request: ConsoleRequest) -> HttpResponse:
    context = {
        "keys": request.panel("portal:ListAuditKeys"),
        "anchors": request.panel("portal:ListAuditAnchors"),
        "exports": request.panel("portal:ListAuditExports"),
    }
    return request.page("proof/index.html", context)


@page
def export(request: ConsoleRequest) -> HttpResponse:
    if request.form is not None:
        request.perform("portal:ExportAudit")
        request.say("The export is being written. It can be downloaded here for a day.")
    return request.redirect("proof")


@page
def download(request: ConsoleRequest, export_id: str) -> StreamingHttpResponse:
    """Give the archive out piece by piece; each piece is on record."""
    first = request.perform("portal:DownloadAuditExport", export_id=export_id)
    answer = StreamingHttpResponse(
        _pieces(request, export_id, first), content_type="application/zip"
    )
    name = f"audit-{request.account_id}-{export_id}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page
def create_anchor(request: ConsoleRequest) -> HttpResponse:
    form = CreateAnchorForm(request.form)
    if form.is_valid():
        chosen = dict(form.cleaned_data)
        chosen["ca_certificates"] = chosen["ca_certificates"] or None
        try:
            made = request.perform("portal:CreateAuditAnchor", **chosen)
        except (LimitExceededException, ValidationException) as error:
            form.add_error(None, sentence_of(error))
        else:
            return request.page("proof/created.html", {"made": made})
    return request.page("proof/create.html", {"form": form})


@page
def test_anchor(request: ConsoleRequest, anchor_id: str) -> HttpResponse:
    if request.form is not None:
        tried = request.perform("portal:TestAuditAnchor", anchor_id=anchor_id)
        if tried.delivered:
            request.say("The newest checkpoint got there.")
        else:
            request.warn(tried.anchor.error)
    return request.redirect("proof")


@page
def delete_anchor(request: ConsoleRequest, anchor_id: str) -> HttpResponse:
    if request.form is not None:
        request.perform("portal:DeleteAuditAnchor", anchor_id=anchor_id)
        request.say("The anchor gets no more checkpoints. What is there stays.")
    return request.redirect("proof")


def _pieces(request: ConsoleRequest, export_id: str, first: Answer) -> Iterator[bytes]:
    yield first.content
    for part in range(2, first.parts + 1):
        piece = request.perform(
            "portal:DownloadAuditExport", export_id=export_id, part=part
        )
        yield piece.content
