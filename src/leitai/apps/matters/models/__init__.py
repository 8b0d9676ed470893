from leitai.apps.matters.models.battle_map import COLUMNS, ROWS, MapImage, MapSpot, TilePlace
from leitai.apps.matters.models.events import Evidence, MatterEvent
from leitai.apps.matters.models.matter import Matter, Numbering, Party, SourceKind
from leitai.apps.matters.models.rules import RuleChoice
from leitai.apps.matters.models.saved import SavedFilter
from leitai.apps.matters.models.sheets import MatterSheet

__all__ = [
    "COLUMNS",
    "ROWS",
    "Evidence",
    "MapImage",
    "MapSpot",
    "Matter",
    "MatterEvent",
    "MatterSheet",
    "Numbering",
    "Party",
    "RuleChoice",
    "SavedFilter",
    "SourceKind",
    "TilePlace",
]
