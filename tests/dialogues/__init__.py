"""Tests of what is said and understood."""
