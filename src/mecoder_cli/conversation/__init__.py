"""Talking with a person: questions, prompts, and their answers in files."""
