"""Verifying the ledger from outside: no Django, no database, nothing of the portal.

It reads exported files and public keys, and needs Python and ``cryptography`` alone.
The portal itself seals and verifies with the same functions.
"""
