import { buildPages } from "@/scripts/build";

/** No scenario shall wait for the pages in the middle of its time limits. */
export default async function setup(): Promise<void> {
  await buildPages();
}
