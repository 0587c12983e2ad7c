"""The models as the page and the picture of them see them: which fields, of which type, one or many.

shape("Item", "presenters")  ->  Shape(many=True, optional=False, holds=("Person",), …)
"""

from __future__ import annotations

import datetime
import typing
from enum import Enum
from typing import Any, NamedTuple

from pydantic import BaseModel

import spcb_minutes
from spcb_minutes import models
from spcb_minutes.models import Block, ItemNumber, Model, Standing

PLACES = tuple(Standing.model_fields)
"""The fields of every model that stands in the text: span, pieces, evidence."""

BLOCKS = ("Paragraph", "BulletList", "Question", "Action", "Decision")
"""The models that a block is one of."""

_PLAIN: dict[type, str] = {
    str: "text", int: "whole number", float: "number", bool: "yes or no", datetime.date: "date",
    datetime.time: "time of day",
}  # fmt: skip


class Shape(NamedTuple):
    """What a field holds."""

    many: bool
    """Any number, in order: a tuple."""
    optional: bool
    """May be None."""
    holds: tuple[str, ...]
    """The models or named types that it holds: "Person", "Block"; empty for a plain value."""
    plain: str
    """The plain value in words: "text", "date"; empty for a model."""

    @property
    def how_many(self) -> str:
        """In signs: "n", "0–1" or "1"."""
        return "n" if self.many else "0–1" if self.optional else "1"


def model(name: str) -> type[Model]:
    """The model of this name, with what stands in its annotations resolved."""
    found: type[Model] = getattr(models if hasattr(models, name) else spcb_minutes, name)
    if not found.__pydantic_complete__:
        found.model_rebuild()
    return found


def shape(name: str, field: str) -> Shape:
    """What a field of a model holds."""
    asked = model(name).model_fields[field].annotation
    parts = [one for one in _parts(asked) if one is not type(None)]
    names = tuple(dict.fromkeys(one.__name__ for one in parts if isinstance(one, type) and one not in _PLAIN))
    if set(BLOCKS) <= set(names):
        names = ("Block",)
    values = tuple(f'"{one}"' for one in parts if isinstance(one, str))
    plain = " or ".join(values) or " ".join(_PLAIN[one] for one in parts if one in _PLAIN)
    return Shape(_is_many(asked), type(None) in _parts(asked), names, plain)


def _is_many(annotation: Any) -> bool:
    return typing.get_origin(annotation) is tuple or any(map(_is_many, typing.get_args(annotation)))


def _parts(annotation: Any) -> list[Any]:
    """The types that an annotation is made of, without tuples, unions and what is said about them."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return list(args)
    if origin is typing.Annotated:
        return _parts(args[0])
    return [part for one in args if one is not Ellipsis for part in _parts(one)] if args else [annotation]


def is_standing(of: type[BaseModel]) -> bool:
    """Whether it has a place in the text."""
    return issubclass(of, Standing)


def own_fields(name: str) -> tuple[str, ...]:
    """The fields of a model without those of every model that stands in the text."""
    of = model(name)
    return tuple(one for one in of.model_fields if name == "Standing" or not (is_standing(of) and one in PLACES))


def members(*roots: str) -> dict[str, type]:
    """What these models, or a document, hold that is no plain value: models, item numbers, the severity; by name."""
    found: dict[str, type] = {}
    pending: list[Any] = [model(root) for root in roots or ("Document",)]
    while pending:
        one = pending.pop(0)
        for part in _parts(one):
            if not isinstance(part, type) or part in (*_PLAIN, type(None)) or part.__name__ in found:
                continue
            if not issubclass(part, (BaseModel, Enum, ItemNumber)):
                raise TypeError(f"the page knows no {part}")
            found[part.__name__] = part
            if issubclass(part, BaseModel):
                part.model_rebuild()
                pending += [field.annotation for field in part.model_fields.values()]
    return found


assert {one.__name__ for one in _parts(Block)} == set(BLOCKS)
