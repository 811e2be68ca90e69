"""What a tenant's stack costs: `python -m infra.costs <tenant>`."""
