-- migration: 20240101000000_init
SELECT 1;
-- migration: 20240201000000_enum
DO $$ BEGIN
  CREATE TYPE "Kind" AS ENUM ('A', 'B');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
