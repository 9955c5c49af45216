"""Draw results: values in, text out."""
