import { texts } from "@/text/texts";

export function keysAtWork({ keys, workingKeys }: { keys: number; workingKeys: number }): string {
  return texts().amounts.keysAtWork({ keys, workingKeys });
}
