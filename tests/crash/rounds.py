"""``make crash``: kill -9 while clients write, again and again, and check what is left.

A round: several clients write; when some answers have come, one program or all of them are killed;
what was killed is started again; every write without an answer is sent again under its own key, and
some that were answered as well; then the books are checked. One line a round goes into the log.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.crash import cluster
from tests.crash.ledger import Books, Ledger, Write
from tests.crash.load import HANDLERS
from tests.crash.programs import DATABASE, SITE, WORKER, Programs
from tests.crash.writers import Tally, Writer, handle_many, handle_matters, handle_numbers
from tests.server.waiting import wait_until

SQLITE, POSTGRESQL = "sqlite", "postgresql"
#: What is killed, and how often of ten rounds; on SQLite the database lives in server and worker.
KILLS: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {
    SQLITE: (((SITE,), 5), ((WORKER,), 2), ((SITE, WORKER), 3)),
    POSTGRESQL: (((SITE,), 3), ((WORKER,), 2), ((DATABASE,), 3), ((DATABASE, SITE, WORKER), 2)),
}
#: Answers after which the kill comes, at least and at most; seconds it may come later still.
ANSWERS, LATER = (2, 25), 0.06
#: Answered writes that are sent again in each round, as if their answer had got lost.
SENT_AGAIN = 3
#: Rounds between two runs of ``leitai verify``, which looks at the whole site.
VERIFY_EVERY = 25
PATIENCE = 60.0


class FaultError(AssertionError):
    """Something acknowledged is lost, done twice or broken; the message says what."""


@dataclass(frozen=True)
class Round:
    """What happened in a round; all that was unanswered has been answered since."""

    number: int
    killed: tuple[str, ...]
    ended: tuple[str, ...]
    acknowledged: int
    unanswered: int
    sent_again: int
    checked: int
    links: int
    seconds: float

    def __str__(self) -> str:
        followed = f", {', '.join(self.ended)} ended by itself" if self.ended else ""
        return (
            f"round {self.number}: killed {', '.join(self.killed)}{followed}; "
            f"{self.acknowledged} acknowledged, {self.unanswered} unanswered and sent again, "
            f"{self.sent_again} acknowledged sent again; all {self.checked} so far there once, "
            f"chain of {self.links} links whole; {self.seconds:.1f} s"
        )


class Rounds:
    """Rounds on one site."""

    def __init__(self, programs: Programs, seed: int) -> None:
        self.programs = programs
        self.chance = random.Random(seed)
        self.books = Books(programs)
        self.ledger = Ledger(self.books)
        self.number = 0
        scripts = [
            *(handle_matters(programs, at, self._chance()) for at in range(HANDLERS)),
            handle_many(programs, self._chance()),
            handle_numbers(programs, self._chance()),
        ]
        self.writers = [Writer(programs, self.ledger, script) for script in scripts]
        programs.start()

    def _chance(self) -> random.Random:
        return random.Random(self.chance.getrandbits(64))

    def play(self) -> Round:
        """Play a round.

        Raises:
            FaultError: naming all that is wrong after it.
        """
        self.number += 1
        start = time.monotonic()
        before = len(self.ledger.answered)
        kinds, weights = zip(*KILLS[self.programs.kind], strict=True)
        victims: tuple[str, ...] = self.chance.choices(kinds, weights)[0]
        self._write_until_killed(victims)
        acknowledged = len(self.ledger.answered) - before
        ended = set(self.programs.start()) - set(victims)
        unanswered = self._send_unanswered()
        again = self._send_again(self.ledger.answered[before:])
        wait_until(lambda: not self.books.waiting(), PATIENCE, every=0.1)
        ended.update(self.programs.start())
        self.check()
        if self.number % VERIFY_EVERY == 0:
            self.verify()
        return Round(
            self.number, victims, tuple(sorted(ended)), acknowledged, unanswered, again,
            len(self.ledger.answered), self.ledger.height, time.monotonic() - start,
        )  # fmt: skip

    def _write_until_killed(self, victims: tuple[str, ...]) -> None:
        stop, tally = threading.Event(), Tally()
        threads = [
            threading.Thread(target=writer.work, args=(stop, tally)) for writer in self.writers
        ]
        for thread in threads:
            thread.start()
        tally.wait(self.chance.randint(*ANSWERS), PATIENCE)
        # No answer is the moment of the kill, so that it falls into the middle of work.
        stop.wait(self.chance.uniform(0, LATER))
        self.programs.kill(*victims)
        stop.set()
        for thread in threads:
            thread.join()
        for writer in self.writers:
            if writer.broken is not None:
                raise FaultError(str(writer.broken))

    def _send_unanswered(self) -> int:
        """Send every write without an answer again until it has one; return how many there were."""
        count = 0
        for writer in self.writers:
            if isinstance(writer.next, Write) and writer.next.tries:
                wait_until(writer.send, PATIENCE, every=0.25)
                count += 1
        return count

    def _send_again(self, answered: Sequence[Write]) -> int:
        """Send answered writes again; a draft that was computed may have been replaced since."""
        kept = [write for write in answered if write.kind != "compute"]
        chosen = self.chance.sample(kept, min(SENT_AGAIN, len(kept)))
        for write in chosen:
            heard: list[object] = []

            def arrives(write: Write = write, heard: list[object] = heard) -> bool:
                heard[:] = [self.writers[0].ask(write)]
                return heard[0] is not None

            wait_until(arrives, PATIENCE, every=0.25)
            answer = heard[0]
            if isinstance(answer, dict) and answer.get("id") != write.answer.get("id"):
                raise FaultError(f"{write.kind} {write.mark} was answered by another object")
        return len(chosen)

    def check(self) -> None:
        """Hold the books against the ledger.

        Raises:
            FaultError: naming the faults.
        """
        found = self.ledger.faults()
        if found:
            raise FaultError("\n".join(found[:20]))

    def verify(self) -> None:
        """Run ``leitai verify``; it fails on a broken chain and on a changed board."""
        said = self.programs.run("-m", "leitai.cli.main", "verify")
        if "审计链完好" not in said:
            raise FaultError(said)


def play(kind: str, rounds: int, seed: int, folder: Path, told: Callable[[str], None]) -> None:
    """Play rounds on a new site on a database.

    Raises:
        FaultError: at the first round after which something is wrong; the site stays in the folder.
    """
    own = cluster.Cluster() if kind == POSTGRESQL else None
    programs = Programs(folder, own)
    acknowledged = unanswered = 0
    try:
        played = Rounds(programs, seed)
        for _round in range(rounds):
            one = played.play()
            acknowledged += one.acknowledged
            unanswered += one.unanswered
            told(f"{kind} {one}")
        programs.start()
        played.verify()
        played.check()
        told(
            f"{kind}: {rounds} rounds, {acknowledged} writes acknowledged, {unanswered} unanswered "
            "and answered later; nothing lost, nothing twice, the chain whole by leitai verify"
        )
    finally:
        programs.remove()


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the rounds asked for, evenly on the databases that are there; 1 after a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="in all; default 1000")
    parser.add_argument("--database", choices=[SQLITE, POSTGRESQL], action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="default var/crash/rounds-<time>.log")
    asked = parser.parse_args(arguments)
    log = asked.log or Path("var", "crash", time.strftime("rounds-%Y%m%d-%H%M%S.log"))
    log.parent.mkdir(parents=True, exist_ok=True)
    kinds = asked.database or [SQLITE, POSTGRESQL]
    with log.open("w", encoding="utf-8") as lines:

        def told(line: str) -> None:
            print(line, flush=True)
            print(line, file=lines, flush=True)

        why = cluster.missing()
        if why and POSTGRESQL in kinds:
            told(f"postgresql: no round, {why}")
            kinds.remove(POSTGRESQL)
        for at, kind in enumerate(kinds):
            rounds = asked.rounds // len(kinds) + (at < asked.rounds % len(kinds))
            folder = Path(tempfile.mkdtemp(prefix=f"leitai-crash-{kind}-"))
            try:
                play(kind, rounds, asked.seed, folder, told)
            except AssertionError as error:
                told(f"{kind}: FAULT\n{error}\nthe site is left in {folder}")
                return 1
    print(f"log: {log}")
    return 0 if kinds else 1


if __name__ == "__main__":
    sys.exit(main())
