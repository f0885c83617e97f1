"""The verbs of the editors: draft, write, review, publish, roll back; and the same rules for imports."""
