"""An organisation as AWS Organizations shows it: tree, policies, what they bound."""
