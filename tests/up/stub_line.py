"""`hotline up`, with an application and a greeting that need nothing but this folder."""

import functools
import json
import sys

from hotline import config, up
from hotline.up import commands, supervisor

web, workers = commands.web, commands.workers
commands.web = functools.partial(web, app="tests.up.stub_app:app")
commands.workers = lambda settings: workers(settings)[:2]  # the scheduler would want real jobs


class Told(supervisor.Supervisor):
    """Leaves its children's process ids in the state folder, at every change."""

    def tend(self) -> None:
        before = self.pids()
        super().tend()
        if self.pids() != before:
            note = config.load().state / "pids.json"
            note.with_suffix(".new").write_text(json.dumps(self.pids()))
            note.with_suffix(".new").replace(note)


supervisor.Supervisor = Told
up._greet = lambda settings: print("ready", settings.redis_url, flush=True)

if __name__ == "__main__":
    sys.exit(up.up(config.load()))
