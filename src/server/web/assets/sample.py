"""Rest the mouse on what you would like to know more about, or put the cursor there and press F1."""

from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(order=True)
class Task:
    priority: int
    name: str = field(compare=False)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"


@lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def chain(*iterables):
    for iterable in iterables:
        yield from iterable


def first_words(path):
    with open(path, encoding="utf-8") as lines:
        return {words[0] for line in lines if (words := line.split())}


if __name__ == "__main__":
    first, *others = sorted([Task(2, "write"), Task(1, "read")])
    print(first, others, Point(1, 2), fibonacci(30))
    print(list(chain([1, 2], "ab", range(3))))
