"""How many were never recorded: estimates from lists that overlap (multiple systems estimation)."""
