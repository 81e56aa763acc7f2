DROP TABLE document_sequences;
DROP TABLE printers;
DROP TABLE saved_views;
DROP TABLE settings;
