"""`python -m admin` is `osaamo`."""

from admin.cli import main

main()
