"""Staff, operations and the composition of the application."""
