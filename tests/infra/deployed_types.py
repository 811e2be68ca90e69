"""Which types of resources moto's CloudFormation makes of a tenant's template, and which not."""

DEPLOYED = {
    "AWS::ApiGateway::RestApi",  # empty: its description is in its stand-in
    "AWS::DynamoDB::Table",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::KMS::Alias",
    "AWS::KMS::Key",
    "AWS::Lambda::Alias",  # taught in deployed.py
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
}
UNKNOWN = "moto's CloudFormation does not know it"
LEFT_OUT = {
    "AWS::SES::EmailIdentity": f"{UNKNOWN}; stand-in: verified by API",
    "AWS::SES::ConfigurationSet": f"{UNKNOWN}; stand-in: made by API",
    "AWS::StepFunctions::StateMachine": (
        "moto makes it where its interpreter does not look, and reads no definition from S3; "
        "stand-in: made by API from the definition among the artifacts"
    ),
    "AWS::ApiGateway::Account": UNKNOWN,
    "AWS::ApiGateway::Deployment": "of no use without a stage",
    "AWS::ApiGateway::Stage": UNKNOWN,
    "AWS::Budgets::Budget": UNKNOWN,
    "AWS::CloudFront::CachePolicy": UNKNOWN,
    "AWS::CloudFront::Distribution": UNKNOWN,
    "AWS::CloudFront::Function": UNKNOWN,
    "AWS::CloudFront::OriginAccessControl": UNKNOWN,
    "AWS::CloudFront::OriginRequestPolicy": UNKNOWN,
    "AWS::CloudFront::ResponseHeadersPolicy": UNKNOWN,
    "AWS::CloudWatch::Alarm": UNKNOWN,
    "AWS::CloudWatch::CompositeAlarm": UNKNOWN,
    "AWS::CloudWatch::Dashboard": "it shows alarms, which are left out",
    "AWS::CodeDeploy::Application": UNKNOWN,
    "AWS::CodeDeploy::DeploymentGroup": UNKNOWN,
    "AWS::GuardDuty::MalwareProtectionPlan": f"{UNKNOWN}; stand-in: infra/local/scanner.py",
    "AWS::Lambda::EventInvokeConfig": UNKNOWN,
    "AWS::Logs::QueryDefinition": UNKNOWN,
    "AWS::Oam::Link": UNKNOWN,
    "AWS::SecretsManager::Secret": f"{UNKNOWN}; stand-in: made by API, and its value put in",
    "AWS::Route53::RecordSet": "Mechelen gives no hosted zone",
    "AWS::S3::BucketPolicy": UNKNOWN,
    "AWS::SES::ConfigurationSetEventDestination": UNKNOWN,
    "AWS::SNS::Subscription": UNKNOWN,
    "AWS::SNS::TopicPolicy": UNKNOWN,
    "AWS::SQS::QueuePolicy": UNKNOWN,
}
