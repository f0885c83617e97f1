"""What is asked and answered: the actions, the assessment, and their words."""
