--# built in place
ALTER TABLE "A" ADD CONSTRAINT "A_pkey" PRIMARY KEY ("id");
--> 1: its index is built under a lock that keeps readers of `A` out
--# from an index
ALTER TABLE "A" ADD CONSTRAINT "A_pkey" PRIMARY KEY USING INDEX "i";
--# something needs the old one
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
CREATE TABLE "B" ("a" TEXT, CONSTRAINT "B_a_fkey" FOREIGN KEY ("a") REFERENCES "A"("id"));
-- migration: 2_key
ALTER TABLE "A" DROP CONSTRAINT "A_pkey", ADD CONSTRAINT "A_pkey" PRIMARY KEY USING INDEX "i";
--> 2_key:1: this fails: the foreign key `B_a_fkey` of `B` needs this key
--# that is dropped first
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
CREATE TABLE "B" ("a" TEXT, CONSTRAINT "B_a_fkey" FOREIGN KEY ("a") REFERENCES "A"("id"));
-- migration: 2_key
ALTER TABLE "B" DROP CONSTRAINT "B_a_fkey";
ALTER TABLE "A" DROP CONSTRAINT "A_pkey", ADD CONSTRAINT "A_pkey" PRIMARY KEY USING INDEX "i";
ALTER TABLE "B" ADD CONSTRAINT "B_a_fkey" FOREIGN KEY ("a") REFERENCES "A"("id");
