"""The role by which a workflow of one repository deploys, without any key that is stored.

The forge signs a token that says which repository and which environment a job is of; AWS gives the
role for exactly those. A job without the environment (a pull request, another branch, a fork) says
another subject and gets nothing:
https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
"""

from infra.ci import boundary
from infra.package.cfn import Json, allow, get, ref, resource, sub

HOST = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
WAVES = (0, 1, 2)
_HOURS = 6
_OURS = "burgerloket-*"  # how the names of stacks, and of what they make, begin


def template() -> Json:
    """One for an account. `Repository`: owner/name, exactly as the forge spells it."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Burgerloket: the role by which a repository deploys",
        "Parameters": {
            "Repository": {"Type": "String", "AllowedPattern": r"^[\w.-]+/[\w.-]+$"},
            "ArtifactsBucket": {"Type": "String"},
            "ProviderExists": {"Type": "String", "AllowedValues": ["yes", "no"], "Default": "no"},
        },
        "Conditions": {"MakesProvider": {"Fn::Equals": [ref("ProviderExists"), "no"]}},
        "Resources": {
            "Provider": resource(
                "AWS::IAM::OIDCProvider",
                {"Url": f"https://{HOST}", "ClientIdList": [AUDIENCE]},
                Condition="MakesProvider",
                DeletionPolicy="Retain",
                UpdateReplacePolicy="Retain",
            ),
            "Boundary": resource(
                "AWS::IAM::ManagedPolicy",
                {
                    "ManagedPolicyName": boundary.NAME,
                    "Description": "The most that a role of a desk can do",
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": boundary.statements(),
                    },
                },
                # roles of running desks rest on it
                DeletionPolicy="Retain",
                UpdateReplacePolicy="Retain",
            ),
            "DeployRole": resource(
                "AWS::IAM::Role",
                {
                    # not a name that begins as ours: the role may change no right of its own
                    "RoleName": "desk-deploys",
                    "MaxSessionDuration": _HOURS * 3600,
                    "AssumeRolePolicyDocument": _trust(),
                    "Policies": [
                        {
                            "PolicyName": "deploys",
                            "PolicyDocument": {"Version": "2012-10-17", "Statement": statements()},
                        }
                    ],
                },
            ),
        },
        "Outputs": {
            "DeployRoleArn": {"Value": get("DeployRole", "Arn")},
            "RolesBoundary": {"Value": boundary.NAME},
        },
    }


def _trust() -> Json:
    subjects = [sub(f"repo:${{Repository}}:environment:wave-{wave}") for wave in WAVES]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": _arn("iam", f"oidc-provider/{HOST}", region=False)},
                "Action": "sts:AssumeRoleWithWebIdentity",
                # equal, not like: no star that another repository could fit
                "Condition": {"StringEquals": {f"{HOST}:aud": AUDIENCE, f"{HOST}:sub": subjects}},
            }
        ],
    }


def _arn(service: str, rest: str, *, region: bool = True) -> Json:
    where = "${AWS::Region}" if region else ""
    return sub(f"arn:${{AWS::Partition}}:{service}:{where}:${{AWS::AccountId}}:{rest}")


def _anywhere(service: str, rest: str) -> Json:
    """In any region: the firewall is in another one."""
    return sub(f"arn:${{AWS::Partition}}:{service}:*:${{AWS::AccountId}}:{rest}")


def _bucket(name: str) -> list[Json]:
    return [sub(f"arn:${{AWS::Partition}}:s3:::{name}{rest}") for rest in ("", "/*")]


def statements() -> list[Json]:
    """CloudFormation works with the rights of who calls it, so the role has those of the resources
    too: only of ours by name, where AWS knows a name."""
    return [*_stacks(), *_resources(), *_roles(), *_never()]


def _stacks() -> list[Json]:
    return [
        allow(
            ["cloudformation:*ChangeSet*", "cloudformation:Describe*", "cloudformation:List*",
             "cloudformation:GetTemplate*", "cloudformation:SetStackPolicy",
             "cloudformation:UpdateTerminationProtection", "cloudformation:ContinueUpdateRollback"],
            _anywhere("cloudformation", f"stack/{_OURS}"),
        ),
        allow(
            ["cloudformation:CreateChangeSet"],
            sub("arn:${AWS::Partition}:cloudformation:*:aws:transform/Serverless-2016-10-31"),
        ),
        allow(
            ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetBucketVersioning"],
            _bucket("${ArtifactsBucket}"),
        ),
        # the site; its bucket is named by CloudFormation
        allow(["s3:PutObject", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket"],
              _bucket("burgerloket-*-site-*")),
        allow(["ssm:DescribeParameters", "cloudwatch:DescribeAlarms"], "*"),
    ]  # fmt: skip


def _resources() -> list[Json]:
    return [
        allow(["lambda:*"], [
            _arn("lambda", f"function:{_OURS}"), _arn("lambda", f"layer:{_OURS}"),
            _arn("lambda", "event-source-mapping:*"),
        ]),
        allow(["lambda:CreateEventSourceMapping", "lambda:GetEventSourceMapping",
               "lambda:ListEventSourceMappings"], "*"),
        allow(["states:*StateMachine*", "states:TagResource", "states:ListTagsForResource"],
              _arn("states", f"stateMachine:{_OURS}")),
        allow(["dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:DescribeTable",
               "dynamodb:DescribeContinuousBackups", "dynamodb:UpdateContinuousBackups",
               "dynamodb:DescribeTimeToLive", "dynamodb:UpdateTimeToLive",
               "dynamodb:ListTagsOfResource", "dynamodb:TagResource"],
              _arn("dynamodb", f"table/{_OURS}")),
        allow(["s3:CreateBucket", "s3:PutBucket*", "s3:GetBucket*", "s3:PutEncryptionConfiguration",
               "s3:GetEncryptionConfiguration", "s3:PutLifecycleConfiguration",
               "s3:GetLifecycleConfiguration", "s3:DeleteBucketPolicy"],
              _bucket(_OURS)),
        allow(["sqs:CreateQueue", "sqs:SetQueueAttributes", "sqs:GetQueueAttributes",
               "sqs:TagQueue"], _arn("sqs", _OURS)),
        allow(["sns:CreateTopic", "sns:SetTopicAttributes", "sns:GetTopicAttributes",
               "sns:Subscribe", "sns:ListSubscriptionsByTopic", "sns:TagResource"],
              _arn("sns", _OURS)),
        allow(["events:PutRule", "events:DescribeRule", "events:PutTargets", "events:RemoveTargets",
               "events:DeleteRule"], _arn("events", f"rule/{_OURS}")),
        allow(["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:AssociateKmsKey",
               "logs:TagResource", "logs:ListTagsForResource", "logs:PutMetricFilter",
               "logs:DeleteMetricFilter"], _arn("logs", "log-group:*")),
        allow(["cloudwatch:PutMetricAlarm", "cloudwatch:PutCompositeAlarm",
               "cloudwatch:DeleteAlarms", "cloudwatch:PutDashboard", "cloudwatch:GetDashboard",
               "cloudwatch:TagResource"], "*"),
        allow(["codedeploy:*"], [
            _arn("codedeploy", f"application:{_OURS}"),
            _arn("codedeploy", f"deploymentgroup:{_OURS}"),
            _arn("codedeploy", "deploymentconfig:*"),
        ]),
        allow(["apigateway:*"], sub("arn:${AWS::Partition}:apigateway:${AWS::Region}::/*")),
        allow(["cloudfront:Create*", "cloudfront:Update*", "cloudfront:Get*", "cloudfront:List*",
               "cloudfront:PublishFunction", "cloudfront:DescribeFunction",
               "cloudfront:TagResource", "cloudfront:CreateInvalidation"], "*"),
        allow(["wafv2:CreateWebACL", "wafv2:UpdateWebACL", "wafv2:GetWebACL",
               "wafv2:ListTagsForResource", "wafv2:TagResource"], "*"),
        allow(["ses:CreateConfigurationSet*", "ses:UpdateConfigurationSet*",
               "ses:GetConfigurationSet*", "ses:PutConfigurationSet*", "ses:CreateEmailIdentity",
               "ses:GetEmailIdentity", "ses:PutEmailIdentity*"], "*"),
        # a key has no name; what is in it is kept from this role below
        allow(["kms:CreateKey", "kms:DescribeKey", "kms:EnableKeyRotation", "kms:PutKeyPolicy",
               "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:CreateAlias",
               "kms:UpdateAlias", "kms:UpdateKeyDescription", "kms:TagResource",
               "kms:CreateGrant"], "*"),
        allow(["route53:ChangeResourceRecordSets", "route53:GetHostedZone", "route53:GetChange",
               "budgets:ModifyBudget", "budgets:ViewBudget"], "*"),
    ]  # fmt: skip


def _roles() -> list[Json]:
    ours = _arn("iam", f"role/{_OURS}", region=False)
    services = ["lambda.amazonaws.com", "states.amazonaws.com", "codedeploy.amazonaws.com",
                "apigateway.amazonaws.com"]  # fmt: skip
    bounded = {"iam:PermissionsBoundary": _boundary()}
    return [
        # a role without the boundary, or that would lose it, is none that this role makes or fills
        allow(["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
               "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy"], ours,
              StringEquals=bounded),
        allow(["iam:GetRole", "iam:UpdateRole*", "iam:UpdateAssumeRolePolicy", "iam:TagRole",
               "iam:GetRolePolicy", "iam:DeleteRole", "iam:ListRolePolicies",
               "iam:ListAttachedRolePolicies"], ours),
        allow(["iam:PassRole"], ours, StringEquals={"iam:PassedToService": services}),
    ]  # fmt: skip


def _boundary() -> Json:
    return _arn("iam", f"policy/{boundary.NAME}", region=False)


def _never() -> list[Json]:
    """Whoever deploys reads no person's data and no secret, and lets go of nothing that holds
    data."""
    documents = _bucket("burgerloket-*-documents-*")
    denied = {
        "dynamodb": (["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query",
                      "dynamodb:Scan", "dynamodb:PartiQL*", "dynamodb:GetRecords",
                      "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
                      "dynamodb:BatchWriteItem", "dynamodb:DeleteTable", "dynamodb:Export*",
                      "dynamodb:RestoreTable*"], "*"),
        "s3": (["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*"], documents),
        "buckets": (["s3:DeleteBucket"], "*"),
        "ssm": (["ssm:GetParameter*", "ssm:PutParameter", "ssm:DeleteParameter*"], "*"),
        "kms": (["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:Sign"], "*"),
        "lambda": (["lambda:InvokeFunction*"], "*"),
        "itself": (["iam:*"], [_arn("iam", "role/desk-deploys", region=False), _boundary()]),
    }  # fmt: skip
    return [
        {"Sid": f"Never{name.capitalize()}", "Effect": "Deny", "Action": actions, "Resource": where}
        for name, (actions, where) in denied.items()
    ]
