"""The document machine: fonts, glyph check, PDF from templates, QR codes, Excel in and out.

Knows nothing of sites, exams or certificates: a slice hands over a plain dict, whose keys stand in
the comment at the head of the template, and gets bytes back. No models, no database.
"""
