"""Signing in and out, and the change of a password."""

from typing import Any

from allauth.account import views
from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy


class SignInForm(LoginForm):  # type: ignore[misc]  # untyped library
    """E-mail and password; a session ends with the browser or after twelve hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        for field in self.fields.values():
            _style(field)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # untyped library
    """The current password once and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("Current password", "New password", "New password, again")
        for field, label in zip(self.fields.values(), names, strict=True):
            _style(field)
            field.label, field.help_text = label, ""
        self.fields["password1"].help_text = "At least 12 characters."

    def clean_password1(self) -> str:
        """Refuse the old password as the new one: a one-time password is spent."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError("Choose a password you are not using already.")
        return password


class SignIn(views.LoginView):  # type: ignore[misc]  # untyped library
    form_class = SignInForm
    template_name = "console/sign_in.html"


class SignOut(views.LogoutView):  # type: ignore[misc]  # untyped library
    template_name = "console/sign_out.html"


class ChangePassword(LoginRequiredMixin, views.PasswordChangeView):  # type: ignore[misc]  # untyped library
    form_class = NewPasswordForm
    template_name = "console/change_password.html"
    success_url = reverse_lazy("console:home")


class Inactive(views.AccountInactiveView):  # type: ignore[misc]  # untyped library
    template_name = "console/inactive.html"


def _style(field: forms.Field) -> None:
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["class"] = "input"
