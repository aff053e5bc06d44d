"""Why something did not get out, for people."""


class OutputError(Exception):
    """It was not accepted; the message says why in plain words and shows no secret."""
