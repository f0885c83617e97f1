"""The Rasa 3.6 project, read from its files and checked."""
