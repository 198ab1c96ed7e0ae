"""Pages of the observatory: one module for each thing done."""
