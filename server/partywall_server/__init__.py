"""What touches the outside world: the language server and the command line."""
