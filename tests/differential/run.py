"""Compare the program with the oracle on random histories: ``python tests/differential/run.py N SEED``."""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "src")]

from compare import Difference  # noqa: E402
from facts import Line  # noqa: E402
from histories import history  # noqa: E402
from oracle import periods  # noqa: E402
from rulings import decisions, withdrawn  # noqa: E402
from trial import Trial  # noqa: E402

STAGES = [datetime(2026, *day, 10) for day in ((10, 9), (10, 20), (11, 18), (12, 8), (12, 30))]


def lived(trial: Trial, rest: list[Line], stage: int, now: datetime) -> None:
    """Enter what came in by a moment, rule on it, close what is over, and compare."""

    def later() -> datetime:
        nonlocal now
        now += timedelta(minutes=1)
        return now

    here = [one for one in rest if one["entered"] <= f"{now:%Y-%m-%d %H:%M:%S}"]
    rest[:] = rest[len(here) :]
    trial.enter(here)
    trial.read_again(later())
    trial.govern(later())
    months = [name for name, start, _ in periods(trial.world) if "2026-09" <= name < "2026-12" and start <= now]
    if trial.random.random() < 0.3:
        trial.tell(trial.random.choice(months), later())
    trial.object(later())
    trial.enter(decisions(trial.random, trial.world, trial.lines, later()))
    trial.enter(withdrawn(trial.random, trial.lines, later()))
    trial.enter(decisions(trial.random, trial.world, trial.lines, later()))
    names = [name for name, _, end in periods(trial.world) if name >= "2026-09" and end <= now]
    for name in names:
        if stage < len(STAGES) - 1 and name not in trial.closed and not trial.close(name, later()):
            break
    trial.object(later())
    for name in months:
        trial.compare(name, later())


def tried(seed: int) -> Trial:
    """Run one history; raise Difference with the history where the two differ."""
    with tempfile.TemporaryDirectory() as made:
        trial = Trial(seed, Path(made))
        rest = history(trial.random)
        try:
            for stage, day in enumerate(STAGES):
                lived(trial, rest, stage, day + timedelta(hours=trial.random.randrange(40)))
        except Difference as found:
            lines = "\n".join(str({k: v for k, v in one.items() if k not in ("content",)}) for one in trial.lines)
            told = f"{lines}\n" + "\n".join(trial.events)
            raise Difference(f"seed {seed}, account {trial.account}: {found}\n{trial.numbers}\n{told}") from None
        return trial


def main(count: int, seed: int) -> int:
    """Run histories and print each difference; return how many there were."""
    wrong, entered, dropped, carried, closed, kinds, refused = 0, 0, Counter(), 0, 0, Counter(), Counter()
    for one in range(seed, seed + count):
        try:
            trial = tried(one)
        except Difference as found:
            wrong += 1
            print(found, flush=True)
            continue
        entered += len(trial.lines)
        closed += len(trial.closed)
        carried += sum(map(len, trial.carried.values()))
        refused += Counter(trial.refused)
        kinds += Counter(line["do"] for line in trial.lines)
        dropped += Counter(f"{line['do']}: {re.sub(r'[0-9]+', '#', why)}" for line, why in trial.dropped)
    print(f"{count} histories, {wrong} differ; {entered} lines, {sum(dropped.values())} refused, {closed} closings")
    print(dict(kinds), f"carried at closings {carried}, closings refused {dict(refused)}")
    for why, times in dropped.most_common(25):
        print(times, why)
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]))))
