"""From values to blocks, one file a subject."""
