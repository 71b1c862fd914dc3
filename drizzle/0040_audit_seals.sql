-- The audit log is sealed after its commit, by the application, with a key that is not in here: one
-- chain a client and one for what belongs to none. The former trigger held the end of the one chain
-- of all until its transaction ended, and everybody's sign-in with it.
DROP TRIGGER audit_events_seal ON audit_events;
--> statement-breakpoint
DROP FUNCTION enlace_seal_audit_event();
--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "number" bigint;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "audit_events" DROP COLUMN "previous_hash";--> statement-breakpoint
ALTER TABLE "audit_events" DROP COLUMN "hash";--> statement-breakpoint
CREATE UNIQUE INDEX "audit_events_one_per_number" ON "audit_events" USING btree (coalesce("organization_id", 0),"number");--> statement-breakpoint
CREATE INDEX "audit_events_unsealed" ON "audit_events" USING btree ("id") WHERE seal is null;--> statement-breakpoint
SELECT setval(pg_get_serial_sequence('audit_events', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM audit_events), false);
--> statement-breakpoint
CREATE FUNCTION enlace_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('enlace.person_id', true), '')::bigint $$;
--> statement-breakpoint

-- Nobody writes a seal with the row, and a person's role neither its moment nor its number.
CREATE FUNCTION enlace_write_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.number := NULL;
  NEW.seal := NULL;
  IF current_user IN ('enlace_support', 'enlace_client') THEN
    NEW.id := nextval('public.audit_events_id_seq');
    NEW.at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_write BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION enlace_write_audit_event();
--> statement-breakpoint

-- Append-only for everybody: a row changes once, when it gets its place and its seal, and in nothing else.
DROP TRIGGER audit_events_append_only ON audit_events;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION enlace_refuse_change();
--> statement-breakpoint
CREATE FUNCTION enlace_seal_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seal IS NULL AND NEW.seal IS NOT NULL AND NEW.number IS NOT NULL
     AND to_jsonb(NEW) - 'number' - 'seal' = to_jsonb(OLD) - 'number' - 'seal' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'EN003';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_seal_once BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION enlace_seal_once();
--> statement-breakpoint

-- A person writes acts of their own, of their own client, and no others.
DROP POLICY client_sees_own ON audit_events;
--> statement-breakpoint
DROP POLICY support_sees_all ON audit_events;
--> statement-breakpoint
CREATE POLICY client_sees_own ON audit_events FOR SELECT TO enlace_client USING (organization_id = (SELECT enlace_organization()));
--> statement-breakpoint
CREATE POLICY client_writes_own ON audit_events FOR INSERT TO enlace_client
  WITH CHECK (organization_id = (SELECT enlace_organization()) AND person_id = (SELECT enlace_person()));
--> statement-breakpoint
CREATE POLICY support_sees_all ON audit_events FOR SELECT TO enlace_support USING (true);
--> statement-breakpoint
CREATE POLICY support_writes_own ON audit_events FOR INSERT TO enlace_support WITH CHECK (person_id = (SELECT enlace_person()));
--> statement-breakpoint

-- What a client used of a partner's day is seen by whoever has an environment there, and by no other.
ALTER TABLE daily_quotas ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON daily_quotas FOR SELECT TO enlace_support USING (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON daily_quotas FOR SELECT TO enlace_client
  USING (key IN (SELECT CASE kind WHEN 'sienge' THEN 'sienge:' || regexp_replace(base_url, '^https?://', '') || '/' || tenant
                                  ELSE 'cv:' || regexp_replace(base_url, '^https?://', '') END
                   FROM environments WHERE organization_id = (SELECT enlace_organization())));
