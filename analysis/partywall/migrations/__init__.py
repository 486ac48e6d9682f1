"""How a database gets from one state to another: differences, safe plans, SQL."""
