"""Budgets: what they add up, when they alert, how alerts get there."""
