"""Open data of a survey: anonymised answers as CSV with CSVW metadata, a DDI codebook, an SPSS file."""
