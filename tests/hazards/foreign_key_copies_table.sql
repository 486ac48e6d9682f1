--# one finding for each statement
-- provider: mysql
ALTER TABLE `Document` ADD CONSTRAINT `Document_ownerId_fkey` FOREIGN KEY (`ownerId`) REFERENCES `User`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE `Document` ADD CONSTRAINT `a` FOREIGN KEY (`aId`) REFERENCES `A`(`id`),
    ADD CONSTRAINT `b` FOREIGN KEY (`bId`) REFERENCES `B`(`id`);

--> 1: all of `Document` is copied and checked while nobody can write to it
--> 2: all of `Document` is copied and checked while nobody can write to it
--# checks are off
-- provider: mysql
SET foreign_key_checks = 0;
ALTER TABLE `Document` ADD CONSTRAINT `a` FOREIGN KEY (`aId`) REFERENCES `A`(`id`);

--# checks are on again
-- provider: mysql
SET SESSION foreign_key_checks = 0;
SET FOREIGN_KEY_CHECKS=1;
ALTER TABLE `Document` ADD CONSTRAINT `a` FOREIGN KEY (`aId`) REFERENCES `A`(`id`);

--> 3: all of `Document` is copied and checked while nobody can write to it
--# a table of the same file
-- provider: mysql
CREATE TABLE `Document` (`id` VARCHAR(191) NOT NULL, `aId` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));
ALTER TABLE `Document` ADD CONSTRAINT `a` FOREIGN KEY (`aId`) REFERENCES `A`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
