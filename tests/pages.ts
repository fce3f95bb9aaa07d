/** Going through a list page by page, the way its links lead. */
import { type Place, placeParameters } from "@/access/lists/list-place";
import type { Page } from "@/access/lists/lists";

type Step = Pick<Page<unknown>, "previous" | "next">;
type Read<Shown extends Step> = (parameters: Record<string, string>) => Promise<Shown>;

/** All pages from the first one on, or from the last one back to it. */
export async function allPages<Shown extends Step>(read: Read<Shown>, way: "next" | "previous"): Promise<Shown[]> {
  const pages: Shown[] = [];
  let place: Place | null = { side: way === "next" ? "first" : "last" };
  while (place) {
    if (pages.length > 1_000) throw new Error("The pages have no end.");
    const page: Shown = await read(placeParameters(place));
    pages.push(page);
    place = page[way];
  }
  return pages;
}
