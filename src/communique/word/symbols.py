"""Characters that Word keeps as places in a symbol font, such as the arrow that it makes of `-->`."""

from __future__ import annotations

# Word's automatic corrections first, then what its Symbol dialog offers most.
WINGDINGS = {
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE7: "←",
    0xE8: "→",
    0xEF: "⇐",
    0xF0: "⇒",
    0xF3: "⇔",
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x71: "❑",
    0x72: "❒",
    0x75: "◆",
    0x76: "❖",
    0xA7: "▪",
    0xA8: "◻",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    0xD8: "➢",
}
SYMBOL = {
    0x61: "α",
    0x62: "β",
    0x64: "δ",
    0x65: "ε",
    0x67: "γ",
    0x6C: "λ",
    0x6D: "μ",
    0x70: "π",
    0x71: "θ",
    0x72: "ρ",
    0x73: "σ",
    0x44: "Δ",
    0x53: "Σ",
    0x57: "Ω",
    0xA3: "≤",
    0xA5: "∞",
    0xAB: "↔",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xBC: "…",
    0xD0: "∠",
    0xD2: "®",
    0xD3: "©",
    0xD4: "™",
    0xDC: "⇐",
    0xDE: "⇒",
    0xDB: "⇔",
    0xE2: "®",
    0xE3: "©",
    0xE4: "™",
}
FONTS = {"wingdings": WINGDINGS, "symbol": SYMBOL}
PRIVATE = 0xF000  # where symbol fonts have their characters
PRIVATE_END = 0xF0FF


def symbol(font: str, code: str) -> str | None:
    """Return the character that a place in a font shows, or None when it is not known."""
    try:
        place = int(code, 16)
    except ValueError:
        return None
    if PRIVATE <= place <= PRIVATE_END:
        place -= PRIVATE
        return FONTS.get(font.strip().lower(), {}).get(place)
    known = FONTS.get(font.strip().lower())
    return known.get(place) if known else chr(place) if 0x20 <= place < 0xD800 else None
