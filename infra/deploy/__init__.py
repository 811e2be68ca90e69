"""What brings a packaged tenant to AWS: `python -m infra.deploy --help`."""
