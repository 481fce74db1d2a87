"""The shop's side: pages for agents, supervisors, finance and warehouse."""
