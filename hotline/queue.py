"""How is a job that is due now rung by its name, and who answers the bell?"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, SimpleWorker
from rq.exceptions import DuplicateJobError, StopRequested
from rq.job import Job
from rq.utils import as_text

from hotline import config
from hotline.log import write

log = logging.getLogger("hotline.queue")

PROMPT = "prompt"  # people wait for these
CHORES = "chores"  # these take minutes, and must not stand before the others
PROMPT_JOBS = frozenset(
    {
        "jobs.deliver.deliver",
        "jobs.sweep.sweep",
        "jobs.replay.replay",
        "jobs.takes.take",
        "jobs.takes.takes",
    }
)
TIMEOUT_S = {PROMPT: 60, CHORES: 3600}

# While Redis knows a job's id, ringing it again does nothing. So no id may outlive a lost job:
WAITS_AT_MOST_S = {PROMPT: 120, CHORES: 3600}
GRACE_S = 30
FAILED_KEPT_S = 1
WORKER_TTL_S = 30  # a queue that vanished without closing its connection is noticed in this time
ANSWER_S = 0.25
AWAY_S = 5.0

_KEY = Job.redis_job_namespace_prefix
_JOB = re.compile(r"[a-z_]+(\.[a-z_]+)+")
# An id is opaque. "+33…" has a plus; digits alone, 6 to 15 of them, could be someone's number.
_ID = re.compile(r"(?!\d{6,15}\Z)[A-Za-z0-9_-]{1,64}")


class Doorbell:
    """Rings jobs by name and opaque ids; a webhook never waits for it longer than a blink."""

    def __init__(self, redis_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = _connect(redis_url, ANSWER_S) if redis_url else None
        self._clock = clock
        self._away_until = float("-inf")

    def ring(self, job: str, *ids: str) -> bool:
        """True when the job is queued to run now, by this ring or by an earlier one.

        False, at once, when there is no queue, when it did not answer in the last 5 s, or when an
        id is not opaque: the sweep finds what is due without any bell. Raises nothing.
        """
        if not _JOB.fullmatch(job) or not all(_ID.fullmatch(each) for each in ids):
            log.error("a ring was refused: its name or one of its ids is not a plain identifier")
            return False
        if self._redis is None or self._clock() < self._away_until:
            return False
        try:
            _enqueue(self._redis, job, ids)
        except (RedisError, OSError) as error:
            self._away_until = self._clock() + AWAY_S
            log.warning("the queue does not answer (%s)", type(error).__name__)
            return False
        return True


def work(redis_url: str, queues: Sequence[str] = (PROMPT, CHORES), burst: bool = False) -> None:
    """Answer rings until SIGTERM or SIGINT; when the queue goes away, wait for it to come back.

    With `burst`, return once the queues are empty. A job under way is finished first.
    """
    stop = threading.Event()
    logging.getLogger("rq").setLevel(logging.CRITICAL)
    while not stop.is_set():
        with contextlib.suppress(StopRequested, RedisError, OSError):
            _Answerer(queues, connection=_connect(redis_url, None), stop=stop).answer(burst)
        if burst:
            return
        with contextlib.suppress(StopRequested):
            stop.wait(1)


def waiting(redis_url: str) -> int:
    """How many rung jobs nobody has answered yet. Raises RedisError when the queue is away."""
    redis = _connect(redis_url, ANSWER_S)
    return sum(Queue(name, connection=redis).count for name in TIMEOUT_S)


def age(redis_url: str, clock: Callable[[], float] = time.time) -> float | None:
    """How long the first job in a queue has waited for a worker, in seconds; None: it is away."""
    if not redis_url:
        return None
    try:
        redis = _connect(redis_url, ANSWER_S)
        first = [Queue(name, connection=redis).get_jobs(0, 1) for name in TIMEOUT_S]
    except (RedisError, OSError):
        return None
    rung = [job.enqueued_at for jobs in first for job in jobs if job.enqueued_at]
    return max((clock() - each.timestamp() for each in rung), default=0.0)


class _Answerer(SimpleWorker):
    """RQ's worker, in this very process, without the parts that would write down too much.

    In this process: a job then costs 3 to 4 ms, forking for each one made it 9 ms and more. No
    exception text is kept in Redis or logged: it may quote what a person wrote.
    """

    max_connection_wait_time = 2.0
    log_result_lifespan = False

    def __init__(self, queues: Sequence[str], *, stop: threading.Event, connection: Redis) -> None:
        super().__init__(
            queues, connection=connection, log_job_description=False, worker_ttl=WORKER_TTL_S
        )
        self._stop = stop

    def answer(self, burst: bool) -> None:
        """Take jobs until stopped; what a killed worker left behind may be rung again at once."""
        _bury_the_dead(self.connection)
        self.work(burst=burst, logging_level="CRITICAL")

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the job under way."""
        self._stop.set()
        rq_s_own: Any = super().request_stop
        rq_s_own(signum, frame)

    def set_shutdown_requested_date(self) -> None:
        """Write nothing: this runs in a signal handler, and the queue may be gone already."""

    def subscribe(self) -> None:
        """Open no command channel: nobody stops a job from afar."""

    def prepare_job_execution(self, job: Job, remove_from_intermediate_queue: bool = False) -> None:
        """Let go of the job's id some time after its end, should this process be killed in it."""
        super().prepare_job_execution(job, remove_from_intermediate_queue)
        self.connection.expire(job.key, int(job.timeout or 0) + GRACE_S)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Log which job failed and the class of the error, never its text."""
        log.error("%s failed (%s)", job.func_name, exc_info[0].__name__)

    def handle_job_failure(self, job: Job, queue: Queue, *rest: Any, **more: Any) -> None:
        """Mark the job as failed, and keep no trace: a trace quotes its values."""
        super().handle_job_failure(job, queue, *rest, **{**more, "exc_string": ""})


def _bury_the_dead(redis: Redis) -> None:
    """Free the ids of jobs that no queue holds any more, and no worker that is alive.

    Whoever had them was killed: at work, or between taking an id off the queue and saying so.
    """
    rung = {as_text(key).removeprefix(_KEY) for key in redis.scan_iter(f"{_KEY}*")}
    rung -= {id_ for name in TIMEOUT_S for id_ in Queue(name, connection=redis).get_job_ids()}
    workers: list[Any] = SimpleWorker.all(connection=redis)
    for worker in workers:
        if worker.hostname == socket.gethostname() and not _alive(worker.pid):
            worker.register_death()
        else:
            rung -= {each.job_id for each in worker.get_current_executions()}
    for id_ in rung:
        redis.delete(Job.key_for(id_))


def _alive(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _connect(redis_url: str, answer_s: float | None) -> Redis:
    """A client that asks once: RQ and the bell have their own idea of trying again."""
    return Redis.from_url(
        redis_url,
        socket_timeout=answer_s,
        socket_connect_timeout=answer_s or 2,
        retry=Retry(NoBackoff(), 0),
    )


def _enqueue(redis: Redis, job: str, ids: tuple[str, ...]) -> None:
    name = PROMPT if job in PROMPT_JOBS else CHORES
    with contextlib.suppress(DuplicateJobError):
        Queue(name, connection=redis).enqueue_call(
            job,
            args=ids,
            job_id=_job_id(job, ids),
            unique=True,
            description=job,
            timeout=TIMEOUT_S[name],
            ttl=WAITS_AT_MOST_S[name],
            result_ttl=0,
            failure_ttl=FAILED_KEPT_S,
        )


def _job_id(job: str, ids: tuple[str, ...]) -> str:
    digest = hashlib.blake2s("\0".join((job, *ids)).encode(), digest_size=12)
    return f"{job.rpartition('.')[2]}-{digest.hexdigest()}"


if __name__ == "__main__":
    settings = config.load()
    write(settings.log)
    work(settings.redis_url, sys.argv[1:] or (PROMPT, CHORES))
