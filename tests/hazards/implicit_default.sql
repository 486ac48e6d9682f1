--# each type has something for nothing
-- provider: mysql
ALTER TABLE `User` ADD COLUMN `name` VARCHAR(191) NOT NULL,
    ADD COLUMN `age` INTEGER NOT NULL,
    ADD COLUMN `role` ENUM('USER', 'ADMIN') NOT NULL,
    ADD COLUMN `born` DATETIME(3) NOT NULL,
    ADD COLUMN `settings` JSON NOT NULL;

--> 1: the rows of `User` get a made-up `name`: `''`
--> 2: the rows of `User` get a made-up `age`: `0`
--> 3: the rows of `User` get a made-up `role`: `USER`
--> 4: the rows of `User` get a made-up `born`: the date zero, or an error where the mode has `NO_ZERO_DATE`
--> 5: the rows of `User` get a made-up `settings`: an empty document
--# a foreign key on it fails
-- provider: mysql
ALTER TABLE `Document` ADD COLUMN `ownerId` VARCHAR(191) NOT NULL;
ALTER TABLE `Document` ADD CONSTRAINT `Document_ownerId_fkey` FOREIGN KEY (`ownerId`) REFERENCES `User`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

--> 1: the rows of `Document` get a made-up `ownerId`: `''`; and the foreign key on it fails, with the column there already
--# nullable, with a default, counting or computed
-- provider: mysql
ALTER TABLE `User` ADD COLUMN `name` VARCHAR(191) NULL,
    ADD COLUMN `age` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    ADD COLUMN `number` INTEGER NOT NULL AUTO_INCREMENT UNIQUE,
    ADD COLUMN `lower` VARCHAR(191) GENERATED ALWAYS AS (lower(`name`)) STORED NOT NULL;

--# filled behind it
-- provider: mysql
ALTER TABLE `Document` ADD COLUMN `ownerId` VARCHAR(191) NOT NULL;
UPDATE `Document` d JOIN `Folder` f ON f.`id` = d.`folderId` SET d.`ownerId` = f.`ownerId`;

--# a table of the same file has no rows
-- provider: mysql
CREATE TABLE `User` (`id` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));
ALTER TABLE `User` ADD COLUMN `name` VARCHAR(191) NOT NULL;

--# elsewhere it fails
ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL;
