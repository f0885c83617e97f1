"""What a message means: language, danger, intent, and the facts in it."""
