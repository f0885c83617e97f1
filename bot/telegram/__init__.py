"""Telegram: what comes in from there, and what is sent out."""
