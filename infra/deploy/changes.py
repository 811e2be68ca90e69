"""What a change set would change, in words, and what of it would lose data."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudformation.type_defs import ResourceChangeTypeDef

# What holds something that cannot be made again from the code: cases, files, what waits, the keys
# of all of these, and the identity whose DNS records the municipality has set.
HOLDS_DATA = (
    "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket", "AWS::SES::EmailIdentity",
    "AWS::SQS::Queue",
)  # fmt: skip
_MOST_NAMED = 6


@dataclass(frozen=True)
class Change:
    """`action`: Add, Modify, Remove, Import or Dynamic. `replaced`: True, False or Conditional
    (CloudFormation cannot tell beforehand), empty where that is no question. `stays`: what leaves
    the stack stays in the account. `properties`: what is changed of it."""

    action: str
    name: str
    kind: str
    replaced: str = ""
    stays: bool = False
    properties: tuple[str, ...] = ()

    @property
    def loses_data(self) -> bool:
        """Also where it stays in the account: the stack would go on with another, empty one."""
        return self.kind in HOLDS_DATA and (
            self.action == "Remove" or self.replaced in ("True", "Conditional")
        )

    @property
    def verb(self) -> str:
        if self.action == "Remove":
            return "take out of the stack, it stays in the account" if self.stays else "delete"
        if self.replaced == "True":
            return "replace by a new one"
        if self.replaced == "Conditional":
            return "change, and perhaps replace by a new one"
        return {"Add": "make", "Import": "take into the stack"}.get(self.action, "change")


def read(cloudformation: "CloudFormationClient", change_set: str) -> list[Change]:
    """Every change of the set with this id."""
    found: list[Change] = []
    token = ""
    while True:
        more = {"NextToken": token} if token else {}
        page = cloudformation.describe_change_set(ChangeSetName=change_set, **more)  # type: ignore[arg-type]
        found += [_change(one["ResourceChange"]) for one in page.get("Changes", [])
                  if "ResourceChange" in one]  # fmt: skip
        token = page.get("NextToken", "")
        if not token:
            return found


def _change(told: "ResourceChangeTypeDef") -> Change:
    targets = [detail.get("Target", {}) for detail in told.get("Details", [])]
    named = {target.get("Name") or target.get("Attribute", "") for target in targets}
    return Change(
        action=told.get("Action", ""),
        name=told.get("LogicalResourceId", ""),
        kind=told.get("ResourceType", ""),
        replaced=told.get("Replacement", ""),
        stays="Retain" in told.get("PolicyAction", ""),
        properties=tuple(sorted(named - {""})),
    )


def losing(changes: Iterable[Change], let_go: Collection[str] = ()) -> list[Change]:
    """What would lose data and was not let go by its name."""
    return [change for change in changes if change.loses_data and change.name not in let_go]


def in_words(changes: Iterable[Change]) -> list[str]:
    """Lines for a person: what is alike together, what holds data one by one."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    lines = []
    for change in changes:
        if change.kind in HOLDS_DATA and change.action != "Add":
            what = f" ({', '.join(change.properties)})" if change.properties else ""
            mark = "!!" if change.loses_data else " *"
            holds = f"{change.name}, {change.kind}, which holds data"
            lines.append(f"{mark} {change.verb}: {holds}{what}")
        else:
            alike[change.verb, change.kind].append(change.name)
    for (verb, kind), names in sorted(alike.items()):
        shown = sorted(names)[:_MOST_NAMED]
        rest = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        lines.append(f"   {verb}: {len(names)} {kind}: {', '.join(shown)}{rest}")
    return lines


def loss(changes: Iterable[Change]) -> str:
    """Why it is refused, and what then."""
    listed = "\n".join(f"  {one.name} ({one.kind}): {one.verb}" for one in changes)
    return (
        "DATA WOULD BE LOST. Refused:\n"
        f"{listed}\n"
        "Look for what changed its name, keys or encryption, and undo that. If it is meant, export "
        "and verify first (docs/deploying.md), then name it: --let-go <the name above>."
    )
