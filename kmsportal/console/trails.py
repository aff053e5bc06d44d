"""Trails: where the account's events are delivered to, and how that goes."""

from django import forms
from django.http import HttpResponse

from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page


class CreateTrailForm(forms.Form):
    """What a new trail is asked about; it begins to log at once."""

    name = forms.CharField(
        label="Name",
        max_length=128,
        help_text="3 to 128 letters, digits and . _ -",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bucket_name = forms.CharField(
        label="Bucket",
        max_length=63,
        help_text=(
            "A bucket known here; another name makes a folder of the portal itself."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key_prefix = forms.CharField(label="Prefix", required=False, max_length=200)
    is_multi_region = forms.BooleanField(
        label="Events of all Regions", required=False, initial=True
    )
    validates = forms.BooleanField(
        label="Signed digests, so that the files can be verified",
        required=False,
        initial=True,
    )


@page
def index(request: ConsoleRequest) -> HttpResponse:
    found = request.perform("cloudtrail:DescribeTrails").trail_list
    rows = [
        (trail, request.panel("cloudtrail:GetTrailStatus", name=trail.trail_arn))
        for trail in found
    ]
    return request.page("trails/index.html", {"rows": rows})


@page
def create(request: ConsoleRequest) -> HttpResponse:
    form = CreateTrailForm(request.form)
    if form.is_valid() and _create(request, form):
        name = form.cleaned_data["name"]
        request.say(f"The trail {name} is made and logs from now on.")
        return request.redirect("trail", name)
    known = request.panel("portal:ListStorageConnections")
    return request.page("trails/create.html", {"form": form, "known": known})


@page
def detail(request: ConsoleRequest, name: str) -> HttpResponse:
    trail = _find(request, name)
    context = {
        "trail": trail,
        "status": request.panel("cloudtrail:GetTrailStatus", name=trail.trail_arn),
        "delivery": request.panel("portal:DescribeTrailDelivery", name=trail.trail_arn),
        "is_at_home": trail.home_region == request.region,
    }
    return request.page("trails/detail.html", context)


@page
def start(request: ConsoleRequest, name: str) -> HttpResponse:
    if request.form is not None:
        request.perform("cloudtrail:StartLogging", name=name)
        request.say(f"The trail {name} logs from now on.")
    return request.redirect("trail", name)


@page
def stop(request: ConsoleRequest, name: str) -> HttpResponse:
    if request.form is None:
        return request.page("trails/stop.html", {"trail": _find(request, name)})
    request.perform("cloudtrail:StopLogging", name=name)
    request.say(f"The trail {name} logs no more. What came before is still delivered.")
    return request.redirect("trail", name)


@page
def delete(request: ConsoleRequest, name: str) -> HttpResponse:
    if request.form is None:
        return request.page("trails/delete.html", {"trail": _find(request, name)})
    request.perform("cloudtrail:DeleteTrail", name=name)
    request.say(f"The trail {name} is deleted. Its files stay where they are.")
    return request.redirect("trails")


def _create(request: ConsoleRequest, form: CreateTrailForm) -> bool:
    """Make the bucket if it is new, the trail, and have it log."""
    chosen = form.cleaned_data
    known = request.perform("portal:ListStorageConnections").connections
    bucket_name = chosen["bucket_name"]
    is_new = bucket_name not in {one.bucket_name for one in known}
    make_bucket = "portal:CreateStorageConnection"
    if is_new and not request.submit(form, make_bucket, bucket_name=bucket_name):
        return False
    members = {
        "name": chosen["name"],
        "s3_bucket_name": bucket_name,
        "s3_key_prefix": chosen["key_prefix"] or None,
        "is_multi_region_trail": chosen["is_multi_region"],
        "enable_log_file_validation": chosen["validates"],
    }
    return request.submit(form, "cloudtrail:CreateTrail", **members) and request.submit(
        form, "cloudtrail:StartLogging", name=chosen["name"]
    )


def _find(request: ConsoleRequest, name: str) -> Answer:
    """Return the trail of that name that shows in this Region."""
    found = request.perform("cloudtrail:DescribeTrails").trail_list
    named = [trail for trail in found if trail.name == name]
    if named:
        return named[0]
    return request.perform("cloudtrail:GetTrail", name=name).trail
