"""The same project on a real Rasa server."""
