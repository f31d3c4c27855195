/** A section of `.env.example`. */
export interface Example {
  title: string;
  /** The page of `docs/` that its heading names. */
  page: string | undefined;
  entries: { name: string; meaning: string }[];
}

/** Reads `# --- Title (docs/page.md) ---` and the lines `# NAME=value   # meaning` below each. */
export function readExample(text: string): Example[] {
  const sections: Example[] = [];
  for (const line of text.split('\n')) {
    const [, title, page] = /^# --- (.+?)(?: \(docs\/(.+?)\))? -+$/.exec(line) ?? [];
    if (title) sections.push({ title, page, entries: [] });
    const [, name, rest = ''] = /^# ([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (!name) continue;
    const [, meaning = ''] = /\s# (.+)$/.exec(rest) ?? [];
    sections.at(-1)?.entries.push({ name, meaning: withLinks(meaning) });
  }
  return sections;
}

/** A page that a comment names in brackets becomes a link. */
function withLinks(meaning: string): string {
  return meaning.replaceAll(/docs\/([\w/-]+\.md)/g, '[more](../$1)');
}
