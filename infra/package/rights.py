"""What each function may do: of which prefixes of the bucket, of which part of the table.

The statements themselves: policies.py.
"""

from collections.abc import Callable

from infra.package import policies
from infra.package.cfn import Json, allow, get, sub
from infra.package.keys import DATA_KEY
from infra.package.names import Names

Statements = Callable[[Names, str], list[Json]]  # (names, the sender of mails)

_OFFICE = {
    "s3:PutObject": ("quarantine", "documents", "imports", "lists"),
    "s3:GetObject": ("quarantine", "documents", "previews", "issued", "imports", "lists"),
    "s3:DeleteObject": ("quarantine", "documents", "previews", "issued", "imports", "lists"),
}
_KEEPING = {
    "s3:PutObject": ("lists",),
    "s3:GetObject": ("documents", "issued", "lists"),
    "s3:DeleteObject": ("quarantine", "documents", "previews", "issued", "imports", "lists"),
}
_CHECKER = {
    "s3:GetObject": ("quarantine", "imports"),
    "s3:PutObject": ("documents", "lists"),
    "s3:DeleteObject": ("quarantine", "imports"),
}
_PRINTER = {
    "s3:GetObject": ("documents", "issued", "lists", "seal", "previews"),
    "s3:PutObject": ("previews", "issued", "lists"),
}


def visits(process: str, *, lists: bool) -> Statements:
    """Of a function of one process; `lists`: whether it has any."""

    def statements(names: Names, sender: str) -> list[Json]:
        del sender
        return [
            *policies.table_of_visits(process, lists=lists),
            *policies.bucket(names, _visitor(process, lists=lists)),
            *policies.call(names, "documents"),
        ]

    return statements


def _visitor(process: str, *, lists: bool) -> dict[str, list[str]]:
    """What lies in the bucket under a case of this process."""
    # a presigned form or link does what its signer may do; who comes back from an upload has it
    # checked at once when the event was not there yet, so a visit releases files too
    put = ("quarantine", "documents")
    own = {
        "s3:PutObject": put,
        "s3:GetObject": (*put, "previews", "issued"),
        "s3:DeleteObject": ("quarantine",),
    }
    found = {action: [f"{one}/{process}-*" for one in prefixes] for action, prefixes in own.items()}
    if lists:
        found["s3:GetObject"].append("lists")
    return found


def desk(names: Names, sender: str) -> list[Json]:
    del sender
    return [
        *policies.whole_table(scan=False),
        *policies.bucket(names, _OFFICE),
        *policies.call(names, "documents"),
        *policies.counts_letters(),
    ]


def stream(names: Names, sender: str) -> list[Json]:
    return [
        *policies.whole_table(scan=False),
        *policies.bucket(names, _KEEPING),
        *policies.machines(names),
        *policies.sends_mail(names, sender),
        *policies.call(names, "documents"),
        *_reads_stream("DeadLetters"),
    ]


def agenda(names: Names, sender: str) -> list[Json]:
    return [
        *policies.whole_table(scan=True),
        *policies.bucket(names, _KEEPING),
        *policies.machines(names),
        *policies.sends_mail(names, sender),
        *policies.call(names, "documents"),
    ]


def dossiers(names: Names, sender: str) -> list[Json]:
    del names, sender
    return [*policies.table_of_cases(), *_reads_stream("DossierDeadLetters")]


def _reads_stream(queue: str) -> list[Json]:
    return [
        allow(
            ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
            get("Table", "StreamArn"),
        ),
        allow(["dynamodb:ListStreams"], "*"),  # it knows no resource
        allow(["sqs:SendMessage"], get(queue, "Arn")),
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            DATA_KEY,
            StringEquals={"kms:ViaService": sub("sqs.${AWS::Region}.${AWS::URLSuffix}")},
        ),
    ]


def task(names: Names, sender: str) -> list[Json]:
    del names, sender
    return policies.table_of_cases()


def uploaded(names: Names, sender: str) -> list[Json]:
    del sender
    return [*policies.table_of_cases(), *policies.bucket(names, _CHECKER)]


def documents(names: Names, sender: str) -> list[Json]:
    del sender
    return [
        *policies.table_of_cases(), *policies.bucket(names, _PRINTER), *policies.seals(),
    ]  # fmt: skip


def mail_event(names: Names, sender: str) -> list[Json]:
    del names, sender
    return policies.table_of_cases()
