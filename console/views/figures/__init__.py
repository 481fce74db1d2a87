"""The pages of figures: what a manager sees, what it is taken apart by, and the list behind each number."""
