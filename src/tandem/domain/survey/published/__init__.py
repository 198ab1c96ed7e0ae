"""Checking figures that somebody published: can they come from whole respondents, and what do they allow to say?"""
