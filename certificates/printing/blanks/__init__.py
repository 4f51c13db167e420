"""Pre-printed blank certificates: received, used, spoiled, destroyed, counted (4.5)."""
