"""A small real mail server that keeps what it is given and answers as a test wants."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default


@dataclass
class Sink:
    """What came in, and how commands are answered: `answers["RCPT"] = "550 unknown"`."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    cuts_after_data: bool = False  # takes the letter and hangs up without a word
    came: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def subjects(self) -> list[str]:
        return [str(letter["Subject"]).strip() for letter in self.letters]


class _Talk(socketserver.StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "QUIT":
                self.say("221 bye")
                return
            if word == "DATA" and "DATA" not in self.sink.answers:
                self.say("354 go on")
                if not self.take():
                    return
                continue
            self.say(self.sink.answers.get(word, "250 fine"))

    def take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = self.sink.answers.get(".", "250 taken")
        if answer.startswith("250"):
            self.sink.letters.append(email.message_from_bytes(b"".join(lines), policy=default))
        self.sink.came.set()
        self.sink.may_answer.wait(30)
        if self.sink.cuts_after_data:
            return False
        self.say(answer)
        return True

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A mail server on a port of its own, for as long as the block lasts."""
    sink = Sink()
    sink.may_answer.set()
    talk = type("Talk", (_Talk,), {"sink": sink})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            sink.may_answer.set()
            server.shutdown()
            thread.join()
