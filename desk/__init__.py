"""The service desk itself: the nouns, their rules, and the book in which everything is written."""
