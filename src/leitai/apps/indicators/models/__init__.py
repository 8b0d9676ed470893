from leitai.apps.indicators.models.checks import ImportCheck
from leitai.apps.indicators.models.columns import PackedColumn
from leitai.apps.indicators.models.definitions import (
    DataSource,
    Extent,
    Indicator,
    IndicatorVersion,
    Series,
)
from leitai.apps.indicators.models.layouts import SourceLayout
from leitai.apps.indicators.models.uploads import ColumnMemory, Question, StagedCell, Upload
from leitai.apps.indicators.models.values import Batch, Revision

__all__ = [
    "Batch",
    "ColumnMemory",
    "DataSource",
    "Extent",
    "ImportCheck",
    "Indicator",
    "IndicatorVersion",
    "PackedColumn",
    "Question",
    "Revision",
    "Series",
    "SourceLayout",
    "StagedCell",
    "Upload",
]
