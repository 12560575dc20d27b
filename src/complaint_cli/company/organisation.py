"""Who belongs to the company: its departments, posts and people, and who held what on which day."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.policy import Policy, shown
from complaint_cli.text.near import name_key
from complaint_cli.text.tuples import NamedTuple

Role = Literal["office", "audit", "responsible"]
PostKind = Literal["general", "deputy", "manager"]
MOST_NAME = 64
Place = Callable[[int | None, str], str]
"""Says where in the file a key is: the department's index (None for the company), then the key."""


class Term(NamedTuple):
    """The first and the last day of a person on a staff; None is open."""

    name: str
    since: date | None
    until: date | None


class Department(NamedTuple):
    """A department, its role and its staff."""

    name: str
    role: Role
    staff: tuple[str, ...]
    terms: tuple[Term, ...] = ()  # of the staff whose days are bounded
    formerly: tuple[str, ...] = ()  # its former names

    def employs(self, person: str, day: date) -> bool:
        """Tell whether a person is on the staff on ``day``; ``until`` is his last day."""
        key = name_key(person)
        if key not in map(name_key, self.staff):
            return False
        terms = [term for term in self.terms if name_key(term.name) == key]
        return not terms or any((term.since or date.min) <= day <= (term.until or date.max) for term in terms)


class Left(NamedTuple):
    """That a person was on a department's staff until a later file, taken over at a moment, did not list him."""

    department: str
    name: str
    since: date | None
    until: date
    moment: datetime


class Post(NamedTuple):
    """That a person holds a post ``since`` a day, None meaning always; ``general`` has no department."""

    kind: PostKind
    department: str | None
    name: str
    since: date | None
    until: date | None = None


_remembered = lru_cache(maxsize=4096)
"""A batch asks the same of many lines; what an organisation answers never changes."""


class Organisation(NamedTuple):
    """The departments in their order, and every holder of a post in the order of recording."""

    company: str
    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    accounts: Mapping[str, str] = MappingProxyType({})
    left: tuple[Left, ...] = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:  # a tuple's own would look at every field
        return not self == other

    def __hash__(self) -> int:  # what it answered is remembered by itself
        return id(self)

    @property
    def peopled(self) -> bool:
        """Whether the organisation lists anybody."""
        return bool(self.posts) or any(department.staff for department in self.departments)

    @_remembered
    def spelled(self, person: str) -> str:
        """Return a name as the organisation spells it, else as it is."""
        key = name_key(person)
        return next((known for known in self._ever() if name_key(known) == key), person.strip())

    def employs(self, department: Department, person: str, day: date) -> bool:
        """Tell whether a person is on a department's staff on ``day``, or was until a later file did not list him."""
        if department.employs(person, day):
            return True
        mine = (
            one for one in self.left if one.department == department.name and name_key(one.name) == name_key(person)
        )
        return any((one.since or date.min) <= day <= one.until for one in mine)

    def gone(self, person: str, moment: datetime) -> bool:
        """Tell whether no file in force at a moment lists a person whom one before it did."""
        key = name_key(person)
        if not self.left or key in map(name_key, self._people()):
            return False
        return any(one.moment <= moment for one in self.left if name_key(one.name) == key)

    @_remembered
    def belongs(self, person: str, day: date) -> bool:
        """Tell whether a person is on a staff or holds a post on ``day``."""
        key = name_key(person)
        if any(self.employs(department, person, day) for department in self.departments):
            return True
        return any(name_key(holder) == key for holder in self._holders(day))

    def _holders(self, day: date) -> list[str]:
        seats = dict.fromkeys((post.kind, post.department) for post in self.posts)
        return [name for kind, seat in seats if (name := self.holder(kind, seat, day))]

    @_remembered
    def posts_of(self, person: str, day: date) -> frozenset[PostKind]:
        """Return the kinds of post that a person holds on ``day``."""
        key = name_key(person)
        seats = dict.fromkeys((post.kind, post.department) for post in self.posts)
        return frozenset(kind for kind, seat in seats if name_key(self.holder(kind, seat, day) or "") == key)

    @_remembered
    def departments_of(self, person: str, day: date) -> frozenset[str]:
        """Return the departments whose staff or manager a person is on ``day``."""
        key = name_key(person)
        return frozenset(
            department.name
            for department in self.departments
            if self.employs(department, person, day)
            or name_key(self.holder("manager", department.name, day) or "") == key
        )

    def everybody_of(self, department: str, day: date) -> list[str]:
        """Return the staff, manager and deputy of a department on ``day``."""
        found = self.department(department)
        listed = (*found.staff, *(one.name for one in self.left if one.department == found.name)) if found else ()
        staff = [person for person in listed if found and self.employs(found, person, day)]
        kinds: tuple[PostKind, ...] = ("deputy", "manager")
        return staff + [name for kind in kinds if (name := self.holder(kind, department, day))]

    @property
    def office(self) -> Department:
        """The department that receives, transfers, calls back and replies."""
        return next(department for department in self.departments if department.role == "office")

    @property
    def former(self) -> dict[str, str]:
        """Each former name of a department, with what it is called today."""
        return {old: department.name for department in self.departments for old in department.formerly}

    def department(self, name: str) -> Department | None:
        """Return the department of exactly that name."""
        exact = next((department for department in self.departments if department.name == name), None)
        return exact or next((department for department in self.departments if name in department.formerly), None)

    @_remembered
    def holder(self, kind: PostKind, department: str | None, day: date) -> str | None:
        """Return who held a post on ``day``: the latest since by then, of equals the last recorded."""
        held = _holding(self.posts, kind, self.former.get(department or "", department), day)
        return held.name if held else None

    def knows(self, person: str) -> bool:
        """Tell whether a person is or was on any staff, or holds or ever held a post."""
        return name_key(person) in map(name_key, self._ever())

    def role_of(self, person: str, day: date) -> set[Role]:
        """Return the roles of the departments whose staff or manager a person is on ``day``.

        The general manager stands for an audit that has nobody.
        """
        names = self.departments_of(person, day)
        found = {department.role for department in self.departments if department.name in names}
        auditors = (department for department in self.departments if department.role == "audit")
        if "general" in self.posts_of(person, day) and not any(self.anybody(audit, day) for audit in auditors):
            found.add("audit")
        return found

    def anybody(self, department: Department, day: date) -> bool:
        """Whether a department has staff or a manager on ``day``."""
        manager = self.holder("manager", department.name, day)
        return manager is not None or any(department.employs(person, day) for person in department.staff)

    def nearest(self, name: str) -> str | None:
        """Return the person or department whose name is most like ``name``, if any is."""
        return _nearest(name, [*self._people(), *(department.name for department in self.departments)])

    def find(self, text: str) -> Department:
        """Return the department named ``text``, or the only one whose name holds it.

        Raises UsageError with the nearest name when there is none, or with all of them when several fit.
        """
        wanted = text.strip()
        exact = self.department(wanted)
        if exact is not None:
            return exact
        names = [department.name for department in self.departments]
        found = [department for department in self.departments if wanted and wanted in department.name]
        if len(found) == 1:
            return found[0]
        if found:
            names = [department.name for department in found]
            raise UsageError(Policy.SEVERAL_DEPARTMENTS, text=plain_name(wanted), found=listed(names))
        near = _nearest(wanted, names)
        if near is not None:
            raise UsageError(Policy.NO_DEPARTMENT_NEAR, text=plain_name(wanted), near=near)
        raise UsageError(Policy.NO_DEPARTMENT, text=plain_name(wanted), known=listed(names))

    def _people(self) -> dict[str, None]:
        staff = (person for department in self.departments for person in department.staff)
        return dict.fromkeys([*staff, *(post.name for post in self.posts)])

    def _ever(self) -> dict[str, None]:
        return dict.fromkeys([*self._people(), *(one.name for one in self.left)])


def beside(old: Organisation, sheet: Organisation) -> Organisation:
    """Return a sheet's organisation with the accounts and the posts of which the sheet says nothing."""
    said = {(post.kind, post.department) for post in sheet.posts}
    posts = [p._replace(department=sheet.former.get(p.department or "", p.department)) for p in old.posts]
    stays = {None, *(department.name for department in sheet.departments)}
    silent = [p for p in posts if p.department in stays and (p.kind, p.department) not in said]
    accounts = {name: who for name, who in old.accounts.items() if sheet.knows(who)}
    return sheet._replace(accounts=accounts, posts=(*sheet.posts, *silent))


def renewed(old: Organisation | None, new: Organisation, day: date) -> list[Post]:
    """List the posts to record when ``new`` is imported over ``old`` on ``day``.

    A post nobody was recorded for takes the file's holders as they are. Elsewhere an undated holder who
    differs from the one in force begins on ``day``, a dated one is recorded unless that day has him already,
    and an undated one beside dated ones stands for the time before them. A post that is left out ends on ``day``;
    so does, where a file dates the holders, the term of one whom it leaves out.
    """
    former = new.former
    recorded = [p._replace(department=former.get(p.department or "", p.department)) for p in old.posts] if old else []
    dated = {(post.kind, post.department) for post in new.posts if post.since is not None}
    fresh: list[Post] = []
    for post in new.posts:
        seat = (post.kind, post.department)
        known = [earlier for earlier in recorded if (earlier.kind, earlier.department) == seat]
        if known and post.since is None and seat not in dated:
            now = _holding(known, *seat, day)
            if now is None or now.name != post.name:
                fresh.append(post._replace(since=day))
            elif now.until != post.until:
                fresh.append(now._replace(until=post.until))
        else:
            same_day = [(earlier.name, earlier.until) for earlier in known if earlier.since == post.since]
            if same_day[-1:] != [(post.name, post.until)]:
                fresh.append(post)
    named = {(post.kind, post.department) for post in new.posts}
    last = {(p.kind, p.department, p.since): p for p in recorded}.values()
    left = [post for post in last if (post.kind, post.department) not in named]
    fresh += [more for post in last if (post.kind, post.department) in dated for more in _redated(post, new.posts, day)]
    return fresh + [p._replace(until=day) for p in left if (p.until or date.max) > max(day, p.since or day)]


def _redated(post: Post, file: Sequence[Post], day: date) -> Iterator[Post]:
    """Yield what takes the place of a recorded term of which a file that dates the post's holders says otherwise.

    Where the file names its holder from another day on, the file's holder of that time has it.
    """
    seat = (post.kind, post.department)
    said = [one for one in file if (one.kind, one.department) == seat]
    if post.since is None or post.since in (one.since for one in said):
        return
    if post.name in (one.name for one in said):
        held = _holding(said, *seat, post.since)
        if held and (held.name, held.until) != (post.name, post.until):
            yield held._replace(since=post.since)
    elif post.since <= day < (post.until or date.max) and _holding(said, *seat, day):
        yield post._replace(until=day)


def managers_changed(old: Organisation, new: Organisation, day: date) -> Iterator[str]:
    """Yield whom an import on ``day`` makes a manager, or no manager any more: whose fines it touches."""
    for post in renewed(old, new, day):
        if post.kind == "manager":
            yield post.name
            yield old.holder("manager", post.department, max(day, post.since or day)) or ""


def _holding(posts: Iterable[Post], kind: PostKind, department: str | None, day: date) -> Post | None:
    last = {post.since: post for post in posts if post.kind == kind and post.department == department}
    held = [post for post in last.values() if (post.since or date.min) <= day <= (post.until or date.max)]
    return max(held, key=lambda post: post.since or date.min, default=None)


def _nearest(name: str, among: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.strip()[:MOST_NAME], among, n=1, cutoff=0.5)), None)


def plain_name(text: str) -> str:
    """Keep a word that somebody typed from acting on the terminal that shows it."""
    return text if is_name(text) else shown(text)


def is_name(text: str) -> bool:
    """Whether a text may be the name of a person or a department: printable, and not longer than a name is."""
    controls = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return 0 < len(text) <= MOST_NAME and not any(unicodedata.category(letter) in controls for letter in text)
