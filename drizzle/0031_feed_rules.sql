-- A key made before there was a choice sends and reads nothing: a right is never given silently.
ALTER TABLE api_keys ADD CONSTRAINT api_keys_rights_known CHECK (cardinality(rights) > 0 AND rights <@ ARRAY['send', 'readPrices', 'readPromotions']);
--> statement-breakpoint
ALTER TABLE feed_heads ADD CONSTRAINT feed_heads_feed_known CHECK (feed IN ('prices', 'promotions') AND last_number > 0);
--> statement-breakpoint
ALTER TABLE feed_acknowledgements ADD CONSTRAINT feed_acknowledgements_feed_known CHECK (feed IN ('prices', 'promotions') AND number >= 0);
--> statement-breakpoint
ALTER TABLE price_changes ADD CONSTRAINT price_changes_kind_known CHECK (kind IN ('applied', 'undone'));
--> statement-breakpoint
-- What is not for everybody has no place among what the tills read.
ALTER TABLE received_items ADD CONSTRAINT received_items_only_promotions_numbered CHECK (promotion IS NOT NULL OR change_number IS NULL);
--> statement-breakpoint
-- Heads move on; what was numbered and what was acknowledged is history.
GRANT SELECT, INSERT, UPDATE ON feed_heads TO enlace_support, enlace_client;
--> statement-breakpoint
GRANT SELECT, INSERT ON price_changes, feed_acknowledgements TO enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['price_changes', 'feed_heads', 'feed_acknowledgements']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What was applied and undone before there was a feed stands in it too, in the order in which it happened.
INSERT INTO price_changes (organization_id, number, application_id, kind, branch_id, product_code, previous_cents, new_cents, at)
SELECT organization_id, row_number() OVER (PARTITION BY organization_id ORDER BY at, application_id, kind, branch_id, product_code), application_id, kind, branch_id, product_code, before, after, at
  FROM (
    SELECT l.organization_id, l.application_id, 'applied' AS kind, l.branch_id, l.product_code, l.previous_cents AS before, l.new_cents AS after, a.at
      FROM price_application_lines l JOIN price_applications a ON a.organization_id = l.organization_id AND a.id = l.application_id
    UNION ALL
    SELECT l.organization_id, l.application_id, 'undone', l.branch_id, l.product_code, l.new_cents, l.previous_cents, a.undone_at
      FROM price_application_lines l JOIN price_applications a ON a.organization_id = l.organization_id AND a.id = l.application_id
     WHERE l.undone = 'restored' AND a.undone_at IS NOT NULL
  ) past;
--> statement-breakpoint
UPDATE price_applications a SET change_number = c.applied, undo_number = c.undone
  FROM (SELECT organization_id, application_id, max(number) FILTER (WHERE kind = 'applied') AS applied, max(number) FILTER (WHERE kind = 'undone') AS undone FROM price_changes GROUP BY 1, 2) c
 WHERE c.organization_id = a.organization_id AND c.application_id = a.id;
--> statement-breakpoint
INSERT INTO feed_heads (organization_id, feed, last_number) SELECT organization_id, 'prices', max(number) FROM price_changes GROUP BY 1;
