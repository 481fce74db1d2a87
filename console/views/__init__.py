"""The console's pages, one family per file; handlers that find the noun, say one verb, and go back."""
