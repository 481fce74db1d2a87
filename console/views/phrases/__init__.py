"""The phrase desk: the shop's words, and what the bot makes of them."""
