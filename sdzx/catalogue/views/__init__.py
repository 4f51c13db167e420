"""Pages of the catalogue: public ones, and the province's."""
