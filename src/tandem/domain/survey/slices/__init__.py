"""Published tables of one thing by several slices and by year, told again and again.

`records` counts, `hiding` blanks what is too small, `feasible` says between which values a blank may lie,
`telling` decides what is told anew. What is guaranteed: docs/algorithms/slices.md.
"""
