"""The parts that hang on a drawn sheet (drawings, charts, tables, notes, pictures, controls), brought into
the user's package, each under the first free name of its kind."""

from collections.abc import Callable, Mapping

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part, relative, resolve
from pc_workbook.ooxml.package.xml import children, dump

Recast = Callable[[bytes], bytes]


class Dependents:
    """Copies for one drawn sheet. A part that two others point at is copied once."""

    def __init__(self, source: Package, target: Package, recast: Mapping[str, Recast]) -> None:
        """`recast`: what is done to a part on the way, by the kind of its relation."""
        self._source = source
        self._target = target
        self._recast = recast
        self._copied: dict[str, str] = {}

    def bring(self, owner: str, new_owner: str) -> None:
        """Bring what hangs on `owner` to hang on `new_owner`; the ids by which it is known stay."""
        if not self._source.has(relations_part(owner)):
            return
        tree = self._source.relation_tree(owner)
        for element in children(tree):
            target = element.get("Target", "")
            if element.get("TargetMode") == "External" or target.startswith("#"):
                continue
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            element.set("Target", relative(new_owner, self._copy(resolve(owner, target), kind)))
        if len(tree):
            self._target.put(relations_part(new_owner), dump(tree))

    def _copy(self, part: str, kind: str) -> str:
        if part not in self._copied:
            content = self._source.types.of(part)
            if content is None:
                raise OurMistake(f"the drawn workbook does not say what {part} is")
            name = self._copied[part] = self._target.free_name(part)
            recast = self._recast.get(kind)
            data = self._source.read(part)
            self._target.put(name, data if recast is None else recast(data))
            self._target.types.declare(name, content, by_extension=not self._source.types.is_named(part))
            self.bring(part, name)
        return self._copied[part]
