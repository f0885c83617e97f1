"""The services an installation knows on its first day."""
