"""What the desk measures: facts of sessions and rounds, and what each figure makes of them."""
