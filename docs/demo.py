"""Terminal output on standard input, an SVG picture of it on standard output."""

import io
import re
import sys

from rich.console import Console
from rich.text import Text

console = Console(record=True, width=80, force_terminal=True, file=io.StringIO())
console.print(Text.from_ansi("$ bantin demo\n" + sys.stdin.read().rstrip("\n")))
svg = console.export_svg(title="bantin demo", unique_id="bantin-demo")
# A picture asks no other server for anything: the reader's own monospaced font will do.
svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
sys.stdout.write(re.sub(r"[ \t]+\n", "\n", svg))
