"""Three days at four weather stations: reads the feeds below, repairs them and prints a report.

Run it with `python3 demo/tour.py`. It needs Python 3.8 or later and nothing else, and leaves no files.
"""
import asyncio, copy, functools, importlib, io, itertools
import multiprocessing, random, threading, time, weakref
from abc import ABC
from collections import defaultdict

# Station, day, temperature, millimetres of rain. Somebody types this by hand, and it shows.
FEEDS = {
    "coast": "Harbour 1 11.5 0 | Harbour 2 12 3.5 | Habrour 3 n/a 8 | Cliff 1 9.5 1 | Cliff 2 8 - | Cliff 3 7.5 12.5",
    "inland": "Meadow 1 14 0 | Medow 2 15.5 0 | Meadow 3 13 2.5 | Mill 1 n/a 0.5 | Mill 2 12.5 4 | Mil 3 11.5 6.5",
}
STATIONS = ("Harbour", "Cliff", "Meadow", "Mill")
DEFAULTS = {"limits": {"rain": 10.0}}
journal = []

def step(title):
    """Notes in the journal how many items a step of the program produced."""
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            result = function(*args, **kwargs)
            journal.append(f"{title}: {len(result)} ({function.__name__})")
            return result
        return wrapper
    return decorate

class Celsius(float):
    """A temperature that knows whether it was measured."""
    def __new__(cls, degrees, estimated=False):
        return super().__new__(cls, degrees)
    def __init__(self, degrees, estimated=False):
        self.estimated = estimated
    def __str__(self):
        return f"{float(self):.1f}" + ("*" if self.estimated else "")

class MarkType(type):
    def __instancecheck__(cls, cell):
        return cell in cls.marks

class Missing(metaclass=MarkType):
    """Whatever a station writes where it could not measure."""
    marks = ("-", "n/a")

class Columns:
    """The columns of a feed, and what each one is read as."""
    station: str
    day: int
    celsius: Celsius
    rain: float

class Reading:
    """One line of a feed."""
    __slots__ = tuple(Columns.__annotations__)
    def __init__(self, values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)
    def __repr__(self):
        return f"<{self.station} day {self.day}>"

class Ledger:
    """Every reading by station and day. Several threads write into it."""
    def __init__(self):
        self.pages, self.lock = defaultdict(dict), threading.Lock()
    def __getitem__(self, station):
        return [reading for _, reading in sorted(self.pages[station].items())]
    def __iter__(self):
        return (station for station in STATIONS if station in self.pages)
    def __setitem__(self, place, reading):
        station, day = place
        with self.lock:
            self.pages[station][day] = reading

class Summary:
    """A station in numbers. `mean_celsius`, `sum_rain`, `max_rain` are worked out when asked for."""
    ways = {"mean": lambda values: sum(values) / len(values), "sum": sum, "max": max}
    asked = defaultdict(int)
    def __init__(self, station, readings):
        self.station, self.readings = station, readings
    def __getattribute__(self, name):
        if name.partition("_")[0] in Summary.ways:
            Summary.asked[name] += 1
        return super().__getattribute__(name)
    def __getattr__(self, name):
        way, _, column = name.partition("_")
        if way not in self.ways or column not in Reading.__slots__:
            raise AttributeError(name)
        result = self.ways[way]([getattr(reading, column) for reading in self.readings])
        self.__dict__[name] = result            # the next time it is there
        return result

class SectionType(type):
    """Keeps the sections of the report in the order in which they stand below."""
    sections = []
    def __new__(mcs, name, bases, namespace):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.sections.append(cls)
        return cls

class Printable(ABC):
    """A section that has something to say, wherever it has it from."""
    @classmethod
    def __subclasshook__(cls, other):
        return any("lines" in base.__dict__ for base in other.__mro__)

class Section(metaclass=SectionType):
    needs = "math"
    def __init__(self, options):
        self.options, self.tool = options, importlib.import_module(self.needs)
    def __call__(self, summaries):
        yield from ("  " + line for line in self.lines(summaries))

class Temperatures(Section):
    def lines(self, summaries):
        for s in summaries:
            yield f"{s.station:<8}" + "".join(f"{r.celsius!s:>7}" for r in s.readings) + f"   mean {s.mean_celsius:.1f}"

class Rain(Section):
    def lines(self, summaries):
        self.options["limits"]["rain"] -= 2     # a dry year: for this section only
        for s in sorted(summaries, key=lambda s: -s.sum_rain):
            alarm = " !" if s.max_rain > self.options["limits"]["rain"] else ""
            yield f"{s.station:<8} {'#' * self.tool.ceil(s.sum_rain)} {s.sum_rain}{alarm}"

class Contrast(Section):
    def lines(self, summaries):
        pairs = itertools.permutations(summaries, 2)
        warm, cold = max(pairs, key=lambda pair: pair[0].mean_celsius - pair[1].mean_celsius)
        yield f"{warm.station} is {warm.mean_celsius - cold.mean_celsius:.1f} warmer than {cold.station}"

class Pollen(Temperatures):
    needs = "pollen_forecast"                   # not installed anywhere

class Paper:
    """Collects the report. Where a section cannot be written it says so, and the report goes on."""
    def __init__(self):
        self.text = io.StringIO()
    def __enter__(self):
        return self
    def __exit__(self, kind, error, traceback):
        if isinstance(error, ImportError):
            self.write(f"  left out: {error}")
            return True
    def __del__(self):
        self.text.close()
    def write(self, line):
        self.text.write(line + "\n")

@functools.lru_cache(maxsize=None)
def distance(a: str, b: str) -> int:
    """How many letters must be added, dropped or changed to get from one word to the other."""
    if not a or not b:
        return len(a) + len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))

def parse(feed):
    for line in feed.split("|"):
        cells = zip(Columns.__annotations__.values(), line.split())
        yield Reading([None if isinstance(cell, Missing) else kind(cell) for kind, cell in cells])

async def fetch(name, delay):
    await asyncio.sleep(delay)                  # stands for a slow line to the stations
    return list(parse(FEEDS[name]))

async def fetch_all():
    return await asyncio.gather(*(fetch(name, 0.01 * n) for name, n in zip(FEEDS, itertools.count(1))))

@step("repaired")
def repair(readings):
    typical = [r.celsius for r in readings if r.celsius is not None]
    repaired = []
    for reading in readings:
        fixed = copy.copy(reading)              # the journal still needs the old one
        fixed.station = min(STATIONS, key=functools.partial(distance, reading.station))
        fixed.rain = reading.rain or 0.0
        if reading.celsius is None:
            fixed.celsius = Celsius(sum(typical) / len(typical), estimated=True)
        if fixed.station != reading.station:
            journal.append(f"renamed: {reading!r} to {fixed!r}")
        repaired.append(fixed)
    return repaired

def file_away(ledger, readings):
    for reading in repair(readings):
        ledger[reading.station, reading.day] = reading

def simulate(rain, wire):
    """Draws 20,000 days from the measured ones, in a process beside the report."""
    dice = random.Random(7)
    wet = sum(rain[int(dice.random() * len(rain))] > 1 for _ in range(20_000))
    wire.send(wet / 20_000)

def main():
    ledger, paper = Ledger(), Paper()
    clerks = [threading.Thread(target=file_away, args=(ledger, feed)) for feed in asyncio.run(fetch_all())]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    summaries = [Summary(station, ledger[station]) for station in ledger]

    ours, theirs = multiprocessing.Pipe()
    rain = [reading.rain for reading in itertools.chain.from_iterable(s.readings for s in summaries)]
    forecaster = multiprocessing.Process(target=simulate, args=(rain, theirs))
    forecaster.start()

    time.ctime = lambda: "Sun Mar  3 07:00:00 2024"     # the same report on every day of the year
    paper.write(f"WEATHER REPORT, {time.ctime()}")
    for section in SectionType.sections:
        if issubclass(section, Printable):
            paper.write(f"\n{section.__name__} (a kind of {section.__bases__[0].__name__})")
            with paper:
                for line in section(copy.deepcopy(DEFAULTS))(summaries):
                    paper.write(line)
    paper.write(f"\nChance of a wet day: {ours.recv():.0%}. Limit for rain: {DEFAULTS['limits']['rain']} mm.")
    forecaster.join()
    print(paper.text.getvalue())

    print("Journal\n" + __import__("textwrap").indent("\n".join(sorted(journal)), "  "))
    print("  asked most:", max(Summary.asked, key=Summary.asked.get))
    draft = weakref.ref(paper)
    watched = paper.__weakref__ is draft
    del paper                                   # nobody else may keep the draft
    print("  draft watched:", watched, "and gone:", draft() is None)

if __name__ == "__main__":
    main()
