import type { JobItemOutcome } from "@/access/jobs/jobs";
import { FIRST_PLACE, type Place, placeParameters } from "@/access/lists/list-place";

/** Where jobs are. */
export const JOBS = "/manage/jobs";
export const FROM_FILE = `${JOBS}/from-file`;

export function jobPath(id: string): string {
  return `${JOBS}/${id}`;
}

/** The page of a job with its users of one outcome. */
export function itemsPath(id: string, show: JobItemOutcome, place: Place = FIRST_PLACE): string {
  return `${jobPath(id)}?${new URLSearchParams({ show: show.toLowerCase(), ...placeParameters(place) })}#users`;
}

/** The whole of a job as a file. */
export function resultFile(id: string): string {
  return `${jobPath(id)}/result.csv`;
}
