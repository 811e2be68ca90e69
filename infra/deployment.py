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


class ApiCapacity(_Part):
    """What one method of one resource lets through: `rate` requests a second, `burst` at once."""

    rate: int = Field(default=50, ge=1, le=10_000)
    burst: int = Field(default=100, ge=1, le=5_000)


class TableCapacity(_Part):
    """Warm throughput: units a second that the table takes at once, and each index as many; None:
    what DynamoDB gives by itself. What is raised is paid once and can never be lowered
    (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html)."""

    warm_write_units: int | None = Field(default=None, ge=4_000)
    warm_read_units: int | None = Field(default=None, ge=12_000)


class StreamCapacity(_Part):
    """`at_once`: batches of one shard that run side by side. With more than one, Lambda keeps the
    order of an item, and no longer that of a case."""

    at_once: int = Field(default=1, ge=1, le=10)


class Deployment(_Part):
    """`certificate`: its ARN, `hosted_zone`: its id; empty where there is none yet. `wave`: which
    tenants are changed together, 0 first. `object_lock_days`: 0 is none. `scan_uploads`: by
    GuardDuty; not said: where that is known to be there, the partition "aws". `capacity`: by name
    of a function or a process; "default" is for the others. `edge_key_version`: of the key between
    CloudFront and the functions, once it was changed (docs/deploying.md). `artifacts`: the bucket
    that they are deployed from, empty for the account's own. `parameters`: what the stack's
    template is given (infra/package/template.py), no secrets. `voters`: of an election; None: taken
    from its inhabitants."""

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
    voters: int | None = Field(default=None, ge=1)
    wave: int = Field(default=2, ge=0)
    scan_uploads: bool | None = None
    edge_key_version: str = Field(default="", pattern=r"^[a-zA-Z0-9-]*$")
    artifacts: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$")
    parameters: dict[str, str] = {}
    capacity: dict[str, FunctionCapacity] = {USUAL: FunctionCapacity()}
    api: ApiCapacity = ApiCapacity()
    table: TableCapacity = TableCapacity()
    stream: StreamCapacity = StreamCapacity()

    @classmethod
    def load(cls, path: Path) -> "Deployment":
        """Of a tenant's file; raises pydantic.ValidationError, or FileError of domain/tenant_file.
        Which processes it has is said once, for the desk and its stack."""
        data = merged(path)
        own = {**data.get("deployment", {}), "processes": data.get("processes", EVERYTHING)}
        return cls.model_validate(own)

    @property
    def scans(self) -> bool:
        """Whether uploads are scanned for viruses."""
        return self.partition == "aws" if self.scan_uploads is None else self.scan_uploads

    def capacity_of(
        self, function: str, by_nature: FunctionCapacity | None = None
    ) -> FunctionCapacity:
        """What is not said of this function is as it needs by nature, or as by default."""
        usual = by_nature or self.capacity.get(USUAL, FunctionCapacity())
        own = self.capacity.get(function)
        said = own.model_dump(exclude_unset=True) if own else {}
        return usual.model_copy(update=said)
