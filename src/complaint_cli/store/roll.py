"""Who is enrolled with which key, entry by entry: one set of rules for entering it and for checking it later."""

from __future__ import annotations

from complaint_cli.errors import StepRefused
from complaint_cli.messages.keys import Keys
from complaint_cli.store.database import Store
from complaint_cli.text.near import name_key
from complaint_cli.text.tuples import NamedTuple


class Enrolled(NamedTuple):
    """A person with his key (base64), the entry since which it counts, and who enrolled it."""

    person: str
    key: str
    entry: int
    by: str


class Enrolment(NamedTuple):
    """One enrolment or replacement as it is entered: by whom, and the key that he signed it with."""

    entry: int
    person: str
    key: str
    replaces: bool
    by: str
    signed_with: str | None


class Roll:
    """The persons who sign, by name however it is spelled."""

    def __init__(self) -> None:
        self.known: dict[str, Enrolled] = {}
        self.founder: tuple[str, str] | None = None  # who signed the first enrolment, and is to be enrolled next
        self.proposed: dict[str, Enrolled] = {}  # replacements that lack the second signature
        self.ever: list[Enrolled] = []  # replaced keys too: what they signed before stays good
        self._used: set[str] = set()

    def of(self, name: str) -> Enrolled | None:
        """Return a person's enrolment; None where he has none."""
        return self.known.get(name_key(name))

    def key_of(self, name: str) -> str | None:
        """Return the key by which a person's signature counts, the founder's before he is enrolled too."""
        if found := self.of(name):
            return found.key
        return self.founder[1] if self.founder and name_key(self.founder[0]) == name_key(name) else None

    def take(self, new: Enrolment) -> bool:
        """Take an enrolment in, and say whether the key counts from now on; StepRefused where the rules forbid it."""
        who, signer = name_key(new.person), name_key(new.by)
        if who == signer:
            raise StepRefused(Keys.ONESELF, person=new.person)
        if new.key in self._used or new.key == new.signed_with:
            raise StepRefused(Keys.USED, person=new.person)
        if not self.known:
            if new.replaces or new.signed_with is None:
                raise StepRefused(Keys.NOT_ENROLLED, person=new.person if new.replaces else new.by)
            self.founder = new.by, new.signed_with
        elif signer not in self.known:
            raise StepRefused(Keys.NOT_ENROLLED, person=new.by)
        elif self.founder:
            if new.replaces or (who, new.key) != (name_key(self.founder[0]), self.founder[1]):
                raise StepRefused(Keys.FOUNDER_FIRST, person=self.founder[0], by=new.by)
            self.founder = None
        elif new.replaces != (who in self.known):
            raise StepRefused(Keys.NOT_ENROLLED if new.replaces else Keys.ENROLLED_ALREADY, person=new.person)
        if new.replaces and not self._seconded(who, signer, new):
            return False
        self.known[who] = Enrolled(new.person, new.key, new.entry, new.by)
        self.ever.append(self.known[who])
        self._used.add(new.key)
        return True

    def _seconded(self, who: str, signer: str, new: Enrolment) -> bool:
        """Whether somebody else asked for the same replacement before."""
        before = self.proposed.pop(who, None)
        if before and before.key == new.key:
            if name_key(before.by) == signer:
                self.proposed[who] = before
                raise StepRefused(Keys.SECOND_NEEDED, person=new.person)
            return True
        self.proposed[who] = Enrolled(new.person, new.key, new.entry, new.by)
        return False


def enrolments(store: Store) -> list[Enrolment]:
    """Return every enrolment in the order of entry."""
    sql = (
        "SELECT e.entry, e.person, e.key, e.replaces, e.actor, s.key FROM enrolment e "
        "LEFT JOIN signature s ON s.seq = e.entry ORDER BY e.id"
    )
    return [
        Enrolment(entry, person, key, bool(replaces), by, signed)
        for entry, person, key, replaces, by, signed in store.connection.execute(sql)
    ]


def roll_of(store: Store) -> Roll:
    """Return who is enrolled now; an enrolment against the rules, which ``verify`` names, is passed over."""
    roll = Roll()
    for enrolment in enrolments(store):
        try:
            roll.take(enrolment)
        except StepRefused:
            continue
    return roll
