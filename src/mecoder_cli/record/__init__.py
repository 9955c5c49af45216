"""A person's record: a journal on the disk, only ever added to."""
