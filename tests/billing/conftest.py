import pytest

from billing.catalogue import install_books


@pytest.fixture
def books(db: None) -> None:
    """The shipped books, even after a transactional test has emptied the tables."""
    install_books()
