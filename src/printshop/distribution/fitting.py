"""The largest type in which the text of a label or a slip has room.

Sizes and leadings are in pt. They go to the templates as they were measured, and `office/style.css`
takes them as `--…` properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from printshop.distribution.measuring import Paragraph, Ruler, Run

BOLD = 700
"""The weight of names."""
_LEADING = 1.28
"""From line to line, by the size: capitals with two marks stay clear of descenders above them."""
_GAP = 0.45
"""Between groups of lines, by the size of the text."""
_GAPS = 2
"""So many there are at most over the foot, with what the rules between them take."""
_BETWEEN = Run("\u2003")
"""Least white between what stands left and right on one line."""


@dataclass(frozen=True)
class Step:
    """Sizes of type that go together, in pt."""

    name: float
    """The recipient's name."""
    text: float
    """Address, contact, what is said of the parcel."""
    small: float
    """Sender, bulletin."""


STEPS = (
    Step(17, 12, 9),
    Step(15, 11, 8.5),
    Step(13, 10, 8),
    Step(11.5, 9, 7),
    Step(10.5, 8.2, 6.5),
    Step(9.5, 7.6, 6.2),
    Step(8.5, 7, 6),
)
"""From the largest to the smallest that can be read without trouble."""


@dataclass(frozen=True)
class Lines:
    """A paragraph, and in which size of a step it is set: `name`, `text` or `small`."""

    paragraph: Paragraph
    size: str


@dataclass(frozen=True)
class Words:
    """What stands on a label or a slip. Empty texts take no line."""

    head: Sequence[Lines]
    main: Sequence[Lines]
    foot: Sequence[Lines]
    """At the bottom."""
    pair: tuple[Run, Run] | None = None
    """The foot's first line: left and right; where there is no room, the right one is set small on
    lines of its own."""


@dataclass(frozen=True)
class Fit:
    """How a text is set."""

    step: Step
    fits: bool
    """Whether all of it is seen; else what has no room is cut off."""
    foot: float
    """Height of the foot, in pt."""
    stacked: bool
    """Whether the pair is set one under the other."""

    @property
    def style(self) -> str:
        """The sizes as properties of CSS."""
        sizes = (("name", self.step.name), ("text", self.step.text), ("small", self.step.small))
        told = [f"--{key}-size: {v:g}pt; --{key}-leading: {leading(v):g}pt" for key, v in sizes]
        return "; ".join([*told, f"--gap: {gap(self.step):g}pt"])


def leading(size: float) -> float:
    """From line to line, in pt."""
    return round(size * _LEADING, 2)


def gap(step: Step) -> float:
    """Between groups of lines, in pt."""
    return round(step.text * _GAP, 2)


@dataclass(frozen=True)
class Fitter:
    """Fits texts into boxes of one size."""

    ruler: Ruler
    width: float
    """In pt."""
    height: float
    """Likewise."""
    steps: Sequence[Step] = STEPS

    def fit_all(self, several: Sequence[Words]) -> list[Fit]:
        """How each text is set: alike as far as can be.

        Three of four are set in one step, the largest in which these have room; the others are
        set smaller, as they need. Where every text had its own largest step, a sheet would look
        like a patchwork.
        """
        fits = [self.fit(words) for words in several]
        steps = sorted(self.steps.index(fit.step) for fit in fits)
        common = steps[len(steps) * 3 // 4 - (len(steps) % 4 == 0)] if steps else 0
        return [
            self._set_in(self.steps[max(common, self.steps.index(fit.step))], words)
            for fit, words in zip(fits, several, strict=True)
        ]

    def fit(self, words: Words) -> Fit:
        """The largest step in which everything has room, or the smallest there is."""
        tried = (self._set_in(step, words) for step in self.steps)
        last = next(tried)
        for fit in tried:
            if last.fits:
                break
            last = fit
        return last

    def _set_in(self, step: Step, words: Words) -> Fit:
        stacked = words.pair is not None and not self._beside(words.pair, step.text)
        foot = list(words.foot)
        if words.pair:
            foot.append(Lines(words.pair[:1], "text"))
            foot += [Lines(words.pair[1:], "small")] if stacked else []
        heights = [self._height(lines, step) for lines in foot]
        low = sum(height or 0 for height in heights) + gap(step) / 2
        rest = [self._height(lines, step) for lines in (*words.head, *words.main)]
        total = low + sum(height or 0 for height in rest) + _GAPS * gap(step)
        unbroken = None not in (*heights, *rest)
        return Fit(step, unbroken and total <= self.height, round(low, 2), stacked)

    def _beside(self, pair: tuple[Run, Run], size: float) -> bool:
        """Whether both have room on one line."""
        joined = pair if not pair[1].text else (pair[0], _BETWEEN, pair[1])
        return self.ruler.width(joined, size) <= self.width

    def _height(self, lines: Lines, step: Step) -> float | None:
        """How high a paragraph is, in pt; None where a word is wider than the line."""
        if not any(run.text for run in lines.paragraph):
            return 0.0
        size: float = getattr(step, lines.size)
        count = self.ruler.lines(lines.paragraph, size, self.width)
        return None if count is None else count * leading(size)
