"""Moved to sdzx.audit.provenance."""

from sdzx.audit.provenance import Link, chain, register

__all__ = ["Link", "chain", "register"]
