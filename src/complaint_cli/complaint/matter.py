"""Complaints that may be on one matter: suggested with a reason, never linked by the program (第五条第四款).

What the texts say decides: pairs of characters, weighed by how rare they are among all that is compared. A phone, an
account or an address in common helps; two known different addresses, or phones, part what sounds the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import timedelta
from functools import cached_property
from itertools import chain, combinations, pairwise
from math import log, sqrt
from sys import intern

from complaint_cli.complaint.records import Complaint
from complaint_cli.messages import listed
from complaint_cli.messages.repeats import Reason
from complaint_cli.text.near import name_key, no_value
from complaint_cli.text.tuples import NamedTuple

ALIKE = 0.22
"""From which cosine two texts are taken to say the same; half of it where a contact is the same."""
SHORT = 25
"""A text of fewer pairs of characters is short: it needs a place or a contact in common."""
OF_LONG = 40
FEWEST, FEWEST_SHORT = 5, 2
"""So many rare pairs of characters two texts share before they are compared at all; fewer where one is short."""
RAREST = 40
"""Of each text so many of its heaviest pairs of characters are looked for in the others."""
SPREAD, KNOWN = 30, 150
"""A pair of characters that stands in more texts, of the window or in all, finds none."""
CROWD = 40
"""A contact that stands in more complaints supports nothing."""
IN_COMMON = 0.2
"""The weight of the single characters in common from which short texts under one contact say the same."""

_FORMULA = re.compile(
    "匿名|市民|网友|群众|居民|业主|用户|住户|来电人?|来信人?|诉求人|反映|反应|投诉|咨询|建议|举报|再次|多次|希望|请求|要求|恳请"
    "|恳求|请?尽快|及时|请|处理|解决|核实|查处|答复|回复|回电|有关|相关|部门|领导|您好|你好|尊敬的?|谢谢|感谢|燃气|天然气|煤气"
    "|公司|我们|我是|我家|家中|本人|现在|问题|情况|一直|没有|无人|已经|称|这个|因为|所以|但是|而且|可以|不能|什么|怎么|如何|为什么"
)
"""What every complaint says."""
_PLACE = (  # compiled where two texts are compared
    r"([\u3400-\u9fff]{2})(小区|花园|花苑|家园|公寓|新城|新村|大厦|广场|宿舍|大道|路口|路(?!面|灯|由|过)|街|巷|弄|村|社区|小学|中学"
    r"|学校|幼儿园|医院|营业厅|加油站|市场|苑|园|城|湾|府|庭|桥|站)"
)
_HOUSE = r"[\u3400-\u9fff][路街巷弄道][0-9]+号"
_PARTED_PHONE = re.compile(r"^(?:\+|00)?86-?(?=1[\d-]{10,}$)|[-()]")
_PHONE = re.compile(r"\d{7,}(?:(?:转|分机|ext\.?)\d+)?", re.IGNORECASE)
_CONTACTS = ((Reason.PHONE, "phone"), (Reason.ACCOUNT, "account"), (Reason.ADDRESS, "address"))


class Suggestion(NamedTuple):
    """Two complaints that may be one matter, how alike they are in per cent, and why."""

    complaint: Complaint
    earlier: Complaint
    score: float
    reasons: tuple[Reason, ...]

    @property
    def gap_days(self) -> int:
        """The days between the two receipts."""
        return (self.complaint.at.date() - self.earlier.at.date()).days

    def why(self) -> str:
        """Say why, in words."""
        return listed([*(reason() for reason in self.reasons), Reason.APART(days=self.gap_days)])


def suggest(complaints: Iterable[Complaint], window: timedelta, new: Set[int] | None = None) -> list[Suggestion]:
    """Return the pairs that may be one matter and lie no further apart than the window, each once.

    ``new`` are the rows one of which is in each pair; None for any. The latest complaint comes first, of it the
    likeliest; the same order under two numbers is none, unless it may have been entered twice.
    """
    compared = _Compared(sorted(complaints, key=lambda complaint: (complaint.at, complaint.id)), window)
    found = [
        suggestion
        for one, other in compared.pairs()
        if new is None or not new.isdisjoint((compared.all[one].id, compared.all[other].id))
        if (suggestion := compared.judged(one, other))
    ]
    return sorted(found, key=lambda s: (s.complaint.at, s.complaint.id, s.score, s.earlier.id), reverse=True)


def groups(suggestions: Iterable[Suggestion]) -> list[list[Suggestion]]:
    """Return the suggestions that hang together as one group each, the earliest pair of a group first."""
    first: dict[int, int] = {}

    def root(row: int) -> int:
        while (above := first.setdefault(row, row)) != row:
            row = above
        return row

    pairs = sorted(suggestions, key=lambda s: (s.earlier.at, s.earlier.id, s.complaint.at, s.complaint.id))
    for pair in pairs:
        first[root(pair.complaint.id)] = root(pair.earlier.id)
    found: dict[int, list[Suggestion]] = {}
    for pair in pairs:
        found.setdefault(root(pair.earlier.id), []).append(pair)
    return [*found.values()]


def likely(new: Complaint, texts: Sequence[tuple[int, str]], most: int = 100, sample: int = 200) -> set[int]:
    """Return the rows worth comparing with one complaint, of many texts by row: ``most`` that share its rarest words,
    and a sample of the others, which tells what is rare.
    """
    some = texts[:: max(1, len(texts) // sample)]
    seen = Counter(pair for _, text in some for pair in {*_pairs(text)})
    mine = Counter(_pairs(_FORMULA.sub(" ", new.content)))
    rarest = sorted(mine, key=lambda pair: (seen[pair], -mine[pair]))[:OF_LONG]
    shared = {row: hits for row, text in texts if (hits := [pair for pair in rarest if pair in text])}
    known = Counter(pair for hits in shared.values() for pair in hits)
    weight = {row: sum(1 / known[pair] for pair in hits) for row, hits in shared.items()}
    return {*sorted(weight, key=lambda row: (weight[row], row))[-most:], *(row for row, _ in some)}


def _pairs(text: str) -> Iterator[str]:
    return (pair for pair in map("".join, pairwise(text)) if pair.isalnum())


class _Compared:
    """Some complaints, by receipt, and how much each of their words weighs among them."""

    def __init__(self, complaints: list[Complaint], window: timedelta) -> None:
        self.all = complaints
        self.window = window
        plain = [_FORMULA.sub(" ", complaint.content) for complaint in complaints]
        self.texts = plain
        self.weights: list[dict[str, float]] = [{**Counter(map(intern, _pairs(text)))} for text in plain]
        self.known = Counter(pair for pairs in self.weights for pair in pairs)
        rare = {pair: log(len(complaints) / known) + 0.3 for pair, known in self.known.items()}
        for weights in self.weights:  # until now how often each stands there
            weights.update({p: rare[p] * (1 + log(times)) if times > 1 else rare[p] for p, times in weights.items()})
        self.norms = [sqrt(sum(weight * weight for weight in weights.values())) or 1.0 for weights in self.weights]
        self.contacts = [tuple(contact(getattr(c, name), name) for _, name in _CONTACTS) for c in complaints]
        self.crowds = [Counter(contact[place] for contact in self.contacts) for place in range(len(_CONTACTS))]

    @cached_property
    def letters(self) -> Counter[str]:
        """In how many texts each single character stands."""
        return Counter(letter for text in self.texts for letter in {*text} if letter.isalnum())

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the places of the pairs worth comparing: rare words or a contact in common."""
        many = len(self.all)
        shared = Counter(chain.from_iterable(self._shared(places, many) for places in self._postings().values()))
        found = {
            pair
            for pair, times in shared.items()
            if times >= FEWEST or (times >= FEWEST_SHORT and self._short(*divmod(pair, many), than=OF_LONG))
        }
        for contact, crowd in enumerate(self.crowds):
            same: dict[str, list[int]] = defaultdict(list)
            for place, contacts in enumerate(self.contacts):
                if (value := contacts[contact]) and 1 < crowd[value] <= CROWD:
                    same[value].append(place)
            found.update(one * many + other for places in same.values() for one, other in combinations(places, 2))
        return (divmod(pair, many) for pair in found)

    def _postings(self) -> dict[str, list[int]]:
        """Return where each text's heaviest words stand, by receipt."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, weights in enumerate(self.weights):
            finding = [pair for pair in weights if 1 < self.known[pair] <= KNOWN]
            if len(finding) > RAREST:
                finding = sorted(finding, key=weights.__getitem__, reverse=True)[:RAREST]
            for pair in finding:
                found[pair].append(place)
        return found

    def _shared(self, places: list[int], many: int) -> Iterator[int]:
        """Yield each pair of places, as one number, that one word finds within the window."""
        first = 0
        for count, place in enumerate(places):
            while self.all[place].at - self.all[places[first]].at > self.window:
                first += 1
            if count - first <= SPREAD:
                for earlier in places[first:count]:
                    yield earlier * many + place

    def _short(self, one: int, other: int, *, than: int = SHORT) -> bool:
        return min(len(self.weights[one]), len(self.weights[other])) < than

    def judged(self, one: int, other: int) -> Suggestion | None:
        """Return the suggestion that two complaints make, the earlier one first, if they make one."""
        earlier, later = self.all[one], self.all[other]
        (phone, _, address), (other_phone, _, other_address) = mine, theirs = self.contacts[one], self.contacts[other]
        if later.at - earlier.at > self.window or (same_order(earlier, later) and not _twice(earlier, later)):
            return None
        if address and other_address:
            if address != other_address:
                return None
        elif phone and other_phone and phone != other_phone and not _one_caller(earlier, later):
            return None
        reasons = [
            reason
            for place, (reason, _) in enumerate(_CONTACTS)
            if mine[place] and mine[place] == theirs[place] and self.crowds[place][mine[place]] <= CROWD
        ]
        alike = self._alike(one, other)
        if not self._says_the_same(one, other, alike, helped=bool(reasons)):
            return None
        reasons.append(Reason.TWICE if _twice(earlier, later) else Reason.TEXT)
        return Suggestion(later, earlier, 100 * alike, tuple(reasons))

    def _says_the_same(self, one: int, other: int, alike: float, *, helped: bool) -> bool:
        short = self._short(one, other)
        if helped:
            return alike >= ALIKE / 2 or (short and self._letters_in_common(one, other) >= IN_COMMON)
        if alike < ALIKE or self._other_house(one, other):
            return False
        if not short:
            return True
        mine, theirs = ({*re.findall(_PLACE, self.texts[place])} for place in (one, other))
        if mine - theirs and theirs - mine:
            return False  # each names a place that the other does not
        return bool(mine & theirs) or _words(self.texts[one]) == _words(self.texts[other])

    def _other_house(self, one: int, other: int) -> bool:
        """Whether each text names a number of a street, and none is in both."""
        mine, theirs = ({*re.findall(_HOUSE, self.texts[place])} for place in (one, other))
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def _alike(self, one: int, other: int) -> float:
        mine, theirs = self.weights[one], self.weights[other]
        both = sum(mine[pair] * theirs[pair] for pair in mine.keys() & theirs.keys())
        return float(both / (self.norms[one] * self.norms[other]))

    def _letters_in_common(self, one: int, other: int) -> float:
        """Return how much of the lighter text's single characters stand in the other too, by their weight."""
        mine, theirs = ({letter for letter in self.texts[place] if letter.isalnum()} for place in (one, other))

        def weight(letters: set[str]) -> float:
            return sum(log(len(self.all) / self.letters[letter]) + 0.3 for letter in letters)

        return weight(mine & theirs) / (min(weight(mine), weight(theirs)) or 1.0)


def _twice(one: Complaint, other: Complaint) -> bool:
    """Whether two rows may be one order that was entered twice: the same day, the same text."""
    return one.at.date() == other.at.date() and _words(one.content) == _words(other.content)


def _words(text: str) -> str:
    return re.sub(r"\W+", "", text)


def contact(value: str | None, name: str) -> str:
    """Return a phone, account or address as it is compared; empty for none, and for one that says nothing.

    Of several phones, or one with words beside it, it is the first.
    """
    if value is None or no_value(value):
        return ""
    if name != "phone":
        return name_key(value)
    joined = _joined(value)
    return next(iter(_PHONE.findall(joined)), joined)


def _joined(phone: str) -> str:
    return _PARTED_PHONE.sub("", name_key(phone))


def _one_caller(one: Complaint, other: Complaint) -> bool:
    """Whether one of the phones of two complaints is the same."""
    mine, others = (_PHONE.findall(_joined(complaint.phone or "")) for complaint in (one, other))
    return not {*mine}.isdisjoint(others)


def same_order(one: Complaint, other: Complaint) -> bool:
    """Whether two rows are one order, sent under its own and its superior number, or sent again."""
    mine = {number for number in (one.order_no, one.superior_no) if number}
    return any(number in mine for number in (other.order_no, other.superior_no) if number)
