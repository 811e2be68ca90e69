"""What the operator of a deployed tenant does: `python -m infra.operate` lists it."""
