"""The channels people come through besides the web: what each hands in, and what is sent out there."""
