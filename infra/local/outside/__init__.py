"""Outside parties for a desk on this machine: they take messages and answer, signed as for real."""

from infra.local.outside.parties import Message, OutsideParties

__all__ = ["Message", "OutsideParties"]
