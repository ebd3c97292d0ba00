"""The statement of reasons (Regulation (EU) 2022/2065, Art. 17 and 24(5)) in the EU database's own words. Pure.

`build` makes one from a decision, `check` says what the EU's database would refuse, `Client` files them.
"""

from sijill.statements.build import Decision, build
from sijill.statements.client import Client, Denied, Done, Unreachable, errors_of
from sijill.statements.puids import Puids
from sijill.statements.rules import check

__all__ = ["Client", "Decision", "Denied", "Done", "Puids", "Unreachable", "build", "check", "errors_of"]
