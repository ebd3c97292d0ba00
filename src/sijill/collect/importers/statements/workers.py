"""Workers for the CSV files of a dump: processes of their own that end with the one that started them."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib.abc import MetaPathFinder
from typing import TypeVar

from sijill.collect.importers.problems import FileError

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2  # tasks handed out beyond those that are being worked on


def workers_here() -> int:
    """As many as there are processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(work: Callable[[T], R], tasks: Iterable[T], count: int) -> Iterator[R]:
    """What `work` makes of every task, as it gets done. Raises what a task raised, after those begun have ended."""
    if count == 1:
        yield from map(work, tasks)
        return
    # A fork costs nothing, but copies no thread: with threads about, a new process is started from nothing.
    forks = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(os.getpid(),)) as pool:
        try:
            yield from _spread(pool, work, iter(tasks), count + _AHEAD)
        except BrokenProcessPool as error:
            raise FileError(
                "A worker ended in the middle of its file: most often the machine had no memory left. Nothing of this "
                "day was kept. Try again with --workers 1."
            ) from error
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _spread(pool: ProcessPoolExecutor, work: Callable[[T], R], tasks: Iterator[T], most: int) -> Iterator[R]:
    running: set[Future[R]] = set()
    for task in tasks:
        running.add(pool.submit(work, task))
        if len(running) >= most:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                yield one.result()
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for one in done:
            yield one.result()


class _NoPandas(MetaPathFinder):
    """Arrow loads pandas to ask whether the first list that it is given comes from there. Here none ever does.

    Loading it takes each worker half a second. Without pandas Arrow does without, as it does where it is not installed.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("a worker that reads statements does without pandas", name=name)


def _begin(parent: int) -> None:
    """Make a worker ready."""
    sys.meta_path.insert(0, _NoPandas())
    _follow(parent)


def _follow(parent: int) -> None:
    """End this worker when its parent is gone: killed, it can tell nobody."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
