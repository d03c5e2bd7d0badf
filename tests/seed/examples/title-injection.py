from typing import Protocol


class Mailer(Protocol):
    def send(self, to: str, text: str) -> None: ...


class Signup:
    def __init__(self, mailer: Mailer):
        self.mailer = mailer

    def register(self, address):
        self.mailer.send(address, "welcome")


class Printer:
    def send(self, to, text):
        print(to, text)


Signup(Printer()).register("ann@example.org")
