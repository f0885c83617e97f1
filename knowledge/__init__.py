"""What services exist, whom they serve and how well they fit. Knows nothing of conversations."""
