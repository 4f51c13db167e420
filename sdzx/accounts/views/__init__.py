"""Pages of accounts: entry, sign-up, one's own page, members, policy."""
