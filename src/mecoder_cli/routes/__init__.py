"""Whole roads compared: budget, charges, upkeep, simulation."""
