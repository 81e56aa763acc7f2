-- Routers that end codes by themselves while no program runs: whether that is
-- wished, and how it stands there.

ALTER TABLE routers ADD COLUMN expiry_fallback TEXT NOT NULL DEFAULT 'off';
ALTER TABLE routers ADD CONSTRAINT routers_expiry_fallback_known CHECK (expiry_fallback IN ('off', 'on'));

-- Only of routers that have it, are to get it, or are to lose it. Written by
-- workers; not audited: the wish stands in `routers`.
CREATE TABLE router_fallbacks (
    router_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending',
    -- Why it is not as wished.
    reason      TEXT,
    seen_at     TIMESTAMPTZ,
    CONSTRAINT router_fallbacks_pkey PRIMARY KEY (router_id),
    CONSTRAINT router_fallbacks_router_id_fkey FOREIGN KEY (router_id) REFERENCES routers (id),
    CONSTRAINT router_fallbacks_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT router_fallbacks_state_known CHECK (state IN ('pending', 'applied', 'failed', 'drifted')),
    CONSTRAINT router_fallbacks_reason_matches_state CHECK ((reason IS NOT NULL) = (state IN ('failed', 'drifted')))
);

SELECT fence_by_location('router_fallbacks');
SELECT grant_to_app('router_fallbacks');
