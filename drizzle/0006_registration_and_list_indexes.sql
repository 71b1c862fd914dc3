ALTER TABLE "integrations" ADD COLUMN "registration_key" text;--> statement-breakpoint
CREATE INDEX "integrations_connector_id_search_text_index" ON "integrations" USING btree ("connector_id","search_text");--> statement-breakpoint
CREATE INDEX "integrations_last_task_at_id_index" ON "integrations" USING btree ("last_task_at","id");--> statement-breakpoint
CREATE INDEX "integrations_failing" ON "integrations" USING btree ("id") WHERE last_task_status = 'failed';--> statement-breakpoint
CREATE INDEX "integrations_paused" ON "integrations" USING btree ("id") WHERE paused_reason is not null;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_registered_once" UNIQUE("organization_id","registration_key");