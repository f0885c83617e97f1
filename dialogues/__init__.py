"""What is said and asked: a Rasa 3.6 project and the code it calls."""
