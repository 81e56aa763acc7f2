DROP INDEX saved_views_shared_idx;
ALTER TABLE saved_views DROP CONSTRAINT saved_views_definition_object, DROP CONSTRAINT saved_views_name_length,
    DROP CONSTRAINT saved_views_screen_format, DROP COLUMN is_shared;
DROP TABLE export_parts;
DROP TABLE exports;
