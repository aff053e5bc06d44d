"""Signing in and out, and the change of a password."""

from allauth.account import views
from allauth.account.forms import ChangePasswordForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from audit.sign_ins import FAILURE, SIGN_IN, SIGN_OUT, SUCCESS
from kmsportal.console.sign_in_events import find_person, tell


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

    def form_valid(self, form: Form) -> HttpResponse:
        """Sign in on record: without the event there is no session."""
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            is_in = self.request.user.is_authenticated
            tell(
                self.request,
                find_person(self.request),
                name=SIGN_IN,
                outcome=SUCCESS if is_in else FAILURE,
            )
        return answer

    def form_invalid(self, form: Form) -> HttpResponse:
        """Refuse on record; the answer is the same for an unknown address."""
        person = find_person(self.request)
        tell(self.request, person, name=SIGN_IN, outcome=FAILURE)
        answer: HttpResponse = super().form_invalid(form)
        return answer


class SignOut(views.LogoutView):  # type: ignore[misc]  # untyped library
    template_name = "console/sign_out.html"

    def logout(self) -> None:
        """Sign out on record."""
        user = self.request.user if self.request.user.is_authenticated else None
        tell(self.request, user, name=SIGN_OUT, outcome=SUCCESS)
        super().logout()


class ChangePassword(LoginRequiredMixin, views.PasswordChangeView):  # type: ignore[misc]  # untyped library
    form_class = NewPasswordForm
    template_name = "console/change_password.html"
    success_url = reverse_lazy("console:home")


class Inactive(views.AccountInactiveView):  # type: ignore[misc]  # untyped library
    template_name = "console/inactive.html"
