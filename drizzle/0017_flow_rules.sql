-- Catches events when the day's partition is missing: what a partner was told we have is never lost for want of housekeeping.
CREATE TABLE events_default PARTITION OF events DEFAULT;
--> statement-breakpoint
-- Events that wait come and go by the thousand in one corner of the index: dead entries must not pile up there.
ALTER TABLE events_default SET (autovacuum_vacuum_scale_factor = 0.02);
--> statement-breakpoint

-- Tasks that carry a subject stand side by side: a day has many reservations. Whom they carry, and by which flow, is what only one pending task may do.
ALTER TABLE tasks DROP CONSTRAINT tasks_no_overlap_while_pending;
--> statement-breakpoint
ALTER TABLE tasks ADD CONSTRAINT tasks_no_overlap_while_pending
  EXCLUDE USING gist (organization_id WITH =, integration_id WITH =, operation WITH =, period WITH &&) WHERE (status = 'pending' AND subject_id IS NULL);
--> statement-breakpoint
ALTER TABLE tasks ADD CONSTRAINT tasks_flow_has_subject CHECK ((subject_id IS NULL) = (flow IS NULL));
--> statement-breakpoint
ALTER TABLE subjects ADD CONSTRAINT subjects_state_known CHECK (state IN ('waiting', 'running', 'stuck', 'held', 'finished', 'ended'));
--> statement-breakpoint
ALTER TABLE subjects ADD CONSTRAINT subjects_stuck_has_reason CHECK (state <> 'stuck' OR last_error IS NOT NULL);
--> statement-breakpoint
ALTER TABLE steps ADD CONSTRAINT steps_status_known CHECK (status IN ('pending', 'running', 'done', 'skipped', 'failed', 'stuck'));
--> statement-breakpoint
ALTER TABLE environments ADD CONSTRAINT environments_kind_known CHECK (kind IN ('cv', 'sienge'));
--> statement-breakpoint
ALTER TABLE environments ADD CONSTRAINT environments_code_form CHECK (code ~ '^[a-z0-9-]{1,32}$');
--> statement-breakpoint
ALTER TABLE environments ADD CONSTRAINT environments_paused_has_reason CHECK ((paused_at IS NULL) = (paused_reason IS NULL));
--> statement-breakpoint
ALTER TABLE environments ADD CONSTRAINT environments_feed FOREIGN KEY (organization_id, sienge_environment_id) REFERENCES environments (organization_id, id);
--> statement-breakpoint
ALTER TABLE daily_quotas ADD CONSTRAINT daily_quotas_kept CHECK (used BETWEEN 0 AND "limit");
--> statement-breakpoint
ALTER TABLE webhook_endpoints ADD CONSTRAINT webhook_endpoints_id_form CHECK (public_id ~ '^[A-Za-z0-9_-]{16,64}$');
--> statement-breakpoint

-- Open pages hear of every reservation that moves: channel enlace_subjects, payload "organization:integration:subject".
CREATE FUNCTION enlace_announce_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('enlace_subjects', NEW.organization_id || ':' || NEW.integration_id || ':' || (CASE WHEN TG_TABLE_NAME = 'subjects' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'subject_id' END));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER subjects_announce AFTER INSERT OR UPDATE ON subjects FOR EACH ROW EXECUTE FUNCTION enlace_announce_subject();
--> statement-breakpoint
CREATE TRIGGER decisions_announce AFTER INSERT OR UPDATE ON decisions FOR EACH ROW EXECUTE FUNCTION enlace_announce_subject();
--> statement-breakpoint

GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoints, environments, developments, remote_lists, mappings, subjects, reservations, steps, decisions, brakes, brake_marks TO enlace_support, enlace_client;
--> statement-breakpoint
-- What a partner said, and the count of calls, nobody rewrites.
GRANT SELECT ON events, event_keys, daily_quotas TO enlace_support, enlace_client;
--> statement-breakpoint
-- A person may ask for a message to be handled again.
GRANT UPDATE (processed_at, outcome, note, attempts, next_try_at) ON events TO enlace_support, enlace_client;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['webhook_endpoints', 'events', 'event_keys', 'environments', 'developments', 'remote_lists', 'mappings', 'subjects', 'reservations', 'steps', 'decisions', 'brakes', 'brake_marks']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
END $$;
