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

  /** Close the tab of this title, to which VS Code adds a count, and forget what it showed. */
  async close(title: string, uris: readonly vscode.Uri[]): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter((tab) => tab.label.startsWith(title)));
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
