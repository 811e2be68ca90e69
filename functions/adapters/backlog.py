"""The dead letters of the table's stream (services.backlog_ports.Backlog). SQS counts about right,
which is enough to tell whether any waits."""

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client


class DeadLetters:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def waiting(self) -> int | None:
        if not self._queue_url:
            return None
        try:
            found = client("sqs").get_queue_attributes(
                QueueUrl=self._queue_url, AttributeNames=["ApproximateNumberOfMessages"]
            )
        except (ClientError, BotoCoreError):
            return None
        return int(found["Attributes"]["ApproximateNumberOfMessages"])
