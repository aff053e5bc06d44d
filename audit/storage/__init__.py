"""The buckets that files of trails are put in: the portal's folder, or S3 elsewhere."""
