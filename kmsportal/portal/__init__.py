"""What the console and REST share: origins and calls of requests that Django reads."""
