--# what can be done without a copy
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` VARCHAR(191) NOT NULL, `name` VARCHAR(191) NULL, `age` INTEGER NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` ADD COLUMN `note` TEXT NULL, ADD COLUMN `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3);
ALTER TABLE `User` DROP COLUMN `age`, ADD COLUMN `number` BIGINT NULL;
ALTER TABLE `User` MODIFY `name` VARCHAR(191) NOT NULL;
CREATE UNIQUE INDEX `User_name_key` ON `User`(`name`);

--> 2_next:1: [*] where the server cannot do this in place, it copies all of `User` without a word
--> 2_next:2: [*] where the server cannot do this in place, it copies all of `User` without a word
--> 2_next:3: [*] where the server cannot do this in place, it copies all of `User` without a word
--> 2_next:4: [*] where the server cannot do this in place, it copies all of `User` without a word
--# what only a copy can do
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` VARCHAR(191) NOT NULL, `age` INTEGER NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` MODIFY `age` BIGINT NOT NULL;
ALTER TABLE `User` ADD COLUMN `number` INTEGER NOT NULL AUTO_INCREMENT UNIQUE;
ALTER TABLE `User` ADD COLUMN `key` VARCHAR(191) NOT NULL DEFAULT (uuid());
ALTER TABLE `User` ADD CONSTRAINT `a` FOREIGN KEY (`aId`) REFERENCES `A`(`id`);
CREATE FULLTEXT INDEX `User_text_idx` ON `User`(`text`);

--# it is said
-- provider: mysql
ALTER TABLE `User` ADD COLUMN `note` TEXT NULL, ALGORITHM=INSTANT;
CREATE INDEX `User_name_idx` ON `User`(`name`) LOCK=NONE;

--# a table of the same file
-- provider: mysql
CREATE TABLE `User` (`id` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));
CREATE INDEX `User_id_idx` ON `User`(`id`);

--# a table with a full-text index, which is not changed beside those who write
-- provider: mysql
-- migration: 1_init
CREATE TABLE `Post` (`id` INTEGER NOT NULL, `text` TEXT NULL, `old` INTEGER NULL, PRIMARY KEY (`id`), FULLTEXT INDEX `Post_text_idx`(`text`));
-- migration: 2_next
ALTER TABLE `Post` DROP COLUMN `old`;
