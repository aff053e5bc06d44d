"""Who outside vouches for callers: OpenID Connect issuers."""

from django.db import models

from kmsportal.tenancy.models import Account


class OidcProvider(models.Model):
    """An OpenID Connect issuer whose tokens an account's roles may trust.

    ``url`` is the issuer without ``https://``; ``key_set`` is the issuer's JWKS as
    last fetched, empty before the first time.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    url = models.CharField(max_length=255)
    client_ids = models.JSONField(default=list)
    thumbprints = models.JSONField(default=list)
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    key_set = models.TextField(blank=True)
    key_set_fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="oidc_provider_is_unique_in_account", fields=["account", "url"]
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:oidc-provider/{self.url}"
