import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CODE = ['src', 'ui', 'extension', 'e2e/sample'];
const FILES = ['package.json', 'manifest.json', 'tsconfig.base.json', 'vite.config.ts'];

/** A copy of the code that a test may change. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'coalescope-adding-'));

  constructor() {
    for (const path of [...CODE, ...FILES]) {
      const filter = (file: string) => !/[\\/]fixtures$|\.test\.tsx?$/.test(file);
      cpSync(path, join(this.folder, path), { recursive: true, filter });
    }
    symlinkSync(resolve('node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  /** Adds a member to a union of texts, or to the table whose keys are the union. */
  addTo(file: string, union: string, member: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    const table = new RegExp(`^export type ${union} = keyof typeof (\\w+);`, 'm').exec(text)?.[1];
    const changed = table === undefined ? inUnion(text, union, member) : inTable(text, table, member);
    if (changed === text) throw new Error(`There is no union ${union} in ${file}.`);
    writeFileSync(path, changed);
  }

  /** The compiler's errors, one per message, each with its file. */
  errors(project: string): { readonly file: string; readonly message: string }[] {
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const options = ['-p', project, '--singleThreaded', '--pretty', 'false'];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options], { cwd: this.folder, encoding: 'utf8' });
    return stdout
      .split(/\n(?=\S)/)
      .map((text) => /^(.+?)\(\d+,\d+\): error (.*)/s.exec(text))
      .flatMap((found) => (found?.[1] && found[2] ? [{ file: found[1], message: found[2] }] : []));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** `type A = 'a' | 'b'`, on one line or on several, each of which begins with a bar. */
function inUnion(text: string, union: string, member: string): string {
  return text.replace(new RegExp(`^(export type ${union} =)(?:(\\n)| (?='))`, 'm'), (_, head, onLines) =>
    onLines === undefined ? `${head} '${member}' | ` : `${head}\n  | '${member}'\n`,
  );
}

/** Repeats the first line of the table for the new member. */
function inTable(text: string, table: string, member: string): string {
  return text.replace(
    new RegExp(`^(export const ${table} = \\{\n)(  '?[\\w-]+'?(:.*\n))`, 'm'),
    (_, head, first, value) => `${head}  '${member}'${value}${first}`,
  );
}
