"""The journal in the light of the knowledge: the person, their months of work, their CEUs, their proofs."""
