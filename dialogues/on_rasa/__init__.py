"""The engine that runs the project on a Rasa server."""
