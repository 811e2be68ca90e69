"""What the parts of a tenant's stack are called. The same names are in the functions' environment
and in the policies, so that no part has to wait for another to know it."""

from dataclasses import dataclass

from infra.package.cfn import Json, sub


@dataclass(frozen=True)
class Names:
    """`prefix`: what every name begins with."""

    tenant: str

    @property
    def prefix(self) -> str:
        return f"burgerloket-{self.tenant}"

    @property
    def documents(self) -> Json:
        """The bucket of documents. Names of buckets are the world's, so the account is in it."""
        return sub(f"{self.prefix}-documents-${{AWS::AccountId}}")

    @property
    def documents_arn(self) -> str:
        return f"arn:${{AWS::Partition}}:s3:::{self.prefix}-documents-${{AWS::AccountId}}"

    @property
    def machine_arn(self) -> str:
        """What the ARN of every state machine begins with."""
        return self.arn("states", f"stateMachine:{self.prefix}-")

    @property
    def parameters(self) -> str:
        """The path of the secrets in the Parameter Store."""
        return f"/burgerloket/{self.tenant}"

    @property
    def rollback_alarm(self) -> str:
        """The alarm that takes a deployment back."""
        return f"{self.prefix}-rollback"

    def function(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def function_arn(self, name: str) -> str:
        """The version that runs: the alias."""
        return self.arn("lambda", f"function:{self.function(name)}:live")

    def arn(self, service: str, rest: str) -> str:
        """For Fn::Sub."""
        return f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}"
