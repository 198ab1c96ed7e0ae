"""Files read for the command line: their form is known here, their meaning in the domain."""
