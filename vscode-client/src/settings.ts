/** What the user has set, as the server is told it. */
import * as vscode from "vscode";

export const SECTION = "partywall";

export function programSettings(): { path: string; interpreter: string } {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return { path: text(settings.get("path")), interpreter: text(settings.get("interpreter")) };
}

/** `auto` is off beside Prisma's own extension, which reports syntax errors too. A disabled extension is not listed. */
export function syntaxErrors(
  setting: unknown = vscode.workspace.getConfiguration(SECTION).get("syntaxErrors"),
): "on" | "off" {
  if (setting === "on" || setting === "off") {
    return setting;
  }
  return vscode.extensions.getExtension("Prisma.prisma") === undefined ? "on" : "off";
}

/** The answer to one `workspace/configuration` item, with `auto` resolved: the server knows of no extensions. */
export function resolved(section: string | undefined, value: unknown): unknown {
  if (section === `${SECTION}.syntaxErrors`) {
    return syntaxErrors(value);
  }
  if (section === SECTION && typeof value === "object" && value !== null) {
    const { syntaxErrors: setting } = value as { syntaxErrors?: unknown };
    return { ...value, syntaxErrors: syntaxErrors(setting) };
  }
  return value;
}

function text(setting: unknown): string {
  return typeof setting === "string" ? setting.trim() : "";
}
