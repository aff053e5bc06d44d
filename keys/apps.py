from django.apps import AppConfig

from keys.request_quotas import rates


class KeysConfig(AppConfig):
    name = "keys"

    def ready(self) -> None:
        """Refuse to start with quotas that cannot be read."""
        rates()
