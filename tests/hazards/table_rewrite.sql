--# each row has its own value
ALTER TABLE "A" ADD COLUMN "a" UUID NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE "A" ADD COLUMN "b" SERIAL, ADD COLUMN "c" INT GENERATED ALWAYS AS IDENTITY;
ALTER TABLE "A" ADD COLUMN "d" INT GENERATED ALWAYS AS (1 + 1) STORED;
ALTER TABLE "A" ADD COLUMN "e" TEXT DEFAULT nanoid(10), ADD COLUMN "f" TIMESTAMP DEFAULT clock_timestamp();
--> 1: `gen_random_uuid()` gives each row its own value, so `A` is written anew under a lock that keeps readers out
--> 2: `b` counts its rows, so `A` is written anew under a lock that keeps readers out
--> 2: `c` counts its rows, so `A` is written anew under a lock that keeps readers out
--> 3: `d` is computed and stored for each row, so `A` is written anew under a lock that keeps readers out
--> 4: `nanoid()` gives each row its own value, so `A` is written anew under a lock that keeps readers out
--> 4: `clock_timestamp()` gives each row its own value, so `A` is written anew under a lock that keeps readers out
--# one value for all
ALTER TABLE "A" ADD COLUMN "a" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, ADD COLUMN "b" JSONB DEFAULT '{"f()": 1}';
ALTER TABLE "A" ADD COLUMN "c" TIMESTAMP DEFAULT (now() + interval '1 day'), ADD COLUMN "d" "Role"[] DEFAULT ARRAY[]::"Role"[];
ALTER TABLE "A" ADD COLUMN "e" VARCHAR(20) DEFAULT 'x'::varchar(20), ADD COLUMN "g" INT GENERATED ALWAYS AS (1) VIRTUAL;
CREATE TABLE "B" ("x" INT);
ALTER TABLE "B" ADD COLUMN "y" SERIAL;
--# CockroachDB does it while all go on
-- provider: cockroachdb
ALTER TABLE "A" ADD COLUMN "u" UUID NOT NULL DEFAULT gen_random_uuid();
