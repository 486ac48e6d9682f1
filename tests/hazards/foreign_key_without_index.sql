--# no index begins with it
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
--> 1: no index begins with the foreign key `b`
--# one does, before or after, in this file or a later one
-- migration: 1_init
CREATE TABLE "A" ("b" TEXT, "c" TEXT, "d" TEXT, PRIMARY KEY ("b", "c"));
-- migration: 2_keys
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
ALTER TABLE "A" ADD CONSTRAINT "g" FOREIGN KEY ("c") REFERENCES "C"("id");
CREATE INDEX "i" ON "A"("c", "b");
ALTER TABLE "A" ADD CONSTRAINT "h" FOREIGN KEY ("d") REFERENCES "D"("id");
-- migration: 3_index
CREATE INDEX "j" ON "A"("d");

--# a copy of SQLite's adds it
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Post" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT, CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE);
INSERT INTO "new_Post" ("id", "userId") SELECT "id", "userId" FROM "Post";
DROP TABLE "Post";
ALTER TABLE "new_Post" RENAME TO "Post";
PRAGMA foreign_keys=ON;

--> 2_next:2: no index begins with the foreign key `userId`
--# MySQL indexes it itself
-- provider: mysql
ALTER TABLE `Post` ADD CONSTRAINT `Post_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `User`(`id`);
