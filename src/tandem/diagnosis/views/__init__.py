"""Pages of a diagnosis: asking, and what comes out."""
