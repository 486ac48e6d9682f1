"""What a migration would do, laid out for those who judge it: the hazards."""
