"""Which file a new model goes to: the one where those who know the schema would look for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from partywall.diagnostics.naming import camel, pascal, plural, snake
from partywall.schema.model import Model
from partywall.schema.read import Reading
from partywall.syntax.tree import BlockKind

_FEW = 3
"""So many files with a model each are a habit."""


def model_place(reading: Reading, name: str, beside: str | None, front: str | None) -> str | None:
    """The file for a new model, which may have to be made; None where there is no file at all.

    An empty file that the user has in front waits for it. Else it gets a file of its own where models have
    one each; else it goes to the file in front, beside the model `beside`, where most models are, to the
    datasource.
    """
    models = [each for each in reading.schema.models.values() if each.kind is BlockKind.MODEL]
    filled = {path for path, _, _, _ in reading.places}
    with_models = Counter(each.file for each in models)
    if front in reading.files and front not in filled:
        return front
    own = _own(models, with_models, name)
    if own is not None:
        return own
    if front in with_models:
        return front
    if beside is not None and beside in reading.schema.models:
        return reading.schema.models[beside].file
    if with_models:
        return with_models.most_common(1)[0][0]
    return next((path for path, kind, _, _ in reading.places if kind is BlockKind.DATASOURCE), None)


def _own(models: Sequence[Model], with_models: Counter[str], name: str) -> str | None:
    """The file of its own that a model gets where most files have one model and its name."""
    fits: Counter[tuple[str, str, Callable[[str], str]]] = Counter()
    for each in models:
        folder, slash, base = each.file.rpartition("/")
        stem, dot, ending = base.partition(".")
        if with_models[each.file] == 1:
            like = (style for style in _STYLES if style(each.name) == stem)
            fits.update((folder + slash, dot + ending, style) for style in like)
    if len(with_models) < _FEW or not fits:
        return None
    # Of styles that fit equally well, such as those of `user`, the first.
    (folder, ending, style), count = max(
        fits.items(), key=lambda item: (item[1], -_STYLES.index(item[0][2]), item[0][:2])
    )
    return f"{folder}{style(name)}{ending}" if count * 2 > len(with_models) else None


def _kebab(name: str) -> str:
    return snake(name).replace("_", "-")


_STYLES: tuple[Callable[[str], str], ...] = (
    snake,
    _kebab,
    camel,
    pascal,
    str.lower,
    lambda name: plural(snake(name)),
    lambda name: plural(_kebab(name)),
    lambda name: plural(camel(name)),
    lambda name: plural(pascal(name)),
    lambda name: plural(name.lower()),
)
