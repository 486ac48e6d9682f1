-- migration: 20240101000000_init
CREATE TABLE "Team" ("id" TEXT NOT NULL, "orgId" TEXT NOT NULL, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Member" ("id" TEXT NOT NULL, "teamId" TEXT NOT NULL, CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Member" ADD CONSTRAINT "Member_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id");
-- migration: 20240201000000_key
-- AlterTable
--! primary-key-change: 2BP01, the foreign key of Member needs the old key
ALTER TABLE "Team" DROP CONSTRAINT "Team_pkey",
ADD CONSTRAINT "Team_pkey" PRIMARY KEY ("orgId", "id");
