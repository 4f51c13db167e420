"""Where the marks come from beside the site's table: examiners' own sheets, a second entry; and the papers' counts."""
