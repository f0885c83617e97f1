"""What needs an editor: overdue, stale or missing texts, dead links, outdated words, services nobody sees."""
