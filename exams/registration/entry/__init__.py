"""One candidate's way through the form: what is claimed, what was received, what comes next."""
