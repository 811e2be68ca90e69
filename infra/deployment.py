"""What a tenant's file says for who deploys: its table `[deployment]`."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict


class FunctionCapacity(BaseModel):
    """What one function gets. `reserved`: how many of it may run at once; None: the account's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    memory_mb: int = 512
    timeout_s: int = 15
    reserved: int | None = None


class Deployment(BaseModel):
    """Where and how a tenant is deployed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str
    domain: str  # the host name of the site
    partition: Literal["aws", "aws-eusc"] = "aws"
    certificate: str = ""  # its ARN, in us-east-1 (CloudFront); "": CloudFront's own name
    hosted_zone: str = ""  # the id in Route 53; "": the name is pointed elsewhere
    alarm_mail: str = ""
    log_days: int = 90
    monthly_budget_eur: int = 50
    processes: tuple[str, ...] = ("*",)
    object_lock_days: int = 0  # 0: none
    capacity: dict[str, FunctionCapacity] = {"default": FunctionCapacity()}

    @classmethod
    def load(cls, path: Path) -> "Deployment":
        """Read a tenant's file; raises pydantic.ValidationError with the place of each mistake."""
        return cls.model_validate(tomllib.loads(path.read_text("utf-8")).get("deployment", {}))
