-- migration: 20240101000000_init
CREATE TABLE "Member" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "teamId" TEXT NOT NULL, CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_key
-- AlterTable
--! primary-key-change: the index is built under an exclusive lock
--! drop-column: the ids are gone
ALTER TABLE "Member" DROP CONSTRAINT "Member_pkey",
DROP COLUMN "id",
ADD CONSTRAINT "Member_pkey" PRIMARY KEY ("userId", "teamId");
