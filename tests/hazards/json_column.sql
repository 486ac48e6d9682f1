--# json
ALTER TABLE "A" ADD COLUMN "json" JSON NOT NULL DEFAULT '{}';
--> 1: [*] `json` cannot be compared: `SELECT DISTINCT` over it fails
--# jsonb
ALTER TABLE "A" ADD COLUMN "json" JSONB;
