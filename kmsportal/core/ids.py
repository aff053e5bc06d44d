"""Request and event identifiers: version 4 UUIDs from pooled randomness."""

import os
import uuid


def new_uuid() -> str:
    return str(uuid.UUID(bytes=os.urandom(16), version=4))
