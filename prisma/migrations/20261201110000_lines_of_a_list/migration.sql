-- A row of a file that names nobody who could be changed is kept with its line.
ALTER TABLE "job_items" ADD COLUMN "line" INTEGER;
