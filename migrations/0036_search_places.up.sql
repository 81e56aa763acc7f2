-- Whether a fragment is walked to from the newest code on was decided by all codes that ever began with it,
-- of whatever place: where it was given up since, or is another place's, the walk read all codes there are.
-- Decided now by what the walk will meet: the newest batches of all places, and what of them is in the places that are asked.
CREATE OR REPLACE FUNCTION voucher_ids_like(fragment TEXT, most INTEGER) RETURNS SETOF BIGINT
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    pattern CONSTANT TEXT := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    places  CONSTANT BIGINT[] := (SELECT public.app_location_ids())::BIGINT[];
BEGIN
    -- Codes passed over until there are enough, and those: twenty read for each that is found are few.
    IF (SELECT min(w.codes - w.hits) + most
          FROM (SELECT sum(n.quantity) OVER newest AS codes,
                       sum(CASE WHEN n.location_id = ANY (places) AND strpos(n.code_prefix, fragment) > 0
                                THEN n.quantity ELSE 0 END) OVER newest AS hits
                  FROM (SELECT b.id, b.location_id, b.quantity, b.code_prefix FROM public.voucher_batches b
                         ORDER BY b.id DESC LIMIT 500) AS n
                WINDOW newest AS (ORDER BY n.id DESC)) AS w
         WHERE w.hits >= most) <= 20 * most THEN
        RETURN QUERY
        SELECT v.id FROM public.vouchers v
         WHERE v.code LIKE pattern AND v.location_id = ANY (places) ORDER BY v.id DESC LIMIT most;
    ELSE
        -- Materialized, or the order would be taken for the way there.
        RETURN QUERY
        WITH found AS MATERIALIZED (
            SELECT v.id FROM public.vouchers v WHERE v.code LIKE pattern AND v.location_id = ANY (places))
        SELECT f.id FROM found f ORDER BY f.id DESC LIMIT most;
    END IF;
END
$$;

-- What happened to the few codes of a batch is reached by the codes.
CREATE INDEX vendor_codes_voucher_idx ON vendor_codes (voucher_id);
