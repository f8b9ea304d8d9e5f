"""One process beside the stack that answers questions: to start another for each takes longer than
all the rest of a step."""

import json
from typing import Any

from config.stack.stack import Stack

MARK = "desk "
SERVES = "from config.demo.act_enforcement.desk import serve; serve()"


class Conversation:
    """Ends with whoever began it: nothing is left to read then."""

    def __init__(self, stack: Stack) -> None:
        self.process = stack.conversation("shell", "-c", SERVES)

    def ask(self, what: str, *given: Any) -> Any:
        """Raises LookupError with what went wrong there."""
        talk, heard = self.process.stdin, self.process.stdout
        if talk is None or heard is None:
            raise LookupError("nobody listens")
        talk.write(json.dumps([what, *given]) + "\n")
        talk.flush()
        for line in heard:
            if line.startswith(MARK):
                answer = json.loads(line.removeprefix(MARK))
                if "error" in answer:
                    raise LookupError(answer["error"])
                return answer["is"]
        raise LookupError(f"the desk ended with {self.process.wait()}")
