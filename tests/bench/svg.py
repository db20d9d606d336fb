"""As much of SVG as the charts need. They bring their background and follow the reader's colours, and run no scripts."""

from __future__ import annotations

from html import escape

STYLE = """
text{font:13px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}
.b{font-weight:600}.t{font-size:17px;font-weight:600}.q{fill:#59636e}.e{text-anchor:end}.m{text-anchor:middle}
.bg{fill:#fff;stroke:#d1d9e0}.g{stroke:#e6eaef}.a{stroke:#818b98}.one{stroke:#1f2328;stroke-width:2}.o{fill:#0969da}.l{fill:#9ec5f0}.p{fill:#afb8c1}
.line{fill:none;stroke:#0969da;stroke-width:2.5}.ref{fill:none;stroke:#bc4c00;stroke-width:2;stroke-dasharray:6 4}.r{fill:#bc4c00}.oo{fill:#0969da}.i{fill:#fff;font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.q{fill:#9198a1}.bg{fill:#0d1117;stroke:#3d444d}.g{stroke:#262c36}.a{stroke:#656c76}.one{stroke:#f0f6fc}
.l{fill:#265a9c}.p{fill:#59636e}.line{stroke:#4493f8}.ref{stroke:#f0883e}.r{fill:#f0883e}.oo{fill:#4493f8}.i{fill:#fff}.o{fill:#1f6feb}}
"""


class Svg:
    def __init__(self, width: int, height: int, title: str, about: str) -> None:
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            ' role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(title)}</title>',
            f'<desc id="d">{escape(about)}</desc>',
            "<style>" + STYLE.strip() + "</style>",
            f'<rect class="bg" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>',
        ]
        self.text(24, 34, title, "t")

    def text(self, x: float, y: float, text: str, style: str = "") -> None:
        self.parts.append(f'<text x="{x:.4g}" y="{y:.4g}"{css(style)}>{escape(text, quote=False)}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
        self.parts.append(f'<path d="M{x1:.4g} {y1:.4g}L{x2:.4g} {y2:.4g}"{css(style)}/>')

    def path(self, points: list[tuple[float, float]], style: str) -> None:
        self.parts.append(f'<path d="M{"L".join(f"{x:.4g} {y:.4g}" for x, y in points)}"{css(style)}/>')

    def bar(self, x: float, y: float, width: float, height: float, style: str) -> None:
        self.parts.append(
            f'<rect x="{x:.4g}" y="{y:.4g}" width="{max(width, 1):.4g}" height="{height:.4g}" rx="2"{css(style)}/>'
        )

    def dot(self, x: float, y: float, style: str) -> None:
        self.parts.append(f'<circle cx="{x:.4g}" cy="{y:.4g}" r="4"{css(style)}/>')

    def __str__(self) -> str:
        return "\n".join([*self.parts, "</svg>", ""])


def css(style: str) -> str:
    return f' class="{style}"' if style else ""
