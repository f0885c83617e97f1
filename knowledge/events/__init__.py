"""Events: what they are, when they happen again, how they are edited, found and shown."""
