"""What stands in a database: the physical model, of a schema and of a migration history."""
