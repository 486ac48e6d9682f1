--# on its own
CREATE ROLE app LOGIN;
CREATE USER other;
--> 1: the role is there already when `migrate dev` replays this in its shadow database: it fails
--> 2: the role is there already when `migrate dev` replays this in its shadow database: it fails
--# guarded
DO $$ BEGIN CREATE ROLE app; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ON "A" TO app;
