"""The engine that runs the project in this process, as Rasa 3.6 would."""
