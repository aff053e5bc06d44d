"""The policy simulator of IAM: policies tried on calls that nobody makes."""
