"""The portrait of a registration: where it is cut, what a picture is worth, what is said about it."""
