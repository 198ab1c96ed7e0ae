"""Writing in the observatory: one module for each thing done."""
