"""mecoder: an advisor on becoming, and staying, a certified medical coder."""

__version__ = "0.1.0"
