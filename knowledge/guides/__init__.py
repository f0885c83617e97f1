"""Guides as their editors keep them: written step by step, every version kept, published, withdrawn."""
