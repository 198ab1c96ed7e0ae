"""Files of a survey, read and written without a database: answers, XLSForms, living reports, published figures."""
