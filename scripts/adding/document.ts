import { readFileSync } from 'node:fs';

/** What docs/adding.md says about one kind of addition. */
export interface Addition {
  readonly title: string;
  /** The union, or the table of its keys, that gets a new member, and its file. */
  readonly union: string;
  readonly file: string;
  /** The files that do not compile then. */
  readonly asked: readonly string[];
  /** Every other file or folder that is named. */
  readonly others: readonly string[];
}

/** Reads the document. Each section names its union first and marks the files that the compiler asks for. */
export function readAdditions(path: string): Addition[] {
  const [, ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  return sections.map((section) => {
    const title = section.split('\n', 1)[0] ?? '';
    const first = /`(\w+)` in `([^`]+)`/.exec(section);
    const rows = [...section.matchAll(/^\| `([^`]+)` +\| *(yes|no)/gm)];
    const marked = (mark: string) => rows.filter((row) => row[2] === mark).map((row) => row[1] ?? '');
    return {
      title,
      union: first?.[1] ?? '',
      file: first?.[2] ?? '',
      asked: marked('yes'),
      others: marked('no').filter((file) => !file.includes('<')),
    };
  });
}
