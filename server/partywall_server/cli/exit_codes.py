"""What the exit code of a command says: a contract with scripts."""

CLEAN = 0
FOUND = 1
"""`check`: a finding or a syntax error; `fix`: something remains."""
USAGE = 2
"""Wrong arguments, a path that is not there, a wrong setting."""
REFUSED = 3
"""Understood, and not done for the reason given."""
