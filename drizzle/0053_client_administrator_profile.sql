-- The client's own administrator: sets up, maps and decides without support, within their client. Limits of prices stay support's.
INSERT INTO profiles (name, all_organizations, permissions, shipped) VALUES
  ('Administrador do cliente', false, ARRAY['view', 'register', 'edit', 'run', 'reprocess', 'download', 'personalData', 'logs', 'movements', 'prices', 'people', 'organizations', 'audit'], true)
ON CONFLICT (name) DO NOTHING;
