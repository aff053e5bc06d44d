"""What IAM itself keeps of an account."""

from django.db import models

from kmsportal.tenancy.models import Account


class AccountAlias(models.Model):
    """The one alias of an account, which no other account may have."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE)
    alias = models.CharField(max_length=63)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="account_alias_is_unique", fields=["alias"]),
        ]
