"""Each module here is a rule, named after its file."""
