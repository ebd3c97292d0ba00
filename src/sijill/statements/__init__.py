"""The statement of reasons (Regulation (EU) 2022/2065, Art. 17 and 24(5)) in the EU database's own words. Pure."""
