"""The theorem: every kind of person, tried."""
