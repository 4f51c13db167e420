"""Forms that are filled in without a network and sent later, each save once."""
