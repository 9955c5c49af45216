"""Whole routes compared: budget, charges, upkeep, simulation."""
