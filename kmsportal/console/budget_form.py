"""What a new budget is asked about."""

from django import forms

_AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,12})?$"


class BudgetForm(forms.Form):
    """Thresholds are percent of the limit; the API takes amounts as well."""

    budget_name = forms.RegexField(
        r"^[A-Za-z0-9._-]{1,100}$",
        label="Name",
        help_text="Letters, digits and . _ -",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    limit_amount = forms.RegexField(
        _AMOUNT,
        label="Limit a month",
        help_text="In the currency of the price book, such as 250 or 99.50",
    )
    scope = forms.ChoiceField(
        label="Of",
        choices=(
            ("ACCOUNT", "this account"),
            ("KEY", "one key"),
            ("TAG", "keys with a tag"),
            ("ORGANIZATION", "the whole organisation (management account)"),
        ),
    )
    key_arn = forms.CharField(label="Key ARN", required=False, max_length=256)
    tag = forms.CharField(
        label="Tag", required=False, max_length=385, help_text="As key=value"
    )
    actual = forms.RegexField(
        r"^[0-9., ]*$",
        label="Alert when spent, in percent",
        required=False,
        initial="80 100",
    )
    forecast = forms.RegexField(
        r"^[0-9., ]*$",
        label="Alert when forecast, in percent",
        required=False,
        initial="100",
    )
    subscribers = forms.CharField(
        label="Tell",
        required=False,
        max_length=5200,
        help_text="E-mail addresses and webhooks (https://…), one a line",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
