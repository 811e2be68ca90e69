"""Where and how a tenant's stack runs: the table `[deployment]` of its file."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from functions.domain.tenant_file import merged

USUAL = "default"
EVERYTHING = ("*",)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FunctionCapacity(_Part):
    """`reserved`: of the account's simultaneous executions; None: it takes of what is left."""

    memory_mb: int = Field(default=512, ge=128, le=10_240)
    timeout_s: int = Field(default=15, ge=1, le=900)
    reserved: int | None = Field(default=None, ge=0)


class Deployment(_Part):
    """`certificate`: its ARN, `hosted_zone`: its id; empty where there is none yet. `wave`: which
    tenants are changed together, 0 first. `object_lock_days`: 0 is none. `capacity`: by name of a
    function or a process; "default" is for the others. `artifacts`: the bucket that they are
    deployed from, empty for the account's own. `parameters`: what the stack's template is given
    (infra/package/template.py), no secrets."""

    region: str = Field(pattern=r"^[a-z]+(-[a-z]+)+-\d$")
    partition: Literal["aws", "aws-eusc"] = "aws"
    domain: str = Field(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")
    certificate: str = Field(default="", pattern=r"^(arn:aws[a-z-]*:acm:.+)?$")
    hosted_zone: str = Field(default="", pattern=r"^(Z[A-Z0-9]+)?$")
    alarm_mail: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    log_days: int = Field(default=90, ge=1, le=3653)
    monthly_budget_eur: int = Field(default=50, ge=1)
    processes: tuple[str, ...] = EVERYTHING
    object_lock_days: int = Field(default=0, ge=0, le=36_500)
    identity_provider: str = Field(pattern=r"^https://[^\s/]+(/[^\s]*)?$")
    inhabitants: int = Field(ge=1)
    wave: int = Field(default=2, ge=0)
    artifacts: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$")
    parameters: dict[str, str] = {}
    capacity: dict[str, FunctionCapacity] = {USUAL: FunctionCapacity()}

    @classmethod
    def load(cls, path: Path) -> "Deployment":
        """Of a tenant's file; raises pydantic.ValidationError, or FileError of domain/tenant_file.
        Which processes it has is said once, for the desk and its stack."""
        data = merged(path)
        own = {**data.get("deployment", {}), "processes": data.get("processes", EVERYTHING)}
        return cls.model_validate(own)

    def capacity_of(
        self, function: str, by_nature: FunctionCapacity | None = None
    ) -> FunctionCapacity:
        """What is not said of this function is as it needs by nature, or as by default."""
        usual = by_nature or self.capacity.get(USUAL, FunctionCapacity())
        own = self.capacity.get(function)
        said = own.model_dump(exclude_unset=True) if own else {}
        return usual.model_copy(update=said)
