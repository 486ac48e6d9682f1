"""Partywall: whose data is it, and what breaks the wall between two tenants."""

__version__ = "0.1.0"
