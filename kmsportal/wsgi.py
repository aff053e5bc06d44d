"""The portal worker: console and REST under any WSGI server."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmsportal.settings")
_django = get_wsgi_application()


def application(
    environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """Answer the front, which alone reaches this worker and names the client."""
    if environ["PATH_INFO"] == "/healthz":
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"status":"alive"}']
    environ["REMOTE_ADDR"] = environ.get("HTTP_X_FORWARDED_FOR", "")
    return _django(environ, start_response)
