"""Trails: their names, settings and selectors, and who may do what with them."""
