-- Rules that only the database can keep when two ask at once.

-- One pending task at a time over any day of an integration's operation.
ALTER TABLE tasks ADD CONSTRAINT tasks_no_overlap_while_pending
  EXCLUDE USING gist (organization_id WITH =, integration_id WITH =, operation WITH =, period WITH &&) WHERE (status = 'pending');
--> statement-breakpoint
ALTER TABLE tasks ADD CONSTRAINT tasks_period_is_bounded CHECK (NOT lower_inf(period) AND NOT upper_inf(period) AND NOT isempty(period));
--> statement-breakpoint
ALTER TABLE tasks ADD CONSTRAINT tasks_status_known CHECK (status IN ('pending', 'sent', 'done', 'failed'));
--> statement-breakpoint
ALTER TABLE tasks ADD CONSTRAINT tasks_failure_has_reason CHECK (status <> 'failed' OR failure_reason IS NOT NULL);
--> statement-breakpoint
ALTER TABLE files ADD CONSTRAINT files_status_known CHECK (status IN ('pending', 'sent', 'done', 'failed'));
--> statement-breakpoint
ALTER TABLE files ADD CONSTRAINT files_failure_has_reason CHECK (status <> 'failed' OR failure_reason IS NOT NULL);
--> statement-breakpoint
ALTER TABLE integrations ADD CONSTRAINT integrations_interval_sensible CHECK (interval_minutes BETWEEN 1 AND 44640);
--> statement-breakpoint
ALTER TABLE integrations ADD CONSTRAINT integrations_description_length CHECK (char_length(description) BETWEEN 1 AND 200);
--> statement-breakpoint
ALTER TABLE integration_settings ADD CONSTRAINT integration_settings_plain_or_secret CHECK (value IS NULL OR ciphertext IS NULL);
--> statement-breakpoint
CREATE INDEX integrations_search_trigram ON integrations USING gin (search_text gin_trgm_ops);
--> statement-breakpoint

-- Status moves along one small table (lib/core/status.ts repeats it for the screen).
CREATE FUNCTION enlace_guard_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT (
       (OLD.status = 'pending' AND NEW.status IN ('sent', 'done', 'failed'))
    OR (OLD.status = 'sent' AND NEW.status IN ('done', 'failed'))
    OR (OLD.status = 'failed' AND NEW.status = 'pending' AND TG_TABLE_NAME = 'tasks')
  ) THEN
    RAISE EXCEPTION 'status of % % may not go from % to %', TG_TABLE_NAME, OLD.id, OLD.status, NEW.status USING ERRCODE = 'EN001';
  END IF;
  -- A reprocess is the only way out of a failure, and it always opens a new generation.
  IF TG_TABLE_NAME = 'tasks' AND OLD.status = 'failed' AND NEW.status = 'pending' AND NEW.generation <= OLD.generation THEN
    RAISE EXCEPTION 'task % may leave its failure only by a reprocess', OLD.id USING ERRCODE = 'EN001';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER tasks_guard_status BEFORE UPDATE OF status ON tasks FOR EACH ROW EXECUTE FUNCTION enlace_guard_status();
--> statement-breakpoint
CREATE TRIGGER files_guard_status BEFORE UPDATE OF status ON files FOR EACH ROW EXECUTE FUNCTION enlace_guard_status();
--> statement-breakpoint

-- The list of integrations shows and filters by the last task without looking through them.
CREATE FUNCTION enlace_note_last_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE integrations SET last_task_id = NEW.id, last_task_status = NEW.status, last_task_at = NEW.created_at
   WHERE organization_id = NEW.organization_id AND id = NEW.integration_id AND (last_task_id IS NULL OR last_task_id <= NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tasks_note_last AFTER INSERT OR UPDATE OF status ON tasks FOR EACH ROW EXECUTE FUNCTION enlace_note_last_task();
--> statement-breakpoint

-- Open pages hear of every change: channel enlace_tasks, payload "organization:integration:task".
CREATE FUNCTION enlace_announce_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('enlace_tasks', NEW.organization_id || ':' || NEW.integration_id || ':' || CASE WHEN TG_TABLE_NAME = 'tasks' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'task_id')::bigint END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tasks_announce AFTER INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION enlace_announce_task();
--> statement-breakpoint
CREATE TRIGGER files_announce AFTER INSERT OR UPDATE OF status ON files FOR EACH ROW EXECUTE FUNCTION enlace_announce_task();
--> statement-breakpoint

-- A person belongs to an organization exactly when the profile does not see them all.
CREATE FUNCTION enlace_guard_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.organization_id IS NULL) IS DISTINCT FROM (SELECT all_organizations FROM profiles WHERE id = NEW.profile_id) THEN
    RAISE EXCEPTION 'person and profile disagree about the organization' USING ERRCODE = 'EN002';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER people_guard BEFORE INSERT OR UPDATE OF organization_id, profile_id ON people FOR EACH ROW EXECUTE FUNCTION enlace_guard_person();
--> statement-breakpoint

-- Log lines: numbered without gaps within an integration, partitioned by day so that retention drops partitions.
CREATE TABLE log_lines (
  organization_id bigint NOT NULL,
  integration_id bigint NOT NULL,
  number bigint NOT NULL,
  task_id bigint,
  attempt integer NOT NULL DEFAULT 0,
  at timestamptz NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 3),
  text text NOT NULL,
  details jsonb,
  PRIMARY KEY (organization_id, integration_id, number, at)
) PARTITION BY RANGE (at);
--> statement-breakpoint
CREATE INDEX log_lines_task ON log_lines (organization_id, task_id, number);
--> statement-breakpoint
-- Catches lines when the day's partition is missing: a log line is never lost for want of housekeeping.
CREATE TABLE log_lines_default PARTITION OF log_lines DEFAULT;
--> statement-breakpoint
-- Next number of each integration's log; taken in the transaction that inserts the lines, hence no gaps.
CREATE TABLE log_heads (
  organization_id bigint NOT NULL,
  integration_id bigint NOT NULL,
  last_number bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, integration_id),
  FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id) ON DELETE CASCADE
);
--> statement-breakpoint

-- The audit log: append-only for everybody, each row sealed with the hash of the one before.
CREATE FUNCTION enlace_seal_audit_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7300411);
  SELECT hash INTO NEW.previous_hash FROM audit_events ORDER BY id DESC LIMIT 1;
  SELECT coalesce(max(id), 0) + 1 INTO NEW.id FROM audit_events;
  NEW.hash := encode(sha256(convert_to(concat_ws('|', NEW.id, NEW.organization_id, NEW.person_id, NEW.person_name, NEW.action, NEW.subject_type, NEW.subject_id, NEW.summary, NEW.changes::text, NEW.address, extract(epoch FROM NEW.at), NEW.previous_hash), 'UTF8')), 'hex');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_seal BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION enlace_seal_audit_event();
--> statement-breakpoint
CREATE FUNCTION enlace_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'EN003'; END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION enlace_refuse_change();
--> statement-breakpoint

-- Second wall: a client's transaction shows its own organization's rows only; a support agent's shows all.
CREATE FUNCTION enlace_organization() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('enlace.organization_id', true), '')::bigint $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO enlace_support, enlace_client;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO enlace_support, enlace_client;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO enlace_support, enlace_client;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_events FROM enlace_support, enlace_client;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON connectors, rate_budgets, log_lines, log_heads, accepted_records, received_items FROM enlace_support, enlace_client;
--> statement-breakpoint
REVOKE ALL ON profiles FROM enlace_client;
--> statement-breakpoint
GRANT SELECT ON profiles TO enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text; own text;
BEGIN
  FOR name IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
               WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON organizations TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON organizations FOR SELECT TO enlace_client USING (id = (SELECT enlace_organization()));
--> statement-breakpoint
ALTER TABLE access_links ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON access_links TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON access_links TO enlace_client
  USING (person_id IN (SELECT id FROM people WHERE organization_id = (SELECT enlace_organization())))
  WITH CHECK (person_id IN (SELECT id FROM people WHERE organization_id = (SELECT enlace_organization())));
