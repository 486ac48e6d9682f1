--# the structure is changed in it
-- provider: mysql
START TRANSACTION;
UPDATE `User` SET `name` = 'x' WHERE `id` = 1;
ALTER TABLE `User` ADD COLUMN `note` TEXT NULL;
COMMIT;

--> 1: this transaction ends at line 3: what changes a table commits what is open, and nothing can be rolled back
--# only rows are changed in it
-- provider: mysql
START TRANSACTION;
UPDATE `User` SET `name` = 'x' WHERE `id` = 1;
UPDATE `User` SET `name` = 'y' WHERE `id` = 2;
COMMIT;
ALTER TABLE `User` ADD COLUMN `note` TEXT NULL;

--# it is never ended
-- provider: mysql
BEGIN;
CREATE INDEX `User_name_idx` ON `User`(`name`);

--> 1: this transaction ends at line 2: what changes a table commits what is open, and nothing can be rolled back
--# the body of a trigger
-- provider: mysql
CREATE TRIGGER `t` BEFORE INSERT ON `User` FOR EACH ROW BEGIN SET NEW.`a` = 1; END;
ALTER TABLE `User` ADD COLUMN `note` TEXT NULL;
