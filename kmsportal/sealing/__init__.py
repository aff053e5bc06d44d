"""The root of trust: the only reader of the root key.

Import from the modules: ``sealing.root``, ``sealing.accounts``, ``sealing.providers``.
"""
