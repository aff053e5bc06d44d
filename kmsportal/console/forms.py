"""The forms of the console: what is asked, and the shape it must have."""

from collections.abc import Sequence

from django import forms

from kmsportal.tenancy.models import Role

_STATES = (
    ("", "Any state"),
    ("Enabled", "Enabled"),
    ("Disabled", "Disabled"),
    ("PendingDeletion", "Pending deletion"),
)


Tags = list[tuple[str, str]]


class TagsField(forms.CharField):
    """Tags, one ``key=value`` a line; cleans to (key, value) pairs."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> Tags:  # type: ignore[override]  # pairs
        """Split the lines; ValidationError for a line without a key."""
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        tags = [line.partition("=") for line in lines]
        if any(not name.strip() for name, _, _ in tags):
            raise forms.ValidationError("Write each tag as key=value, one a line.")
        return [(name.strip(), text.strip()) for name, _, text in tags]


def alias_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=250,
        help_text="Letters, digits and / _ - after “alias/”.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "orders"}),
    )


def period_field() -> forms.IntegerField:
    """Days between rotations (AWS KMS API, EnableKeyRotation)."""
    return forms.IntegerField(
        label="Days between rotations", min_value=90, max_value=2560, initial=365
    )


def moment_widget() -> forms.DateTimeInput:
    """Ask for a moment with the browser's own picker."""
    attrs = {"type": "datetime-local", "step": "1"}
    return forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M:%S")


def policy_field() -> forms.CharField:
    widget = forms.Textarea(
        attrs={"class": "input code", "spellcheck": "false", "rows": 20}
    )
    return forms.CharField(label="Key policy (JSON)", widget=widget)


class SearchKeysForm(forms.Form):
    text = forms.CharField(required=False, label="Search")
    state = forms.ChoiceField(required=False, label="State", choices=_STATES)
    sort = forms.ChoiceField(
        required=False,
        label="Sort by",
        choices=(
            ("Created Descending", "Newest first"),
            ("Created Ascending", "Oldest first"),
            ("Name Ascending", "Name"),
            ("State Ascending", "State"),
        ),
    )


class CreateKeyForm(forms.Form):
    alias = alias_field("Alias")
    description = forms.CharField(
        required=False,
        max_length=8192,
        label="Description",
        help_text="What the key protects, and who to ask about it.",
    )
    tags = TagsField(
        required=False,
        label="Tags",
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "team=payments"}),
        help_text="One key=value a line. Policies can refer to tags.",
    )
    rotates = forms.BooleanField(
        required=False, initial=True, label="Rotate the key material automatically"
    )
    rotation_period = period_field()
    policy = policy_field()


class DescriptionForm(forms.Form):
    description = forms.CharField(
        required=False,
        max_length=8192,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Description",
    )


class PolicyForm(forms.Form):
    policy = policy_field()


class PreviewForm(PolicyForm):
    days = forms.IntegerField(
        label="Days of calls to ask again", min_value=1, max_value=90, initial=30
    )


class ExplainForm(forms.Form):
    """A question about access, named as ExplainAccess's parameters are."""

    principal_arn = forms.CharField(
        max_length=2048,
        label="Principal ARN",
        help_text="A user, role, session or root user, of any account.",
    )
    action = forms.CharField(max_length=128, label="Action", initial="kms:Decrypt")
    key_id = forms.CharField(
        required=False,
        max_length=2048,
        label="Key",
        help_text="Id, ARN or alias; empty for what is not asked of a key.",
    )
    encryption_context = TagsField(
        required=False,
        label="Encryption context",
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "app=shop"}),
        help_text="One key=value a line.",
    )
    context_entries = TagsField(
        required=False,
        label="Other condition keys",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One key=value a line, such as aws:PrincipalOrgID=o-1.",
    )
    session_tags = TagsField(
        required=False,
        label="Session tags",
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "team=payments"}),
        help_text="Of a role's session or a federated one. One key=value a line.",
    )
    session_issuer_arn = forms.CharField(
        required=False,
        max_length=2048,
        label="Handed out by",
        help_text="The ARN of the user behind a federated session.",
    )
    source_ip = forms.GenericIPAddressField(required=False, label="Source IP")
    via_service = forms.CharField(required=False, max_length=128, label="Via service")
    time = forms.DateTimeField(
        required=False, label="Time (UTC)", widget=moment_widget()
    )


class ReviewForm(forms.Form):
    """Filters of an access review."""

    principal = forms.CharField(required=False, max_length=2048, label="Principal")
    action = forms.CharField(required=False, max_length=128, label="Action")
    access = forms.ChoiceField(
        required=False,
        label="Access",
        choices=(
            ("", "Any"),
            ("always", "Always"),
            ("underConditions", "Under conditions"),
        ),
    )
    sort_by = forms.ChoiceField(
        required=False,
        label="Sort by",
        choices=(("Principal", "Principal"), ("Action", "Action")),
    )


class ReviewPrincipalForm(forms.Form):
    principal_arn = forms.CharField(max_length=2048, label="Principal ARN")
    action = forms.CharField(required=False, max_length=128, label="Action")


class AliasForm(forms.Form):
    alias = alias_field("New alias")


class RetargetForm(forms.Form):
    key_id = forms.CharField(
        label="Key id or ARN of the new target",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TagForm(forms.Form):
    name = forms.CharField(max_length=128, label="Key")
    value = forms.CharField(required=False, max_length=256, label="Value")


class RotationForm(forms.Form):
    rotation_period = period_field()


class DeletionForm(forms.Form):
    """Asks for the waiting period, and for the key's name as the confirmation."""

    names: Sequence[str] = ()
    days = forms.IntegerField(
        label="Waiting period in days",
        min_value=7,
        max_value=30,
        initial=30,
        help_text="7 to 30. Until it ends, the deletion can be cancelled.",
    )
    confirmation = forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def expect(self, names: Sequence[str]) -> "DeletionForm":
        """Take only one of ``names`` as the confirmation."""
        self.names = names
        field = self.fields["confirmation"]
        field.label = f"Type {names[0]} to confirm"
        field.widget.attrs["data-expects"] = "\n".join(names)
        return self

    def clean_confirmation(self) -> str:
        """Refuse anything but one of the key's names."""
        typed: str = self.cleaned_data["confirmation"].strip()
        if typed not in self.names:
            raise forms.ValidationError("This is not the name of the key.")
        return typed


def month_field() -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9]{4}-(0[1-9]|1[0-2])$",
        required=False,
        label="Month",
        widget=forms.TextInput(attrs={"type": "month"}),
    )


class CostForm(forms.Form):
    """What a cost page is about, named as GetCostReport's parameters are."""

    month = month_field()
    account_id = forms.RegexField(r"^[0-9]{12}$", required=False)
    key_arn = forms.CharField(required=False, max_length=256)
    operation = forms.CharField(required=False, max_length=128)


class WhatIfForm(forms.Form):
    """Named as PriceWhatIf's parameters are."""

    price_book = forms.CharField(max_length=64)
    month = month_field()


class CredentialsForm(forms.Form):
    hours = forms.ChoiceField(
        label="Good for",
        choices=(("1", "1 hour"), ("4", "4 hours"), ("12", "12 hours")),
    )


class TokenForm(forms.Form):
    """A new API token, named as CreateApiToken's parameters are."""

    name = forms.CharField(
        max_length=128,
        label="Name",
        help_text="What will use it, such as “nightly CI”.",
    )
    expires_in_days = forms.IntegerField(
        label="Good for, in days", min_value=1, max_value=366, initial=90
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=Role.choices)


class PersonForm(RoleForm):
    """A person to be added, named as AddMember's parameters are."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    field_order = ("email", "role")
