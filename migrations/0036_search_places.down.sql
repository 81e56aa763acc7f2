DROP INDEX vendor_codes_voucher_idx;
-- The way of 0035 again.
CREATE OR REPLACE FUNCTION voucher_ids_like(fragment TEXT, most INTEGER) RETURNS SETOF BIGINT
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    pattern CONSTANT TEXT := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    places  CONSTANT BIGINT[] := (SELECT public.app_location_ids())::BIGINT[];
BEGIN
    IF (SELECT coalesce(sum(s.n), 0) FROM public.voucher_code_sums s WHERE strpos(s.code_prefix, fragment) > 0) > 20 * most THEN
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
