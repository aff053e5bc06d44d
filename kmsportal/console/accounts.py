"""How people's sign-ins differ from django-allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from kmsportal.portal.origin import source_ip
from kmsportal.tenancy.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped library
    """An administrator makes people; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: membership is given, not taken."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that rate limits count by."""
        return source_ip(request) or "local"

    def set_password(self, user: User, password: str) -> None:
        """Keep a password of the person's own choice: the one-time one is spent."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: an installation need not have mail."""
