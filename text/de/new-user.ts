import type { newUser as English } from "@/text/en/new-user";

export const newUser: typeof English = {
  title: "Neuer Benutzer",
  usersCrumb: "Benutzer",
  caption: "Ein Benutzer dieses Programms, von Anfang an aktiviert. Der Benutzername ändert sich nie.",
  username: "Benutzername",
  password: "Passwort (freiwillig)",
  passwordHint: "Bleibt es leer, wird eines erzeugt und Ihnen einmal gezeigt.",
  roles: "Rollen im Control Center",
  create: "Benutzer anlegen",
  creating: "Wird angelegt …",
  taken: "Diesen Benutzernamen gibt es schon. Groß- und Kleinschreibung machen keinen Unterschied.",
  unknownRole: "Wählen Sie Rollen aus der Liste.",
  created: (username) => `${username} ist angelegt und aktiviert.`,
  madePassword: "Passwort",
};
