GRANT SELECT ON former_document_keys TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE former_document_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON former_document_keys TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON former_document_keys TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
--> statement-breakpoint
-- The key that a reader makes of parsed values: days as dd/mm/aaaa, numbers without leading zeros,
-- access keys without blanks and prefix. Needed by this migration alone.
CREATE FUNCTION document_key_by_value(key text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN part IS NOT NULL THEN 'csv:' || part[1]
      || ':' || regexp_replace(part[2], '^([0-9]{4})-([0-9]{2})-([0-9]{2})$', '\3/\2/\1')
      || ':' || regexp_replace(part[3], '^0+(?=[0-9]+$)', '')
      || ':' || regexp_replace(part[4], '^0+(?=[0-9]+$)', '')
      || ':' || regexp_replace(part[5], '^0+(?=[0-9]+$)', '')
    WHEN plain ~ '^[0-9]{6}[0-9A-Z]{12}[0-9]{26}$' THEN plain
    ELSE key
  END
  FROM (SELECT regexp_match(key, '^csv:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$') AS part,
               regexp_replace(regexp_replace(upper(key), '[[:space:].]', '', 'g'), '^NFE', '') AS plain) AS read
$$;
--> statement-breakpoint
-- Where one receipt stands under several keys already, the first to arrive is the one that is found.
INSERT INTO former_document_keys (organization_id, branch_id, key, document_key)
SELECT DISTINCT ON (organization_id, branch_id, key) organization_id, branch_id, key, document_key
  FROM (SELECT organization_id, branch_id, document_key_by_value(document_key) AS key, document_key, created_at, id FROM sales
        UNION ALL
        SELECT organization_id, branch_id, document_key_by_value(document_key), document_key, created_at, id FROM purchases) AS made
 WHERE key <> document_key
   AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.organization_id = made.organization_id AND s.branch_id = made.branch_id AND s.document_key = made.key)
   AND NOT EXISTS (SELECT 1 FROM purchases p WHERE p.organization_id = made.organization_id AND p.branch_id = made.branch_id AND p.document_key = made.key)
 ORDER BY organization_id, branch_id, key, created_at, id
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- A cancellation that waits is known to nobody else: it waits for the key that its document will have.
WITH named AS (
  SELECT w.*, read.part[1] AS branch, document_key_by_value(read.part[2]) AS key
    FROM waiting_cancellations w,
         LATERAL (SELECT coalesce(regexp_match(w.document_key, '^([0-9]+)/(.*)$'), ARRAY['', w.document_key]) AS part) AS read
), renamed AS (
  SELECT named.*, CASE
           WHEN named.key ~ '^[0-9]{6}[0-9A-Z]{12}[0-9]{26}$' AND f.document_key IS NULL OR branch = '' THEN coalesce(f.document_key, named.key)
           ELSE branch || '/' || coalesce(f.document_key, named.key)
         END AS waits_for
    FROM named LEFT JOIN former_document_keys f
      ON f.organization_id = named.organization_id AND f.branch_id::text = named.branch AND f.key = named.key
), taken AS (
  DELETE FROM waiting_cancellations w USING renamed r
   WHERE w.organization_id = r.organization_id AND w.document_key = r.document_key AND r.waits_for <> r.document_key
  RETURNING w.organization_id, r.waits_for, w.protocol, w.cancelled_at, w.import_id
)
INSERT INTO waiting_cancellations (organization_id, document_key, protocol, cancelled_at, import_id)
SELECT DISTINCT ON (organization_id, waits_for) organization_id, waits_for, protocol, cancelled_at, import_id
  FROM taken ORDER BY organization_id, waits_for, cancelled_at
ON CONFLICT DO NOTHING;
--> statement-breakpoint
DROP FUNCTION document_key_by_value(text);
