"""The waiting list of a batch: its order, offers with a time limit, groups that go together (3.2)."""
