"""Pages of registration: choosing and filling in, the record, review."""
