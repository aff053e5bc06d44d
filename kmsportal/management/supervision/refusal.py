"""Why the portal does not start."""


class CannotStartError(Exception):
    """The portal cannot start; the message is one sentence an operator can act on."""
