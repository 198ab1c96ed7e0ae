"""The living report of a survey: `source` reads the answers, `document` says it in one language, the others print it.

Every format prints the same `Document`, which holds the same figures: none computes anything of its own.
"""
