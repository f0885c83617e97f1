"""The chat's page, and the element that other pages embed."""
