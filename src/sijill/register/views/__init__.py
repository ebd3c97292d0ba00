"""Pages of casework, by subject. What joins rooms (the list of cases, one case as a whole) is in `desk`."""
