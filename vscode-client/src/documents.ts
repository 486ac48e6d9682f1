/** Read-only documents that exist in the editor alone: a migration before it is written, an explanation. */
import * as vscode from "vscode";

const SCHEME = "partywall";

export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.path);
  }

  /** Keep a text under a path, from whose end VS Code takes its title and language. */
  put(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${path}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }

  /** Show changes in one view: what was there, and what is kept here. Returns once its tab can be closed. */
  async compare(title: string, changes: readonly (readonly (vscode.Uri | undefined)[])[]): Promise<void> {
    await vscode.commands.executeCommand("vscode.changes", title, changes);
    await untilTabs(() => tabsOf(title).length > 0);
  }

  /** Close the tab of this title and forget what it showed. Returns once it is gone, so that it takes nothing with it. */
  async close(title: string, uris: readonly vscode.Uri[]): Promise<void> {
    await vscode.window.tabGroups.close(tabsOf(title));
    await untilTabs(() => tabsOf(title).length === 0);
    for (const uri of uris) {
      this.texts.delete(uri.path);
    }
  }

  async showMarkdown(title: string, text: string): Promise<void> {
    await vscode.commands.executeCommand("markdown.showPreview", this.put(`${title}.md`, text));
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

/** VS Code adds a count to a title. */
function tabsOf(title: string): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter((tab) => tab.label.startsWith(title));
}

/** An extension hears of tabs later than they come and go. Waits for a few seconds at most. */
async function untilTabs(isSo: () => boolean): Promise<void> {
  let listening: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  if (!isSo()) {
    await new Promise<void>((resolve) => {
      listening = vscode.window.tabGroups.onDidChangeTabs(() => isSo() && resolve());
      timer = setTimeout(resolve, 3_000);
    });
  }
  clearTimeout(timer);
  listening?.dispose();
}
