--# its old name is gone
ALTER TABLE "A" RENAME TO "B";
ALTER TABLE "C" SET SCHEMA other;
--> 1: the last release still asks for `A`, and its queries fail
--> 2: the last release still asks for `C`, and its queries fail
--# something takes the name
ALTER TABLE "A" RENAME TO "A_old";
CREATE VIEW "A" AS SELECT * FROM "A_old";
CREATE TABLE "B_new" ("x" INT);
ALTER TABLE "B" RENAME TO "B_old";
ALTER TABLE "B_new" RENAME TO "B";
