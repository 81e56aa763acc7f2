"""Draws COUNT voucher cards, 40 per A4 page, TIMES times; says how long each took.

ReportLab and qrcode, as somebody would use them: the same fields and the same
grid as the preset a4-40, the QR as one filled path per code.
"""

import io
import json
import sys
import time

import qrcode
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas

COLUMNS, ROWS = 4, 10
QR_MM = 20.0


def draw_qr(page, text, left, bottom):
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    side = QR_MM * mm / len(matrix)
    path = page.beginPath()
    for row, modules in enumerate(matrix):
        start = None
        # Dark modules beside each other are one rectangle.
        for column, dark in enumerate(modules + [False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(left + start * side, bottom + (len(matrix) - 1 - row) * side, (column - start) * side, side)
                start = None
    page.drawPath(path, stroke=0, fill=1)


def draw_card(page, number, left, bottom, width, height):
    code = f"{(number * 0x9E3779) & 0xFFFFFF:06x}"
    page.setLineWidth(0.25)
    page.rect(left, bottom, width, height, stroke=1, fill=0)
    url = f"http://hotspot.lan/login?username={code}&password={code}"
    draw_qr(page, url, left + 2 * mm, bottom + (height - QR_MM * mm) / 2)
    text = left + (QR_MM + 4) * mm
    for font, size, rise, words in (
        ("Helvetica", 5, 24, f"Sinar Desa Net   {number}"),
        ("Courier-Bold", 11, 17, code),
        ("Helvetica", 6, 12, "1 Hari"),
        ("Helvetica-Bold", 7, 8, "Rp 5.000"),
        ("Helvetica", 5, 5, "24 jam · 1 HP"),
        ("Helvetica", 4, 2, "WA 0812-3456-7890"),
    ):
        page.setFont(font, size)
        page.drawString(text, bottom + rise * mm, words)


def draw_sheet(count):
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=A4, pageCompression=1)
    margin = 5 * mm
    width, height = (A4[0] - 2 * margin) / COLUMNS, (A4[1] - 2 * margin) / ROWS
    for number in range(count):
        place = number % (COLUMNS * ROWS)
        if number and place == 0:
            page.showPage()
        row, column = divmod(place, COLUMNS)
        draw_card(page, number + 1, margin + column * width, A4[1] - margin - (row + 1) * height, width, height)
    page.showPage()
    page.save()
    return file.getvalue()


def main():
    count, times = int(sys.argv[1]), int(sys.argv[2])
    pdf = draw_sheet(COLUMNS * ROWS)
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        pdf = draw_sheet(count)
        seconds.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": seconds, "bytes": len(pdf)}))


main()
