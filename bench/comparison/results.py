"""What was measured: series of figures for each case and peer, as JSON, as tables, as plots, and as the part of README about speed."""
import contextlib
import html
import json
import os
import statistics
from dataclasses import asdict, dataclass, field

from comparison.processes import Failed

BEGIN = "<!-- Written by bench/run. -->\n"
END = "<!-- End of what bench/run writes. -->\n"
# The suites whose plots README shows.
PLOTS = ["training", "serving"]


@dataclass
class Series:
    """The figures of one peer in one case, one of each round. `ours` are the peers of Dropfit that are compared with it; `skipped` says why there are none."""
    case: str
    peer: str
    ours: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)
    quality: dict = field(default_factory=dict)
    skipped: str = None

    def add(self, **figures):
        for name, value in figures.items():
            self.figures.setdefault(name, []).append(value)

    @contextlib.contextmanager
    def unless_it_fails(self):
        """A failure of the peer is the reason why it has no figures, and does not end the others."""
        try:
            yield
        except Failed as e:
            self.skipped = f"failed: {e}"
            self.figures.clear()

    def median(self, name):
        return statistics.median(self.figures[name])


@dataclass
class Suite:
    """`units` has the figures with their units, the most important one first; `more` is whether more of that one is better."""
    name: str
    title: str
    about: str
    units: dict
    more: bool = False
    machine: str = ""
    rounds: int = 0
    seconds: int = 0
    series: list = field(default_factory=list)

    def find(self, case, peer):
        return next((one for one in self.series if (one.case, one.peer) == (case, peer) and one.figures), None)

    def cases(self):
        return list(dict.fromkeys(one.case for one in self.series))

    def headline(self):
        return next(iter(self.units))


def text(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def row(*cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def table(suite):
    """Medians, the range of the most important figure, and Dropfit's figures divided by the peer's."""
    head = suite.headline()
    qualities = list(dict.fromkeys(name for one in suite.series for name in one.quality))
    out = row("case", "with", *suite.units.values(), "Dropfit to it", *qualities)
    out += row(*["---"] * (3 + len(suite.units) + len(qualities)))
    for one in suite.series:
        if one.skipped:
            out += row(one.case, one.peer, one.skipped, *[""] * (len(suite.units) + len(qualities)))
            continue
        cells = [text(one.median(name)) if name in one.figures else "" for name in suite.units]
        cells[0] += f" ({text(min(one.figures[head]))} to {text(max(one.figures[head]))})"
        out += row(one.case, one.peer, *cells, "; ".join(ratios(suite, one)), *(f"{one.quality[name]:.4f}" if name in one.quality else "" for name in qualities))
    return out


def ratios(suite, series):
    """Dropfit's figures divided by those of a series, in the order of the units."""
    for ours in filter(None, (suite.find(series.case, name) for name in series.ours)):
        both = [name for name in suite.units if name in ours.figures and name in series.figures]
        yield (f"{ours.peer}: " if len(series.ours) > 1 else "") + ", ".join(f"{ours.median(name) / series.median(name):.2f}" for name in both)


def plot(suite):
    """Bars of the medians with lines from the least to the most, for each case; as SVG. The same figures give the same bytes."""
    head, unit = next(iter(suite.units.items()))
    bar, label, width, y = 18, 250, 380, 34
    parts = []
    for case in suite.cases():
        shown = [one for one in suite.series if one.case == case and one.figures]
        if not shown:
            continue
        scale = width / max(max(one.figures[head]) for one in shown)
        parts.append(f'<text x="8" y="{y}" font-weight="bold">{html.escape(case)}</text>')
        y += 10
        for one in shown:
            median, least, most = (scale * value for value in (one.median(head), min(one.figures[head]), max(one.figures[head])))
            colour = "#2563eb" if one.peer.startswith("Dropfit") else "#94a3b8"
            parts.append(f'<text x="{label - 8}" y="{y + 13}" text-anchor="end">{html.escape(one.peer)}</text>'
                         f'<rect x="{label}" y="{y}" width="{max(1, median):.1f}" height="{bar - 4}" fill="{colour}"/>'
                         f'<path d="M{label + least:.1f} {y + 7}H{label + most:.1f}" stroke="#111827"/>'
                         f'<text x="{label + most + 6:.1f}" y="{y + 13}">{text(one.median(head))}</text>')
            y += bar
        y += 26
    better = "more is better" if suite.more else "less is better"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{y}" viewBox="0 0 720 {y}" font-family="sans-serif" font-size="12">'
            f'<rect width="720" height="{y}" fill="#fff"/><text x="8" y="16" font-size="13">{html.escape(suite.title)}: {html.escape(unit)}, {better}</text>'
            + "".join(parts) + "</svg>\n")


def write(suite, folder):
    os.makedirs(folder, exist_ok=True)
    for suffix, content in ((".json", json.dumps(asdict(suite), indent=1) + "\n"), (".md", page(suite)), (".svg", plot(suite))):
        with open(f"{folder}/{suite.name}{suffix}", "w", encoding="utf-8") as file:
            file.write(content)


def page(suite):
    about = " ".join(suite.about.split())
    return f"# {suite.title}\n\n{about}\n\n{suite.machine}; rounds in turn: {suite.rounds}; medians; measured in {suite.seconds} s.\n\n{table(suite)}"


def read(folder, names):
    """The suites of these names that were measured."""
    suites = []
    for name in names:
        if os.path.exists(f"{folder}/{name}.json"):
            with open(f"{folder}/{name}.json", encoding="utf-8") as file:
                fields = json.load(file)
            suites.append(Suite(**fields | {"series": [Series(**one) for one in fields["series"]]}))
    return suites


def summary(suites):
    """The part of README: for each case Dropfit's figure next to those of its peers."""
    out = row("what", "Dropfit", "others")
    out += row("---", "---", "---")
    for suite in suites:
        head, unit = next(iter(suite.units.items()))
        for case in suite.cases():
            own = [one for one in suite.series if one.case == case and one.figures and one.peer.startswith("Dropfit")]
            others = [one for one in suite.series if one.case == case and one.figures and not one.peer.startswith("Dropfit")]
            if not own:
                continue
            shown = ["; ".join((one.peer + " " if len(own) > 1 or one in others else "") + text(one.median(head)) for one in group)
                     for group in (own, others)]
            out += row(f"{suite.title}, {case}: {unit}", *shown)
    plots = "".join(f"![{suite.title}](bench/results/{suite.name}.svg)\n" for suite in suites if suite.name in PLOTS)
    return out + f"\n{suites[0].machine}. Medians; [`bench/run`](bench/README.md) repeats them.\n\n{plots}"


def with_summary(readme, suites):
    """README with its part about speed written anew."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"README.md has no part between '{BEGIN.strip()}' and '{END.strip()}'")
    return before + BEGIN + "\n" + summary(suites) + "\n" + END + after
