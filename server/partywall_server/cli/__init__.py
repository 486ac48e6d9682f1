"""The command line: one command a file. Each imports no more than it needs."""
