"""The pages of the shop's rules: opening hours and response times."""
