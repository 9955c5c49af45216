"""The values and rules of the trade's world, without I/O."""
