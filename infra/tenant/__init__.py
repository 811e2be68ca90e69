"""The files of the municipalities: checked, made, and written whole for the cloud."""

from pathlib import Path

TENANTS = Path(__file__).resolve().parents[1] / "tenants"


def files() -> list[Path]:
    """One of each municipality, by name; what they build on is not among them."""
    return sorted(TENANTS.glob("*.toml"))
