"""What walks whole cases through a running house: the shop, one case on its way, the ways, and what was walked."""
