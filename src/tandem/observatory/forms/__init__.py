"""Forms of the observatory: what researchers set up, and what respondents answer."""
