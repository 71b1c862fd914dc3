-- The client answers for its customers' data, so its own people have the right; everybody else, support included, gets it by an explicit act.
UPDATE profiles SET permissions = permissions || ARRAY['personalData'] WHERE name = 'Cliente' AND shipped AND NOT 'personalData' = ANY (permissions);
