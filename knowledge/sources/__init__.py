"""Outside catalogues: fetch, parse, upsert; every run leaves a report of every record."""
