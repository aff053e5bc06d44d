"""What a store says when it does not take a file, in plain words."""

_WORDS = {
    "NoSuchBucket": "The bucket is not there.",
    "404": "The bucket is not there.",
    "403": "The store refuses the credentials of the storage connection.",
    "AccessDenied": "The store does not let these credentials write to the bucket.",
    "InvalidAccessKeyId": "The store does not know the access key.",
    "SignatureDoesNotMatch": "The store refuses the secret access key.",
    "EndpointConnectionError": "The store cannot be reached at its address.",
    "ConnectTimeoutError": "The store does not answer at its address.",
    "ReadTimeoutError": "The store took too long to answer.",
    "SSLError": "The store's TLS certificate is not trusted.",
    "EndpointNotAllowed": (
        "The operator does not allow this address (KMSPORTAL_STORAGE_HOSTS)."
    ),
    "NoConnection": "There is no storage connection for this bucket any more.",
    "AlreadyThere": "A file of that name is there with another content.",
    "FolderNotWritable": "The portal's own folder cannot be written.",
    "SealBroken": "The secret of the storage connection cannot be opened.",
}


class StorageRefusal(Exception):  # noqa: N818 - the name says what happened
    """A file could not be put; ``code`` is the store's name for why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code[:64]
        self.detail = detail

    @property
    def sentence(self) -> str:
        """Why, for a person."""
        return _WORDS.get(self.code, f"The store answered {self.code}.")
