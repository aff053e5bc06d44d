"""Measures the portal's wire against another server on this machine."""
