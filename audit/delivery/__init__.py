"""From the ledger to log files and signed digests in a bucket."""
