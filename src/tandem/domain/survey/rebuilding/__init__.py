"""A made-up file of answers that gives the figures somebody published: structure, joint tables, respondents."""
