"""The version of the published arithmetic, and of the form in which a working is kept."""

#: Raised whenever a change could alter a published score or rank, or the working kept with it. A
#: stored standing names the version that made it, so a check can tell a changed engine from a
#: changed record.
#:
#: 1: the working kept its sentences. 2: it keeps codes and values (no score or rank differs).
ENGINE_VERSION = "2"
