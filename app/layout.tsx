import type { Metadata } from "next";
import type { ReactNode } from "react";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import { IconDrawings } from "@/components/icon";
import { LANGUAGE_FACTS, language } from "@/text/language";
import { texts } from "@/text/texts";
import { preloadTextFont } from "./fonts";
import { UnknownForm } from "./unknown-form";
import "./globals.css";

export function generateMetadata(): Metadata {
  return { title: { default: "Latchkey", template: "%s · Latchkey" }, description: texts().shell.description };
}

export default function RootLayout({ children }: { children: ReactNode }): ReactNode {
  const spoken = language();
  preloadTextFont();
  return (
    <html lang={spoken} dir={LANGUAGE_FACTS[spoken].direction}>
      <body>
        <IconDrawings />
        <UnknownForm>{children}</UnknownForm>
      </body>
    </html>
  );
}
