"""How a screen is drawn: blocks, words, terminal, plain text."""
