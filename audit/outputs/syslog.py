"""Syslog over TLS: RFC 5424 messages, framed by octet counts as RFC 5425 has it."""

import re
import socket
import ssl
from collections.abc import Sequence

from audit.outputs.addresses import read_endpoint, resolve
from audit.outputs.posting import tls_context
from audit.outputs.reading import read_record
from audit.outputs.refusals import OutputError

_LOG_AUDIT, _WARNING, _INFORMATIONAL = 13, 4, 6
_LONGEST_MSGID = 32
_NOT_PRINTABLE = re.compile(r"[^\x21-\x7e]")
_TIMEOUT_SECONDS = 10.0


def frame(record: str, line: str, *, hostname: str) -> bytes:
    """Return one message with its octet count in front.

    ``record`` gives the header and ``line`` is the message itself.
    """
    read = read_record(record)
    severity = _WARNING if read.error_code else _INFORMATIONAL
    priority = _LOG_AUDIT * 8 + severity
    name = _NOT_PRINTABLE.sub("_", read.event_name)[:_LONGEST_MSGID] or "-"
    header = f"<{priority}>1 {read.event_time} {hostname} kmsportal - {name} -"
    message = f"{header} {line}".encode()
    return str(len(message)).encode() + b" " + message


def send(url: str, frames: Sequence[bytes], *, ca_certificate: str) -> None:
    """Send all and wait until the receiver has closed; OutputError otherwise.

    Syslog has no receipts. That the other side ends the session in turn, with nothing
    reset, says that its end of the connection has taken every byte.
    """
    endpoint = read_endpoint(url, "tls")
    address = resolve(endpoint)
    context = tls_context(ca_certificate)
    try:
        with (
            socket.create_connection(
                (address, endpoint.port), timeout=_TIMEOUT_SECONDS
            ) as plain,
            context.wrap_socket(plain, server_hostname=endpoint.host) as secure,
        ):
            secure.sendall(b"".join(frames))
            _finish(secure)
    except ssl.SSLCertVerificationError as error:
        raise OutputError(
            f"Its certificate is not trusted: {error.verify_message}."
        ) from None
    except TimeoutError:
        raise OutputError("It did not answer within ten seconds.") from None
    except (OSError, ssl.SSLError):
        raise OutputError("The connection could not be made, or broke.") from None


def _finish(secure: ssl.SSLSocket) -> None:
    try:
        secure.unwrap()
    except ssl.SSLEOFError:
        # It has closed without saying so in TLS: all was taken nonetheless.
        return
    except OSError as error:
        if error.errno != 0:
            raise
