import { Link } from "./link";
import type { ComponentProps, ReactNode } from "react";

type ButtonVariant = "primary" | "secondary" | "danger" | "quiet";
type ButtonSize = "regular" | "small";

type Looks = { variant?: ButtonVariant | undefined; size?: ButtonSize | undefined };

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-strong",
  secondary: "bg-surface text-ink border-edge hover:bg-sunken",
  danger: "bg-danger text-on-accent border-transparent hover:bg-danger-strong",
  quiet: "bg-transparent text-muted border-transparent hover:bg-sunken hover:text-ink",
};

const sizes: Record<ButtonSize, string> = {
  regular: "min-h-9 px-3.5 py-1.5",
  small: "min-h-7 px-2.5 py-0.5 text-[0.8125rem]",
};

function looks({ variant = "secondary", size = "regular" }: Looks): string {
  return `inline-flex items-center justify-center rounded-md border text-center font-medium whitespace-nowrap [&_bdi]:whitespace-normal ${variants[variant]} ${sizes[size]} aria-disabled:bg-sunken aria-disabled:text-muted aria-disabled:border-line`;
}

// A button without a type would submit the form around it by accident, so the type is said.
export function Button({
  variant,
  size,
  className = "",
  type = "button",
  children,
  ...rest
}: Looks & ComponentProps<"button">): ReactNode {
  return (
    <button type={type} className={`${looks({ variant, size })} ${className}`} {...rest}>
      <Label>{children}</Label>
    </button>
  );
}

export function ButtonLink({
  variant,
  size,
  className = "",
  children,
  ...rest
}: Looks & ComponentProps<typeof Link>): ReactNode {
  return (
    <Link className={`${looks({ variant, size })} ${className}`} {...rest}>
      <Label>{children}</Label>
    </Link>
  );
}

// For an address that is no page of ours, such as one that sends the browser to another site: nothing fetches it before
// somebody wants to go there.
export function ButtonAnchor({
  variant,
  size,
  className = "",
  children,
  ...rest
}: Looks & ComponentProps<"a">): ReactNode {
  return (
    <a className={`${looks({ variant, size })} ${className}`} {...rest}>
      <Label>{children}</Label>
    </a>
  );
}

// A verb and a name are one line of text, which may break: as items of the box around them they would be two columns.
function Label({ children }: { children: ReactNode }): ReactNode {
  return <span className="min-w-0 [&>svg]:block">{children}</span>;
}
