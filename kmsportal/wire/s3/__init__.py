"""S3 as far as reading goes: the portal's own buckets, addressed by path."""
