"""Surveys: tables, tests, weights, screening and the checking of published figures.

Everything here takes arrays and returns results; who read the answers from where is not known here.
Formulas, sources and refused alternatives: docs/algorithms/survey.md. R is the referee.
"""
