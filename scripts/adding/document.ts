import { readFileSync } from 'node:fs';

/** What docs/adding.md says about one kind of addition. */
export interface Addition {
  readonly title: string;
  /** The union, or the table of its keys, that gets a new member, and its file. */
  readonly union: string;
  readonly file: string;
  /** The files that do not compile then. */
  readonly asked: readonly string[];
  /** The files and folders that a test asks for: with `<name>` in place of the member, or naming it. */
  readonly tested: readonly string[];
  /** Every other file or folder that is named. */
  readonly others: readonly string[];
}

/** Reads the document. Each section names its union first and says what asks for each file. */
export function readAdditions(path: string): Addition[] {
  const [, ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  return sections.map((section) => {
    const title = section.split('\n', 1)[0] ?? '';
    const first = /`(\w+)` in `([^`]+)`/.exec(section);
    const rows = [...section.matchAll(/^\| `([^`]+)` +\| *(compiler|test|nothing)/gm)];
    const marked = (mark: string) => rows.filter((row) => row[2] === mark).map((row) => row[1] ?? '');
    return {
      title,
      union: first?.[1] ?? '',
      file: first?.[2] ?? '',
      asked: marked('compiler'),
      tested: marked('test'),
      others: marked('nothing').filter((file) => !file.includes('<')),
    };
  });
}
