"""REST described as OpenAPI 3.1, from the declarations of routes and operations."""
