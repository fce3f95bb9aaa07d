import NextLink from "next/link";
import type { ComponentProps, ReactNode } from "react";

type LinkProps = Omit<ComponentProps<typeof NextLink>, "prefetch">;

// A way to another page of the console. Nothing is fetched before somebody takes it: every page is made when it is asked
// for, so what a link can know before shows nothing, and a page with a dozen of them would ask two dozen times.
export function Link(props: LinkProps): ReactNode {
  return <NextLink {...props} prefetch={false} />;
}
