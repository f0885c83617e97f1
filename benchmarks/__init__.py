"""How fast and how small: every figure of `RESULTS.md` is measured by `make bench` in one run."""
