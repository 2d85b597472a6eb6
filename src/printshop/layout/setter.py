"""One item set with its layout's template, as tightly as is asked: what every item goes through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from printshop.content.model import Article
from printshop.content.pictures import PictureFile, PictureStore, inspect
from printshop.layout.contract import Kind
from printshop.layout.faults import noting_faults
from printshop.layout.fields import Facts, check_fields
from printshop.layout.load import Layout
from printshop.layout.originals import SourcePicture
from printshop.layout.plan import Closing, OutlineEntry, Piece, Start, Zone
from printshop.layout.prelude import AS_DESIGNED, Setting
from printshop.layout.segments import segmenter
from printshop.layout.slots import JobAssets
from printshop.manifest import LoadedIssue
from printshop.problems import Problems, Where
from printshop.problems.model import nearest
from printshop.render import RenderJob
from printshop.sources.yamltext import Loc
from printshop.text.typography import plain, typeset


@dataclass
class Setter:
    """Sets the items of an issue, and knows how to set each anew."""

    loaded: LoadedIssue
    articles: Mapping[str, Article]
    layout: Layout
    store: PictureStore
    problems: Problems
    sources: dict[str, SourcePicture] = field(default_factory=dict)
    """What the pictures of all jobs were made of, by URL; setting anew adds to it."""
    recipes: dict[str, Callable[[Setting, Closing | None], Piece | None]] = field(
        default_factory=dict
    )

    def piece(
        self,
        piece_id: str,
        kind_name: str,
        title: str,
        loc: Loc,
        *,
        context: Mapping[str, Any],
        facts: Facts,
        zone: Zone = "body",
        section: str = "",
        start: Start = "any",
        budget: int | None = None,
        fit: bool = False,
        variant: str | None = None,
        outline: tuple[OutlineEntry, ...] = (),
        alt: tuple[str | None, str | None] = (None, None),
    ) -> Piece | None:
        """Set one item with the layout's template for its kind."""
        where = self.loaded.document.where(loc)
        if alt[0] and not alt[1]:
            self.problems.add("P006", self.loaded.document.where((*loc, "image")), path=alt[0])
        kind = self.layout.kind(kind_name)
        if kind is None:
            self.lacks(kind_name, loc)
            return None
        template = self.template(kind, kind_name, variant, loc)
        if template is None:
            return None
        self.check(kind_name, kind, facts, piece_id, loc)
        blank = Piece(
            piece_id,
            kind_name,
            RenderJob(piece_id, "", ()),
            plain(title),
            where,
            zone,
            section,
            start,
            budget,
            fit,
            mirrored=kind.page == "text",
            furniture=kind.furniture,
            outline=outline,
        )
        recipe = partial(self.filled, blank, template, title, kind, context)
        self.recipes[piece_id] = recipe
        return recipe(AS_DESIGNED, None)

    def filled(
        self,
        blank: Piece,
        template: str,
        title: str,
        kind: Kind,
        context: Mapping[str, Any],
        setting: Setting,
        closing: Closing | None,
    ) -> Piece | None:
        """The piece with its job, set as tightly as `setting` says."""
        assets = self.assets(setting)
        below = None
        if closing:
            below = {"html": Markup(closing.html), "space": closing.space}
        html = self.set_template(
            template, blank.id, blank.where, title, kind, assets, {**context, "closing": below}
        )
        if html is None:
            return None
        table = {a.url: a for a in (*assets.table.values(), *(closing.assets if closing else ()))}
        on_grid = self.layout.grid(setting) if kind.page == "text" else None
        job = RenderJob(
            blank.id, html, self.layout.sheets(setting), tuple(table.values()), grid=on_grid
        )
        return replace(blank, job=job, setting=setting, closing=closing.id if closing else "")

    def again(self, piece: Piece, setting: Setting, closing: Closing | None) -> Piece | None:
        """A piece set anew."""
        return self.recipes[piece.id](setting, closing)

    def assets(self, setting: Setting) -> JobAssets:
        """An empty table of assets for one job."""
        return JobAssets(
            self.layout,
            self.store,
            self.problems,
            scale=setting.pictures,
            sources=self.sources,
        )

    def lacks(self, kind_name: str, loc: Loc) -> None:
        """L002, L016, L017: the layout cannot set such an item."""
        offered = list(self.layout.spec.kinds)
        for code, lacking, other in (("L016", "cover", "front"), ("L017", "front", "cover")):
            if kind_name == lacking and other in offered:
                where = self.loaded.document.where(loc, key=True)
                self.problems.add(code, where, layout=self.layout.name)
                return
        self.problems.add(
            "L002",
            self.loaded.document.where(loc),
            near=nearest(kind_name, offered),
            layout=self.layout.name,
            kind=kind_name,
            known=", ".join(offered),
        )

    def check(self, kind_name: str, kind: Kind, facts: Facts, item: str, loc: Loc) -> None:
        """L012, L013, L015: what the layout asks of the item's fields."""
        where = self.loaded.document.where(loc)
        check_fields(self.layout.name, kind_name, kind, facts, item, where, self.problems)

    def template(self, kind: Kind, kind_name: str, variant: str | None, loc: Loc) -> str | None:
        """The template's file; None for a variant that there is not (L004)."""
        if variant is None:
            return kind.template
        if variant not in kind.variants:
            field_name = "style" if kind_name == "filler" else "variant"
            self.problems.add(
                "L004",
                self.loaded.document.where((*loc, field_name)),
                near=nearest(variant, kind.variants),
                layout=self.layout.name,
                variant=variant,
                kind=kind_name,
                known=", ".join(kind.variants) or "–",
            )
            return None
        return kind.variants[variant]

    def set_template(
        self,
        template: str,
        piece_id: str,
        where: Where,
        title: str,
        kind: Kind,
        assets: JobAssets,
        context: Mapping[str, Any],
    ) -> str | None:
        """The HTML that a template makes; None where it fails (L003)."""
        item = piece_id or str(where)
        file = self.layout.find(template) or self.layout.folder / template
        with noting_faults(self.loaded.workspace, file, item, self.problems):
            return self.layout.environment.get_template(template).render(
                **self.shared(),
                **{"closing": None, "title": title, **context},
                kind=kind,
                assets=assets,
            )
        return None

    def shared(self) -> dict[str, Any]:
        """What every template knows."""
        bulletin, issue = self.loaded.bulletin, self.loaded.issue
        return {
            "bulletin": bulletin,
            "issue": issue,
            "masthead": {
                "genre": typeset(issue.masthead.genre or bulletin.genre),
                "name": typeset(self.loaded.name),
                "subtitle": typeset(issue.masthead.subtitle or ""),
                "publisher": typeset(bulletin.publisher),
                "place": typeset(bulletin.place or ""),
                "number": typeset(issue.number),
                "date": issue.date,
                "theme": typeset(issue.title or ""),
            },
            "imprint": issue.imprint.over(bulletin.imprint),
            "typeset": typeset,
            "segments": segmenter(self.layout.spec.columns),
            "layout": self.layout.spec,
            "options": self.layout.options,
        }

    def masthead_title(self) -> str:
        """Name and number, as a title for cover and front page."""
        return typeset(f"{self.loaded.name} {self.loaded.issue.number}")

    def own_picture(self, loc: Loc) -> PictureFile | None:
        """The picture that the manifest names at a place, if it was found and can be used."""
        source = self.loaded.pictures.get(loc)
        if source is None:
            return None
        return inspect(source.path, source.name, source.where, self.problems)
