"""The canonical form of an encryption context."""

from collections.abc import Mapping


def canonical_context(context: Mapping[str, str]) -> bytes:
    """Spell the pairs, sorted by name, so that equal contexts give equal bytes.

    Each name and value is UTF-8 behind its length in bytes (32 bits), so no two
    different contexts give the same bytes. The order of the pairs does not matter
    (AWS KMS Developer Guide, "Encryption context").
    """
    if not context:
        return b""
    parts = [len(context).to_bytes(4, "big")]
    for name in sorted(context):
        parts += (_measured(name), _measured(context[name]))
    return b"".join(parts)


def _measured(text: str) -> bytes:
    # A lone surrogate cannot be UTF-8; JSON may carry one, so keep it apart.
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(4, "big") + encoded
