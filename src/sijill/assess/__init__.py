"""Room 3: what it amounts to. Findings are computed from facts, answers and rules; never stored."""
