"""Pages of announcements: public ones, and the office's."""
