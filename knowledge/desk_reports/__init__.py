"""What the desk tells the editors: an answer that was wrong, a service that is missing."""
