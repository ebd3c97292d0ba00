"""The five ground rules for every restriction of expression, as thirty-seven checks; and Ranking Digital Rights apart.

Pure: no Django. What a person answers is a fact in the database; everything here is computed from
facts and answers and stored nowhere.
"""
