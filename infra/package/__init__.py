"""Everything that a tenant's stack consists of: `python -m infra.package <tenant>`."""
