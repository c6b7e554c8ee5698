"""Lists that are longer than a screen: which page is shown, and how many there are."""


def turn_to(page: int, total: int, length: int) -> tuple[int, int]:
    """The page (0 is the first) and how many there are; one that is not there becomes the nearest that is."""
    pages = max(1, -(-total // length))
    return min(max(page, 0), pages - 1), pages
