"""The proof that nothing is lost and nothing doubled: kills and damaged updates, judged from outside."""
