"""Becoming a voter without being Belgian, and giving that up."""
