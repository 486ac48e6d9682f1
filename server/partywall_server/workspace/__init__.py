"""Finding schemas, settings and migrations on disk, and writing to it."""
