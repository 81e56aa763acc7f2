#!/usr/bin/env python3
"""Make the bundled faces from the npm packages named in README.md.

Usage: make_fonts.py PACKAGES_DIR OUT_DIR
PACKAGES_DIR holds the unpacked packages: inter/files, jetbrains-mono/files.
"""

import io
import sys
import tempfile
from pathlib import Path

import uharfbuzz as hb
from fontTools.merge import Merger
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {
    0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2212,
}
LATIN_EXT = set(range(0x100, 0x180)) | set(range(0x218, 0x21C))
KERNED = [chr(c) for c in range(0x20, 0x7F)]
# A code's group ends with a copy of the glyph that is this much wider (1/1000 em), so
# that the gap belongs to the character and no reader sees a space in the code.
GAP = 320
GAP_BASE = 0xE000


def subset(path, unicodes):
    font = TTFont(path)
    options = Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GDEF", "STAT", "DSIG", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return font


def decompose(font):
    glyphs, glyf = font.getGlyphSet(), font["glyf"]
    for name in font.getGlyphOrder():
        if glyf[name].isComposite():
            recording = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(recording)
            pen = TTGlyphPen(None)
            recording.replay(pen)
            glyf[name] = pen.glyph()


def kern(font, source):
    """Flatten GPOS pair kerning of printable ASCII into a plain `kern` table."""
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    shaper = hb.Font(face)
    cmap = font.getBestCmap()
    pairs = {}
    for left in KERNED:
        for right in KERNED:
            buffer = hb.Buffer()
            buffer.add_str(left + right)
            buffer.guess_segment_properties()
            hb.shape(shaper, buffer, {"kern": True, "calt": False, "liga": False})
            plain = shaper.get_glyph_h_advance(shaper.get_nominal_glyph(ord(left)))
            delta = buffer.glyph_positions[0].x_advance - plain
            if abs(delta) >= 8:
                pairs[(cmap[ord(left)], cmap[ord(right)])] = delta
    table = KernTable_format_0(apple=False)
    table.coverage, table.version, table.format = 1, 0, 0
    table.kernTable = pairs
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [table]


def gap_variants(font):
    cmap = font.getBestCmap()
    added = {}
    for code in range(0x21, 0x7F):
        name = cmap[code]
        copy = name + ".gap"
        font["glyf"][copy] = font["glyf"][name]
        advance, bearing = font["hmtx"][name]
        font["hmtx"][copy] = (advance + GAP, bearing)
        added[GAP_BASE + code] = copy
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format == 4:
            table.cmap.update(added)


def slashed_zero(font):
    """Trade the slot inside the zero for a slash: the default is easily read as an 8."""
    glyf = font["glyf"]
    glyph = glyf["zero"]
    ends = list(glyph.endPtsOfContours)
    starts = [0] + [e + 1 for e in ends[:-1]]
    boxes = []
    for start, end in zip(starts, ends):
        points = glyph.coordinates[start : end + 1]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    assert len(boxes) == 3, boxes
    order = sorted(range(3), key=lambda i: (boxes[i][2] - boxes[i][0]) * (boxes[i][3] - boxes[i][1]))
    slot = order[0]
    inner = boxes[order[1]]
    recording = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()["zero"].draw(recording)
    contours, current = [], []
    for op in recording.value:
        current.append(op)
        if op[0] in ("closePath", "endPath"):
            contours.append(current)
            current = []
    pen = TTGlyphPen(None)
    for index, contour in enumerate(contours):
        if index == slot:
            continue
        for name, arguments in contour:
            getattr(pen, name)(*arguments)
    x0, y0, x1, y1 = inner
    half = 46
    # Lower left to upper right, ends hidden under the bowl; clockwise like the outer contour.
    low, high = y0 + (y1 - y0) * 0.20, y0 + (y1 - y0) * 0.80
    left, right = x0 - 12, x1 + 12
    for index, point in enumerate(
        [(left, low - half), (left, low + half), (right, high + half), (right, high - half)]
    ):
        point = (round(point[0]), round(point[1]))
        pen.moveTo(point) if index == 0 else pen.lineTo(point)
    pen.closePath()
    bearing = font["hmtx"]["zero"]
    glyf["zero"] = pen.glyph()
    font["hmtx"]["zero"] = bearing


def finish(font, path, postscript_name):
    for tag in ("GPOS", "GSUB", "GDEF", "STAT", "prep", "fpgm", "cvt ", "meta"):
        if tag in font:
            del font[tag]
    for record in list(font["name"].names):
        if record.nameID not in (0, 1, 2, 4, 5, 6, 13, 14):
            font["name"].removeNames(nameID=record.nameID)
    font["name"].setName(postscript_name, 6, 3, 1, 0x409)
    font["post"].formatType = 3.0
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created
    font.save(path)
    print(path, path.stat().st_size)


def inter(packages, out, weight, postscript_name):
    files = packages / "inter" / "files"
    latin = files / f"inter-latin-{weight}-normal.woff2"
    parts = []
    for source, wanted in ((latin, LATIN), (files / f"inter-latin-ext-{weight}-normal.woff2", LATIN_EXT)):
        part = subset(source, wanted)
        part.flavor = None
        for tag in ("GPOS", "GSUB", "GDEF", "STAT"):
            if tag in part:
                del part[tag]
        blob = io.BytesIO()
        part.save(blob)
        blob.seek(0)
        parts.append(blob)
    font = Merger().merge(parts)
    decompose(font)
    kern(font, unpacked(latin))
    finish(font, out / f"{postscript_name}.ttf", postscript_name)


def unpacked(source):
    font = TTFont(source)
    font.flavor = None
    path = Path(tempfile.mkdtemp()) / (source.stem + ".full.ttf")
    font.save(path)
    return path


def jetbrains_mono(packages, out):
    source = packages / "jetbrains-mono" / "files" / "jetbrains-mono-latin-700-normal.woff2"
    font = subset(source, LATIN)
    font.flavor = None
    decompose(font)
    slashed_zero(font)
    gap_variants(font)
    finish(font, out / "JetBrainsMono-Bold.ttf", "JetBrainsMono-Bold")


def main():
    packages, out = Path(sys.argv[1]), Path(sys.argv[2])
    inter(packages, out, 400, "Inter-Regular")
    inter(packages, out, 600, "Inter-SemiBold")
    inter(packages, out, 800, "Inter-ExtraBold")
    jetbrains_mono(packages, out)


if __name__ == "__main__":
    main()
