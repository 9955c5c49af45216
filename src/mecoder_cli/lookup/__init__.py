"""Looking things up: pay, words, uses of a fact."""
