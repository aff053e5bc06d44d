"""What recorded calls say of a policy that is not in force yet."""
