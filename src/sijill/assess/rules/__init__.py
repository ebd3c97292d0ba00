"""One file per standard. A rule is a record whose text a release prints; its query stands beside it."""
