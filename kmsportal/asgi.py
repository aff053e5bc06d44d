"""The wire worker: the AWS wire at ``/``, everything else by way of the portal worker.

Which is which is decided before any framework: a call on the wire is answered by one
plain function (see ``docs/architecture.md``).
"""

import asyncio
import gc
import logging
import os
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmsportal.settings")
django.setup()

# Tables, and so all that imports them, can be imported only after setup.
from kmsportal.front.bodies import Receive  # noqa: E402 - see above
from kmsportal.front.clients import Scope, TrustedProxies  # noqa: E402 - see above
from kmsportal.front.health import Health  # noqa: E402 - see above
from kmsportal.front.portal import Portal  # noqa: E402 - see above
from kmsportal.wire.door import Reply, WireDoor  # noqa: E402 - see above
from kmsportal.wire.http import protocol_for  # noqa: E402 - see above
from kmsportal.wire.s3.requests import is_signed_for_s3  # noqa: E402 - see above

logger = logging.getLogger(__name__)

_OBJECTS_A_COLLECTION = 20_000

door = WireDoor()
proxies = TrustedProxies(settings.KMSPORTAL_TRUSTED_PROXIES)
portal = Portal(
    socket=settings.KMSPORTAL_PORTAL_SOCKET,
    url=settings.KMSPORTAL_PORTAL_URL,
    proxies=proxies,
    limit=settings.KMSPORTAL_MAX_BODY_BYTES,
)


def _answer_now(scope: Scope, body: bytes, reply: Reply) -> bool:
    return door.answer_now(proxies.see_through(scope), body, reply)


protocol = protocol_for(_answer_now)


async def _takes_events() -> bool:
    return door.writer.is_alive


health = Health(
    {
        "the ledger does not take events": _takes_events,
        "the portal worker does not answer": portal.is_up,
    }
)


async def application(scope: Scope, receive: Receive, send: Any) -> None:  # noqa: ANN401 - ASGI
    """Answer one ASGI connection."""
    if scope["type"] != "http":
        await _answer_other(scope, receive, send)
    elif scope["path"] == "/" and scope["method"] == "POST":
        await door.handle(proxies.see_through(scope), receive, send)
    elif scope["path"] == "/healthz":
        await health.answer_alive(send)
    elif scope["path"] == "/readyz":
        await health.answer_ready(send)
    elif is_signed_for_s3(scope):
        await door.handle(proxies.see_through(scope), receive, send)
    else:
        await portal.handle(scope, receive, send)


async def _answer_other(scope: Scope, receive: Receive, send: Any) -> None:  # noqa: ANN401 - ASGI
    if scope["type"] == "lifespan":
        await _live(receive, send)
    else:
        await send({"type": "websocket.close"})


async def _live(receive: Receive, send: Any) -> None:  # noqa: ANN401 - ASGI
    await receive()
    try:
        await asyncio.to_thread(door.start)
    except Exception as error:
        logger.exception("The wire door could not open.")
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    _settle_memory()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(door.stop)
    await portal.close()
    health.close()
    await send({"type": "lifespan.shutdown.complete"})


def _settle_memory() -> None:
    """Keep the collector from walking what is here to stay, once in 700 objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_A_COLLECTION)
