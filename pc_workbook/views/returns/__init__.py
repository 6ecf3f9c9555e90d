"""The sheets of a return."""
