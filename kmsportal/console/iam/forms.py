"""The forms of the IAM pages: what is asked, and the shape it must have."""

from collections.abc import Sequence

from django import forms

from kmsportal.console.forms import Tags, TagsField

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}

Choices = Sequence[tuple[str, object]]


def name_field(label: str, *, most: int = 128) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        help_text="Letters, digits and + = , . @ _ -",
        widget=forms.TextInput(attrs=_PLAIN),
    )


def path_field() -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=512,
        label="Path",
        help_text="Such as /team/; policies can refer to it. Empty for none.",
        widget=forms.TextInput(attrs={**_PLAIN, "placeholder": "/"}),
    )


def tags_field() -> TagsField:
    return TagsField(
        required=False,
        label="Tags",
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "team=payments"}),
        help_text="One key=value a line.",
    )


def document_field(label: str) -> forms.CharField:
    attrs = {"class": "input code", "spellcheck": "false", "rows": 20}
    return forms.CharField(
        label=label, max_length=131072, widget=forms.Textarea(attrs=attrs)
    )


class SearchForm(forms.Form):
    text = forms.CharField(required=False, label="Search")
    sort = forms.ChoiceField(
        required=False,
        label="Sort by",
        choices=(
            ("name", "Name"),
            ("newest", "Newest first"),
            ("oldest", "Oldest first"),
        ),
    )


class SearchPoliciesForm(SearchForm):
    scope = forms.ChoiceField(
        required=False,
        label="Whose",
        choices=(
            ("All", "All policies"),
            ("Local", "This account's"),
            ("AWS", "AWS managed"),
        ),
    )
    sort = forms.ChoiceField(
        required=False,
        label="Sort by",
        choices=(
            ("name", "Name"),
            ("used", "Most used"),
            ("newest", "Newest first"),
            ("oldest", "Oldest first"),
        ),
    )


class CreateGroupForm(forms.Form):
    name = name_field("Group name")
    path = path_field()


class CreateUserForm(forms.Form):
    name = name_field("User name", most=64)
    path = path_field()
    tags = tags_field()


class CreateRoleForm(forms.Form):
    name = name_field("Role name", most=64)
    description = forms.CharField(required=False, max_length=1000, label="Description")
    document = document_field("Trust policy (JSON)")
    path = path_field()
    tags = tags_field()


class RoleForm(forms.Form):
    """What UpdateRole changes."""

    description = forms.CharField(required=False, max_length=1000, label="Description")
    minutes = forms.IntegerField(
        label="Longest session, in minutes",
        min_value=60,
        max_value=720,
        help_text="60 to 720. Whoever assumes the role may ask for less.",
    )


class RenameForm(forms.Form):
    name = name_field("New name")
    path = path_field()


class ChoiceForm(forms.Form):
    """One thing out of those that the account has."""

    choice = forms.ChoiceField()

    def offer(self, label: str, choices: Choices) -> "ChoiceForm":
        """Ask for one of ``choices`` under ``label``."""
        field = self.fields["choice"]
        field.label = label
        field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        return self


class DocumentForm(forms.Form):
    document = document_field("Policy (JSON)")


class InlinePolicyForm(DocumentForm):
    name = name_field("Policy name")
    field_order = ("name", "document")


class CreatePolicyForm(DocumentForm):
    name = name_field("Policy name")
    description = forms.CharField(
        required=False,
        max_length=1000,
        label="Description",
        help_text="It cannot be changed later.",
    )
    path = path_field()
    tags = tags_field()


class VersionForm(DocumentForm):
    is_default = forms.BooleanField(
        required=False, initial=True, label="Put it in force: make it the default"
    )


class CreateProviderForm(forms.Form):
    url = forms.CharField(
        max_length=255,
        label="Issuer URL",
        help_text="As the tokens' “iss” claim has it.",
        widget=forms.TextInput(
            attrs={**_PLAIN, "placeholder": "https://token.example.com"}
        ),
    )
    client_ids = forms.CharField(
        label="Audiences",
        help_text="The “aud” claims that are accepted, one a line.",
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "sts.amazonaws.com"}),
    )
    tags = tags_field()


class ClientIdForm(forms.Form):
    client_id = forms.CharField(
        max_length=255, label="New audience", widget=forms.TextInput(attrs=_PLAIN)
    )


class NameConfirmation(forms.Form):
    """Asks for a thing's name before it is deleted."""

    name: str = ""
    confirmation = forms.CharField(widget=forms.TextInput(attrs=_PLAIN))

    def expect(self, name: str) -> "NameConfirmation":
        """Take ``name`` alone as the confirmation."""
        self.name = name
        field = self.fields["confirmation"]
        field.label = f"Type {name} to confirm"
        field.widget.attrs["data-expects"] = name
        return self

    def clean_confirmation(self) -> str:
        """Refuse anything but the name."""
        typed: str = self.cleaned_data["confirmation"].strip()
        if typed != self.name:
            raise forms.ValidationError("This is not the name.")
        return typed


def as_tags(tags: Tags) -> list[dict[str, str]]:
    """Return the pairs of a TagsField as IAM's ``Tag`` structures."""
    return [{"Key": name, "Value": value} for name, value in tags]
