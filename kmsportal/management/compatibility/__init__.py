"""The page that holds this portal against AWS KMS, made from the registry."""
