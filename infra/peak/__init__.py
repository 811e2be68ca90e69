"""An election fortnight, simulated with counted costs: `python -m infra.peak <tenant>`."""
