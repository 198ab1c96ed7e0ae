"""Files of strangers into the directory (docs/importers.md).

`outcomes.read_files` turns files into clean records without Django; `saving.import_files` keeps them.
"""
