import type { unnamed as English } from "@/text/en/unnamed";

export const unnamed: typeof English = {
  // So that it stands after "Verwaltet von".
  platform: "der Plattform",
  provider: "Single Sign-on",
};
