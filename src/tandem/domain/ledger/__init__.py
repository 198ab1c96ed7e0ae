"""The time ledger: hours given by one party and received by another, that nobody can change afterwards.

Double entry: every recorded time stands once as given and once as received, so the balances of all parties
sum to zero at every moment. Nothing is edited: the other side confirms, silence is marked as such after 14
days, a mistake is reversed by a further entry. Entries form a chain of SHA-256 hashes
(docs/algorithms/ledger.md). Times are whole minutes. Ids only: names and reasons stay elsewhere, so that
a person can be erased without breaking the chain.

- `Ledger(id, parties, opened)`, then `decide(act)`, `record(act)` with the acts `Give`, `Confirm`,
  `MarkSilent`, `Reverse`; `balances()`, `status(number)`, `head`.
- An export is `ledger.header`, every record, `ledger.end()`, one JSON object per line; `verify` checks it.
"""

from tandem.domain.ledger.book import Balance, Confirm, Give, Ledger, MarkSilent, Reverse, seal
from tandem.domain.ledger.export import Problem, Verification, verify

__all__ = [
    "Balance",
    "Confirm",
    "Give",
    "Ledger",
    "MarkSilent",
    "Problem",
    "Reverse",
    "Verification",
    "seal",
    "verify",
]
