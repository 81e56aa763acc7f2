-- The company's logo, and what is printed unless somebody chooses otherwise.

-- One row at most: the picture as it was drawn anew from what was uploaded. Not
-- audited row by row, since the trail would keep every picture; the deed is logged.
CREATE TABLE company_logos (
    is_only    BOOLEAN NOT NULL DEFAULT true,
    png        BYTEA NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT company_logos_pkey PRIMARY KEY (is_only),
    CONSTRAINT company_logos_is_only_true CHECK (is_only),
    CONSTRAINT company_logos_png_size CHECK (octet_length(png) BETWEEN 8 AND 1048576),
    CONSTRAINT company_logos_width_range CHECK (width BETWEEN 1 AND 640),
    CONSTRAINT company_logos_height_range CHECK (height BETWEEN 1 AND 240)
);

SELECT grant_to_app('company_logos');

INSERT INTO settings (key, value, description) VALUES
    ('printing', '{"preset": "a4-24", "has_qr": true, "slip_mm": 58}',
     'Layout of sheets, whether they carry a QR, and width of slips; a place may have its own');
