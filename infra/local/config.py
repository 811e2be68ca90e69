"""What is fixed about one local desk: its ports, its names, its environment."""

import socket
from dataclasses import dataclass
from pathlib import Path

from infra.local.keys import SERVICE_CLIENT_ID, private_key

ROOT = Path(__file__).parents[2]
LOOPBACK = "127.0.0.1"
REGION = "eu-west-1"
ACCOUNT = "123456789012"  # moto's only account
# Worthless outside this machine: moto checks no key, our own upload check does.
ACCESS_KEY = "LOCALACCESSKEY000000"
SECRET_KEY = "local-secret-access-key"  # noqa: S105
OIDC_CLIENT_ID = "burgerloket"
OIDC_CLIENT_SECRET = "local-client-secret"  # noqa: S105
PAYMENT_KEY = "test_local-payment-key"

OUTSIDE_KEY = "local-outside-key-0123456789abcdef0"
# Of a document sender: docs/ds/document_sender.md of the e-Box
EBOX_SCOPE = "scope:document:management:consult:ws-eboxrestentreprise:publicationsender"
REGISTER_CLIENT_ID = "burgerloket"
REGISTER_CLIENT_SECRET = "local-register-secret"  # noqa: S105

FUNCTIONS = (
    "workflow-task", "stream", "dossiers", "document-uploaded", "agenda", "documents", "mail-event",
)  # fmt: skip


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def in_use(port: int) -> bool:
    """Tell whether something listens on the port, on either loopback address.

    Browsers resolve `localhost` to ::1 first, so a program there would shadow the desk.
    """
    for family, address in ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.settimeout(0.3)
                if probe.connect_ex((address, port)) == 0:
                    return True
        except OSError:  # no IPv6 on this machine
            continue
    return False


@dataclass(frozen=True)
class Local:
    """One local desk. `cloud` and `runtime` are the ports of moto and of our functions; `payments`,
    `outside`, `register` and `neighbours` of the stand-ins for the payment service, the outside
    parties, the population register and the services of other authorities. `scans`: whether uploads
    are scanned for viruses."""

    tenant: str
    site: int
    identity: int
    cloud: int
    runtime: int
    state: Path
    pages: Path
    payments: int = 0
    outside: int = 0
    register: int = 0
    neighbours: int = 0
    scans: bool = False

    @classmethod
    def on_ports(cls, tenant: str, first: int) -> "Local":
        """A desk on ports in a row, in the order of `ports`."""
        return cls(
            tenant=tenant,
            site=first,
            identity=first + 1,
            cloud=first + 2,
            runtime=first + 3,
            state=ROOT / ".local" / str(first),
            pages=ROOT / "build" / "site" / tenant,
            payments=first + 4,
            outside=first + 5,
            register=first + 6,
            neighbours=first + 7,
            scans=True,
        )

    @property
    def ports(self) -> dict[str, int]:
        """Every port of this desk by what answers there."""
        return {
            "site": self.site,
            "sign-in": self.identity,
            "cloud": self.cloud,
            "functions": self.runtime,
            "payments": self.payments,
            "outside parties": self.outside,
            "register": self.register,
            "other authorities": self.neighbours,
        }

    @property
    def prefix(self) -> str:
        """What the name of every resource of this tenant begins with."""
        return f"burgerloket-{self.tenant}"

    @property
    def table(self) -> str:
        """The tenant's table."""
        return self.prefix

    @property
    def bucket(self) -> str:
        """The tenant's documents."""
        return f"{self.prefix}-documents"

    @property
    def queue(self) -> str:
        """The dead letters of the stream."""
        return f"{self.prefix}-dead-letters"

    @property
    def site_url(self) -> str:
        """Where a browser finds the desk."""
        return f"http://localhost:{self.site}"

    @property
    def issuer(self) -> str:
        """The test identity provider."""
        return f"http://localhost:{self.identity}"

    @property
    def payments_url(self) -> str:
        """The test payment service."""
        return f"http://localhost:{self.payments}"

    @property
    def outside_url(self) -> str:
        """Where messages to outside parties go, and where a browser finds them."""
        return f"http://localhost:{self.outside}"

    @property
    def neighbours_url(self) -> str:
        """The services of other authorities, and their token service."""
        return f"http://localhost:{self.neighbours}"

    @property
    def cloud_url(self) -> str:
        """Moto, for boto3."""
        return f"http://{LOOPBACK}:{self.cloud}"

    @property
    def dossier_queue(self) -> str:
        """What DOSIS did not take."""
        return f"{self.prefix}-dossier-dead-letters"

    @property
    def dossier_queue_url(self) -> str:
        """Its address, as moto gives it."""
        return f"{self.cloud_url}/{ACCOUNT}/{self.dossier_queue}"

    @property
    def seal_key(self) -> str:
        """The alias of the key in KMS that seals what is issued."""
        return f"alias/{self.prefix}-seal"

    @property
    def queue_url(self) -> str:
        """The address of the dead-letter queue, as moto gives it."""
        return f"{self.cloud_url}/{ACCOUNT}/{self.queue}"

    @property
    def mail_sender(self) -> str:
        """A sender in a domain that can never exist (RFC 2606)."""
        return f"burgerloket@{self.tenant}.example"

    @property
    def mail_events(self) -> str:
        """SES's configuration set."""
        return f"{self.prefix}-mail"

    def function(self, name: str) -> str:
        """The full name of one of FUNCTIONS."""
        return f"{self.prefix}-{name}"

    def function_arn(self, name: str) -> str:
        """The ARN of one of FUNCTIONS."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function(name)}"

    @property
    def state_machine_prefix(self) -> str:
        """What the ARN of every state machine of this tenant begins with."""
        return f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{self.prefix}-"

    @property
    def calendar(self) -> Path:
        """The practice election calendar."""
        return ROOT / "build" / "local" / "calendar.toml"

    def environment(self) -> dict[str, str]:
        """What the functions find in their environment."""
        assets = self.pages / "assets" / "manifest.json"
        return {
            **aws_environment(self.cloud),
            # only once the site was built
            **({"ASSETS_FILE": str(assets)} if assets.is_file() else {}),
            "TENANT_FILE": str(ROOT / "infra" / "tenants" / f"{self.tenant}.toml"),
            "CALENDAR_FILE": str(self.calendar),
            "TABLE_NAME": self.table,
            "BUCKET_NAME": self.bucket,
            "SITE_URL": self.site_url,
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": OIDC_CLIENT_ID,
            "OIDC_CLIENT_SECRET": OIDC_CLIENT_SECRET,
            "PAYMENT_URL": self.payments_url,
            "PAYMENT_KEY": PAYMENT_KEY,
            **self._register_environment(),
            **self._neighbours_environment(),
            "PSEUDONYM_KEY": "local-pseudonym-key-0123456789abcdef",
            "CSRF_KEY": "local-csrf-key-0123456789abcdef0123",
            "PROCESSES": "*",
            "WORKFLOW_TASK_ARN": self.function_arn("workflow-task"),
            "STATE_MACHINE_PREFIX": self.state_machine_prefix,
            "UPLOAD_URL": f"{self.site_url}/_uploads",
            "SCAN_UPLOADS": "yes" if self.scans else "no",
            "OUTSIDE_KEY": OUTSIDE_KEY,
            "OUTSIDE_URL": self.outside_url,
            "DOCUMENTS_FUNCTION": self.function("documents"),
            "SEAL_KEY": self.seal_key,
            "MAIL_SENDER": self.mail_sender,
            "MAIL_EVENTS": self.mail_events,
            "DEAD_LETTER_QUEUE_URL": self.queue_url,
            "POWERTOOLS_TRACE_DISABLED": "true",
        }

    def _neighbours_environment(self) -> dict[str, str]:
        if not self.neighbours:
            return {}
        return {
            "TOKEN_URL": f"{self.neighbours_url}/token",
            "TOKEN_ISSUER": self.neighbours_url,
            "DOSIS_URL": f"{self.neighbours_url}/dosis",
            "SOURCES_URL": f"{self.neighbours_url}/sources",
            "SERVICE_CLIENT_ID": SERVICE_CLIENT_ID,
            "SERVICE_KEY": private_key(SERVICE_CLIENT_ID),
            "EBOX_URL": f"{self.neighbours_url}/ebox",
            "EBOX_SCOPE": EBOX_SCOPE,
        }

    def _register_environment(self) -> dict[str, str]:
        if not self.register:
            return {}
        return {
            "REGISTER_URL": f"http://{LOOPBACK}:{self.register}",
            "REGISTER_CLIENT_ID": REGISTER_CLIENT_ID,
            "REGISTER_CLIENT_SECRET": REGISTER_CLIENT_SECRET,
        }


def aws_environment(port: int) -> dict[str, str]:
    """What boto3 needs to find moto on that port, and never anything else."""
    return {
        "AWS_ENDPOINT_URL": f"http://{LOOPBACK}:{port}",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        # A developer's own profile must not be read, nor the metadata address be asked.
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
        "MOTO_PORT": str(port),
    }
