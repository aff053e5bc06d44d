"""Signing in and out, and the change of a password."""

from allauth.account import views
from allauth.account.forms import ChangePasswordForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # untyped library
    """The current password, and twice a new one that is really new."""

    def clean_password1(self) -> str:
        """Refuse the old password as the new one: a one-time password is spent."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError("Choose a password you are not using already.")
        return password


class SignIn(views.LoginView):  # type: ignore[misc]  # untyped library
    template_name = "console/sign_in.html"


class SignOut(views.LogoutView):  # type: ignore[misc]  # untyped library
    template_name = "console/sign_out.html"


class ChangePassword(LoginRequiredMixin, views.PasswordChangeView):  # type: ignore[misc]  # untyped library
    form_class = NewPasswordForm
    template_name = "console/change_password.html"
    success_url = reverse_lazy("console:home")


class Inactive(views.AccountInactiveView):  # type: ignore[misc]  # untyped library
    template_name = "console/inactive.html"
