"""The buyer's side: letters come in, are understood, are answered."""
