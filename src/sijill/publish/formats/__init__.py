"""One file per format: tables and words in, files out."""
