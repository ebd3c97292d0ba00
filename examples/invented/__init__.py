"""A country that does not exist, for practice: its lists, its office, its cases. Start with `country`."""
