"""Which records of different sources may be about one thing: candidate pairs for people to judge. Pure."""
