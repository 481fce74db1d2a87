"""The web chat's side of the public listener: what the widget asks, and the pages around it."""
