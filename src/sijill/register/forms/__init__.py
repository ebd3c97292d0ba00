"""What the pages of casework ask, by subject."""
