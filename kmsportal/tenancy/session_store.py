"""Console sessions, kept so that a reader of the database cannot take one over.

The cookie holds the session's key; the table holds its digest alone. The keys are
random and long, so a plain digest is enough (OWASP, "Session Management").
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone

_COLUMN_CHARACTERS = 40


class SessionStore(db.SessionStore):
    """Django's database store with digests for keys."""

    def exists(self, session_key: str) -> bool:
        return super().exists(_kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        instance = super().create_model_instance(data)
        instance.session_key = _kept(instance.session_key)
        return instance

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=_kept(key)).delete()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        try:
            return self.model.objects.get(
                session_key=_kept(self.session_key or ""),
                expire_date__gt=timezone.now(),  # noqa: TID251 - sessions are no calls
            )
        except (self.model.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None


def _kept(session_key: str) -> str:
    """Return what stands for the key in the table."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:_COLUMN_CHARACTERS]
