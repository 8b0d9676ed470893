"""The drawn icons: outlines on a 16 × 16 field in the colour of the text around them."""

from __future__ import annotations

#: Name → inner SVG. All are drawn with a stroke of 1.5 and no fill unless they say otherwise.
ICONS: dict[str, str] = {
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="M10.4 10.4 14 14"/>',
    "bell": '<path d="M3.5 11.5h9l-1.2-1.7V7a3.3 3.3 0 0 0-6.6 0v2.8zM6.6 13.6h2.8"/>',
    "left": '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
    "right": '<path d="M6 3.5 10.5 8 6 12.5"/>',
    "down": '<path d="M4 6l4 4 4-4"/>',
    "up": '<path d="M4 10l4-4 4 4"/>',
    "print": '<path d="M4.5 6V2.2h7V6M4.5 12H2.2V6h11.6v6h-2.3M4.5 9.7h7v4.2h-7z"/>',
    "full": '<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>',
    "close": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "more": '<path d="M3 8h.01M8 8h.01M13 8h.01" stroke-width="2.4" stroke-linecap="round"/>',
    "warn": '<path d="M8 2 14.5 13.6H1.5zM8 6.4v3.4M8 11v1.2"/>',
    "info": '<circle cx="8" cy="8" r="6.2"/><path d="M8 7.2v4M8 4.6v1.2"/>',
    "tick": '<path d="M3 8.4l3.2 3.2L13 4.6"/>',
    "done": '<circle cx="8" cy="8" r="6.2"/><path d="M5.1 8.2l2.1 2.1 3.8-4.1"/>',
    "lock": '<rect x="3.2" y="7" width="9.6" height="6.8" rx="1"/>'
    '<path d="M5.2 7V4.9a2.8 2.8 0 0 1 5.6 0V7"/>',
    "cloud": '<path d="M4.6 12.5h6.6a2.6 2.6 0 0 0 .3-5.2 3.7 3.7 0 0 0-7-.8 3 3 0 0 0 .1 6z"/>',
    "grip": '<path d="M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01" stroke-width="2" '
    'stroke-linecap="round"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "minus": '<path d="M3 8h10"/>',
    "download": '<path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.8 13.2h10.4"/>',
    "upload": '<path d="M8 10.4V3M4.8 6.2 8 3l3.2 3.2M2.8 13.2h10.4"/>',
    "file": '<path d="M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.4"/>',
    "sheet": '<path d="M2.2 3h11.6v10H2.2zM2.2 6.3h11.6M2.2 9.7h11.6M6.4 3v10"/>',
    "copy": '<path d="M5.5 5.5h7.8v7.8H5.5zM3.5 10.4H2.7V2.7h7.7v.8"/>',
    "edit": '<path d="M10.6 2.8l2.6 2.6-7.6 7.6-3.2.6.6-3.2z"/>',
    "flag": '<path d="M3 15V1.5h10L10.5 5 13 8.5H4.5V15z" fill="currentColor" stroke="none"/>',
    "clock": '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.4V8l2.5 1.7"/>',
    "chart": '<path d="M2.5 13.5h11M4.5 11V8M8 11V4.5M11.5 11V6.5"/>',
    "table": '<path d="M2.2 3h11.6M2.2 6.2h11.6M2.2 9.6h11.6M2.2 13h11.6"/>',
    "link": '<path d="M6.6 9.4l2.8-2.8M7 4.6l1.3-1.3a2.7 2.7 0 0 1 3.9 3.9L10.9 8.5M9 11.4l-1.3 1.3'
    'a2.7 2.7 0 0 1-3.9-3.9l1.3-1.3"/>',
    "shield": '<path d="M8 1.8 13 3.6v4c0 3-2 5.3-5 6.6-3-1.3-5-3.6-5-6.6v-4z"/>',
    "person": '<circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 13.8a5.3 5.3 0 0 1 10.4 0"/>',
}

#: Lights: six outlines that differ in silhouette, so that a grey copy still tells them apart.
LIGHTS: dict[str, str] = {
    "green": '<circle class="lt-light-fill" cx="8" cy="8" r="7.25"/>'
    '<path class="lt-light-mark" d="M4.7 8.3l2.3 2.3 4.4-4.8" fill="none" stroke-width="1.7"/>',
    "blue": '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M8 4.4V8l2.5 1.7" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "yellow": '<path class="lt-light-fill" d="M8 1.2 15.3 14.4H.7z"/>'
    '<path class="lt-light-mark" d="M8 5.8v4.3M8 11.4v1.5" stroke-width="1.7"/>',
    "orange": '<path class="lt-light-fill" d="M8 .6 15.4 8 8 15.4.6 8z"/>'
    '<path class="lt-light-mark" d="M8 4v4.8M8 10.4v1.6" stroke-width="1.8"/>',
    "red": '<path class="lt-light-fill" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/>'
    '<path class="lt-light-mark" d="M8 3.8v5M8 10.4v1.8" stroke-width="1.9"/>',
    "grey": '<rect x="1.7" y="1.7" width="12.6" height="12.6" rx="1.5" fill="none" '
    'stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M6.2 5.2v5.6M9.8 5.2v5.6" stroke="currentColor" stroke-width="1.6"/>',
}

#: Change of rank: solid up, hollow down.
CHANGES: dict[str, str] = {
    "up": '<path d="M5 1l4.3 8H.7z" fill="currentColor"/>',
    "down": '<path d="M5 9L.9 1.5h8.2z" fill="none" stroke="currentColor" stroke-width="1.2"/>',
}
