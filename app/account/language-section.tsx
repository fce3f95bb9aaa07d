import type { ReactNode } from "react";
import { ChoiceGroup } from "@/components/choice";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { LANGUAGES, LANGUAGE_FACTS, type Language } from "@/text/language";
import { texts } from "@/text/texts";
import { chooseLanguageAction } from "./actions";
import { Section } from "./section";

/** In which language the pages speak to this browser. Each is called by its own name, whoever reads the others. */
export function LanguageSection({ chosen }: { chosen: Language | null }): ReactNode {
  const { account, forms } = texts();
  const { title, label, hint, asked } = account.language;
  return (
    <Section title={title}>
      <Form action={chooseLanguageAction}>
        <ChoiceGroup
          name="language"
          legend={label}
          hint={hint}
          options={[{ value: "asked", label: asked }, ...LANGUAGES.map(named)]}
          defaultValue={chosen ?? "asked"}
        />
        <SubmitButton variant="secondary">{forms.save}</SubmitButton>
      </Form>
    </Section>
  );
}

function named(language: Language): { value: string; label: ReactNode } {
  return { value: language, label: <span lang={language}>{LANGUAGE_FACTS[language].name}</span> };
}
