import { Link } from "./link";
import type { ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";
import { Keyboard } from "./keyboard";
import { Mark } from "./mark";
import { PersonText } from "./person-text";

type Account = { username: string; displayName: string };
type NavItem = { label: string; href: string; current: boolean };

type ShellProps = { account: Account | null; nav: NavItem[]; signOut?: ReactNode; children: ReactNode };

export function Shell({ account, nav, signOut, children }: ShellProps): ReactNode {
  const text = browserTexts();
  return (
    <>
      <a
        href="#main"
        className="fixed start-4 top-2 z-20 -translate-y-20 rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {text.skip}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-[100rem] flex-wrap items-center gap-x-3 px-4 sm:gap-x-6 sm:px-6">
          <Link href="/" className="flex min-h-13 items-center rounded-md sm:me-2" aria-label={text.home}>
            <Mark alone={account === null} />
          </Link>
          {account !== null && <AccountArea account={account} signOut={signOut} />}
          {nav.length > 0 && <MainNav items={nav} />}
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-[100rem] px-4 pt-4 pb-10 sm:px-6">
        {children}
      </main>
      {nav.length > 0 && (
        <footer className="mx-auto flex min-h-13 max-w-[100rem] justify-end px-4 pb-6 sm:px-6">
          <Keyboard />
        </footer>
      )}
    </>
  );
}

function AccountArea({ account, signOut }: { account: Account; signOut: ReactNode }): ReactNode {
  return (
    <div className="flex min-w-0 flex-1 basis-0 items-center justify-end gap-1 lg:order-last">
      <Link
        href="/account"
        title={account.username}
        className="block min-w-0 rounded-md px-2 py-1.5 font-medium text-ink hover:bg-sunken sm:max-w-64"
      >
        <span className="sr-only">{browserTexts().yourAccount}</span>
        <PersonText cut="one line">{account.displayName}</PersonText>
      </Link>
      {signOut}
    </div>
  );
}

function MainNav({ items }: { items: NavItem[] }): ReactNode {
  return (
    <nav aria-label={browserTexts().main} className="w-full lg:w-auto">
      <ul className="flex flex-wrap gap-x-1 max-lg:-mx-1.5">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={item.current ? "page" : undefined}
              className="flex min-h-11 items-center border-b-2 border-transparent px-1.5 font-medium text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-ink lg:min-h-13 lg:px-2 lg:pt-0.5"
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
