"""The services that have an AWS managed key in each account and Region.

``alias/aws/NAME`` is the key's alias, ``HOST.REGION.amazonaws.com`` what
``kms:ViaService`` says of the service's calls (AWS KMS Developer Guide,
"kms:ViaService").
"""

from collections.abc import Mapping

import msgspec


class ManagedService(msgspec.Struct, frozen=True):
    """One service: its name for people, what the key protects, its host.

    ``grants`` marks services that hand the key on to their resources by grants.
    """

    title: str
    protects: str
    host: str
    grants: bool = False


SERVICES: Mapping[str, ManagedService] = {
    "backup": ManagedService("Backup", "backups", "backup", grants=True),
    "dynamodb": ManagedService(
        "Amazon DynamoDB", "DynamoDB tables", "dynamodb", grants=True
    ),
    "ebs": ManagedService("EBS", "EBS volumes", "ec2", grants=True),
    "elasticache": ManagedService(
        "ElastiCache", "ElastiCache data", "elasticache", grants=True
    ),
    "elasticfilesystem": ManagedService(
        "EFS", "EFS file systems", "elasticfilesystem", grants=True
    ),
    "fsx": ManagedService("FSx", "FSx file systems", "fsx", grants=True),
    "glue": ManagedService("Glue", "Glue data", "glue"),
    "kinesis": ManagedService("Kinesis", "Kinesis streams", "kinesis"),
    "lambda": ManagedService("AWS Lambda", "Lambda functions", "lambda", grants=True),
    "rds": ManagedService("RDS", "RDS database volumes", "rds", grants=True),
    "redshift": ManagedService(
        "Redshift", "Redshift clusters", "redshift", grants=True
    ),
    "s3": ManagedService("S3", "S3 objects", "s3"),
    "secretsmanager": ManagedService(
        "AWS Secrets Manager", "Secrets Manager secrets", "secretsmanager", grants=True
    ),
    "sns": ManagedService("SNS", "SNS topics", "sns"),
    "sqs": ManagedService("SQS", "SQS queues", "sqs"),
    "ssm": ManagedService("AWS Systems Manager", "SSM parameters", "ssm"),
}
