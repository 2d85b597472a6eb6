from pathlib import Path


def make(root: Path) -> None:
    """A layout that sets a kind of item there is not."""
    layout = root / "layouts/ban-tin/layout.yaml"
    layout.write_text(
        "description: Mẫu\ntrim: [190]\nmargins: { inside: 20, outside: 17, head: 24, foot: 22 }\n"
        "fonts: { body: A, heading: A, display: A, furniture: A }\n"
        "palette:\n  red: { srgb: red, inks: [0, 100, 100] }\n"
        "kinds:\n  articel: { template: article.html.j2 }\n"
    )
