/** Parameters of the pages of one thing that is known by its id. */
export type IdPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The pages of such things, below the address of each. */
type Pages = {
  applications: "delete";
  "package-keys": "status" | "delete";
  packages: "rename" | "new-plan";
  plans: "change" | "activity";
};

/** The address of a page of one thing. */
export function idPath<Kind extends keyof Pages>(kind: Kind, id: string, page: Pages[Kind]): string {
  return `/manage/${kind}/${id}/${page}`;
}
