"""What to do next in a conversation: a pure function from what was seen to a list of steps."""
