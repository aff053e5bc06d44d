"""One HTTP request to an outside address, judged before it leaves."""

import ssl
from collections.abc import Mapping

import httpx

from audit.outputs.addresses import read_endpoint, resolve
from audit.outputs.refusals import OutputError

_TIMEOUT_SECONDS = 10.0


def post(
    url: str, body: bytes, *, headers: Mapping[str, str], ca_certificate: str = ""
) -> None:
    """Post ``body``; OutputError unless the answer is a success (2xx).

    No redirect is followed and no proxy asked: both would leave the judged address.
    """
    endpoint = read_endpoint(url, "https", "http")
    address = httpx.URL(url).copy_with(host=resolve(endpoint))
    host = httpx.URL(url).netloc.decode()
    try:
        with httpx.Client(
            verify=tls_context(ca_certificate),
            trust_env=False,
            timeout=_TIMEOUT_SECONDS,
        ) as client:
            answer = _answer(
                client, address, endpoint.host, body, {**headers, "Host": host}
            )
    except httpx.TimeoutException:
        raise OutputError("It did not answer within ten seconds.") from None
    except httpx.ConnectError as error:
        raise OutputError(_connect_words(error)) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise OutputError("The connection broke.") from None
    if not 200 <= answer < 300:  # noqa: PLR2004 - HTTP's successes
        raise OutputError(f"It answered with status {answer}.")


def _answer(
    client: httpx.Client,
    address: httpx.URL,
    host: str,
    body: bytes,
    headers: Mapping[str, str],
) -> int:
    request = client.build_request(
        "POST",
        address,
        content=body,
        headers=headers,
        # The certificate must be the name's, though the connection is the address's.
        extensions={"sni_hostname": host},
    )
    # The body is of no interest, and a hostile one could be endless.
    answer = client.send(request, stream=True)
    answer.close()
    return answer.status_code


def tls_context(ca_certificate: str) -> ssl.SSLContext:
    """Return a context that believes this authority, or the system's.

    OutputError for a certificate that is none.
    """
    try:
        return ssl.create_default_context(cadata=ca_certificate or None)
    except (ssl.SSLError, ValueError):
        raise OutputError("The CA certificate cannot be read.") from None


def _connect_words(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"Its certificate is not trusted: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return "It does not speak TLS as expected."
        cause = cause.__cause__ or cause.__context__
    return "It could not be reached."
