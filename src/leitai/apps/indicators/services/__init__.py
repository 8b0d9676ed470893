"""Writes of the indicators room, one topic a file."""

from leitai.apps.indicators.services.acceptance import (
    accept_upload,
    obstacle_to_acceptance,
    refresh_comparison,
)
from leitai.apps.indicators.services.answers import (
    answer_question,
    leave_out_open,
    reopen_question,
)
from leitai.apps.indicators.services.batches import (
    NewValue,
    RefusedError,
    StaleError,
    TakenOverError,
)
from leitai.apps.indicators.services.definitions import (
    define_extent,
    define_indicator,
    define_series,
    register_source,
    revise_definition,
    set_import_check,
)
from leitai.apps.indicators.services.derived import compute_derived
from leitai.apps.indicators.services.imports import enter_value, import_values
from leitai.apps.indicators.services.layouts import correct_reading, forget_layout
from leitai.apps.indicators.services.reading import read_file
from leitai.apps.indicators.services.sweeping import sweep_files
from leitai.apps.indicators.services.uploads import (
    KnownFileError,
    discard_upload,
    keep_file,
    receive_upload,
)

__all__ = [
    "KnownFileError",
    "NewValue",
    "RefusedError",
    "StaleError",
    "TakenOverError",
    "accept_upload",
    "answer_question",
    "compute_derived",
    "correct_reading",
    "define_extent",
    "define_indicator",
    "define_series",
    "discard_upload",
    "enter_value",
    "forget_layout",
    "import_values",
    "keep_file",
    "leave_out_open",
    "obstacle_to_acceptance",
    "read_file",
    "receive_upload",
    "refresh_comparison",
    "register_source",
    "reopen_question",
    "revise_definition",
    "set_import_check",
    "sweep_files",
]
