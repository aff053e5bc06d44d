"""Events as they happen: destinations that get all, and alerts about some."""
