"""The version of the published arithmetic."""

#: Raised whenever a change could alter a published score or rank. A stored standing names the
#: version that made it, so a check can tell a changed engine from a changed record.
ENGINE_VERSION = "1"
