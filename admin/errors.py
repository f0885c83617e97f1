"""What stops a command: one clear sentence for the operator and a non-zero exit."""


class CannotRun(Exception):  # noqa: N818 - it is a sentence for the operator
    """The message says what is wrong and what to do about it."""
