"""The long run: hostile input drawn anew for as long as it is given.

    python tests/hostile/long.py --minutes 10 [--seed 1]

Prints every broken promise with the command line that breaks it, and one closing line of figures.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from hostile import lines as drawn
from hostile import trials
from hostile.surface import batch_keys
from hostile.words import PRINTED, TEXT
from hostile.world import Fault, World, open_to_others

A_ROUND = 12
"""Lines that are drawn of each command in one round."""


class Long:
    """One long run: what was tried, and what broke."""

    def __init__(self, world: World, until: float, number: int) -> None:
        self.world = world
        self.until = until
        self.random = random.Random(number)
        self.faults: dict[tuple[str, str], Fault] = {}
        self.commands: set[str] = set()
        self.options: set[tuple[str, str]] = set()
        self.keys: set[tuple[str, str]] = set()

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.until

    def broken(self, name: str, faults: list[Fault]) -> None:
        """Print what broke, each kind of fault of a command once."""
        for fault in faults:
            if (name, fault.what) not in self.faults:
                self.faults[name, fault.what] = fault
                print(f"FAULT {fault}", flush=True)

    def draw(self, strategy: st.SearchStrategy[object], count: int) -> Iterator[object]:
        """Yield examples of a strategy, other ones every time."""
        found: list[object] = []
        quiet = settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip

        def keep(value: object) -> None:
            found.append(value)

        seed(self.random.getrandbits(60))(quiet(given(strategy)(keep)))()
        return itertools.takewhile(lambda _: not self.over, found)

    def one_round(self, number: int) -> None:
        """Try everything a little."""
        for position, (name, param) in enumerate(trials.options()):
            if self.over:
                return
            self.commands.add(name)
            self.options.add((name, param.name))
            words = trials.turns(param, number * 997 + position, 1)
            for line in trials.one_by_one(name, param, iter(words)):
                self.broken(name, self.world.run(*line)[1])
            if position % 20 == 0 or any(self.world.cwd.glob("made*")):
                self.tidy()
        for name, command in drawn.ALL.items():
            for line in self.draw(drawn.lines(command), A_ROUND):
                self.broken(name, self.world.run(*line)[1])
            self.tidy()
        for do, keys in batch_keys().items():
            self.keys |= {(do, key) for key in keys}
            for batch in self.draw(drawn.batches(do), A_ROUND * 2):
                self.broken(f"batch {do}", self.world.run("batch", "-", stdin=batch)[1])
        for data in self.draw(drawn.batches("intake"), A_ROUND):
            self.broken("intake -", self.world.run("intake", "--json", "-", stdin=data)[1])
        everything = st.sampled_from([command for name, command in drawn.ALL.items() if name])
        for env, line in self.draw(st.tuples(drawn.environments(), everything.flatmap(drawn.lines)), A_ROUND * 6):
            self.broken("variables", self.world.run(*line, env=env)[1])
        self.tidy()
        self.typed()
        self.stored()
        if number % 5 == 0:
            for args, options in itertools.takewhile(lambda _: not self.over, trials.long_lines()):
                self.broken("long", self.world.run(*args, **options)[1])

    def typed(self) -> None:
        """Answer the questions on a terminal, and press Tab."""
        asking = st.sampled_from(["intake", "transfer", "approve", "handle", "extend", "callback", "reply", "decide"])
        answers = st.lists(st.one_of(st.sampled_from(["1", "", "y", "14"]), TEXT), max_size=15).map("\n".join)
        for name, answer in self.draw(st.tuples(asking, answers), A_ROUND * 3):
            typed = answer.encode("utf-8", "surrogateescape" if answer.isprintable() else "replace") + b"\n"
            self.broken(f"{name} asking", self.world.run(name, stdin=typed, tty=True)[1])
        for _ in range(A_ROUND * 3):
            if self.over:
                return
            shell, line = self.random.choice(trials.SHELLS_SPOKEN), self.random.choice(trials.endings())
            self.broken("completion", trials.completed(self.world, shell, line))

    def stored(self) -> None:
        """Store hostile text wherever it may be kept, and print it in every way."""
        words = self.random.choices(PRINTED, k=40)
        refs, faults = trials.told(self.world, trials.story(lambda turn: words[turn % len(words)]))
        self.broken("stored", faults)
        if refs:
            self.broken("stored", trials.printed(self.world, refs))

    def tidy(self) -> None:
        """Look at who may read what was left, then lay the folder anew."""
        made = [name for name in open_to_others(self.world.cwd) if name.startswith("made")]
        if made:
            print(f"FAULT open to others: {made}", flush=True)
            self.faults.setdefault((made[0], "open"), Fault("open to others", tuple(made), {}, self.world.run()[0]))
        self.world.lay()


def main() -> int:
    """Run for some minutes; return 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    began, home = time.monotonic(), Path(tempfile.mkdtemp(prefix="complaint-hostile-"))
    run = Long(trials.world_in(home), began + chosen.minutes * 60, chosen.seed)
    try:
        for number in itertools.count():
            if run.over:
                break
            run.one_round(number)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    codes = ", ".join(f"{code}: {count}" for code, count in sorted(run.world.codes.items()))
    print(
        f"{run.world.runs} examples, {len(run.commands)} commands, {len(run.options)} options and arguments, "
        f"{len(run.keys)} keys of a batch, {len(run.faults)} faults, {time.monotonic() - began:.0f} seconds, "
        f"seed {chosen.seed}; exit codes {codes}"
    )
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
