"""One address: what is not the AWS wire's is handed to the portal worker."""
