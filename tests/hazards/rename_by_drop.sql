--# the same words in another order
-- migration: 1_init
CREATE TABLE "A" ("enabledSignature" BOOLEAN, "note" TEXT, "count" INT);
-- migration: 2_next
ALTER TABLE "A" DROP COLUMN "enabledSignature", DROP COLUMN "note", DROP COLUMN "count",
ADD COLUMN "signatureEnabled" BOOLEAN, ADD COLUMN "email" TEXT, ADD COLUMN "counter" TEXT;
--> 2_next:1: `enabledSignature` looks renamed to `signatureEnabled`, but is dropped and added: its values are lost
--# the values are copied
-- migration: 1_init
CREATE TABLE "A" ("fullName" TEXT);
-- migration: 2_next
ALTER TABLE "A" ADD COLUMN "full_name" TEXT;
UPDATE "A" SET "full_name" = "fullName";
ALTER TABLE "A" DROP COLUMN "fullName";
