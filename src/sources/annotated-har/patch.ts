import { asArray, asObject, asString } from '../json.ts';

/** One step of a JSON Patch (RFC 6902); paths are JSON Pointers (RFC 6901). */
export type PatchStep =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The patch that turns `from` into `to`. Lists of different lengths are replaced as a whole. */
export function diff(from: unknown, to: unknown, path = ''): PatchStep[] {
  if (Object.is(from, to)) return [];
  const [oldList, newList] = [asArray(from), asArray(to)];
  if (oldList !== null && newList !== null && oldList.length === newList.length) {
    return oldList.flatMap((item, index) => diff(item, newList[index], `${path}/${index}`));
  }
  const [oldObject, newObject] = [asObject(from), asObject(to)];
  if (oldObject === null || newObject === null) return [{ op: 'replace', path, value: to }];
  const removed = Object.keys(oldObject).filter((key) => !Object.hasOwn(newObject, key));
  return [
    ...removed.map((key): PatchStep => ({ op: 'remove', path: `${path}/${escaped(key)}` })),
    ...Object.entries(newObject).flatMap(([key, value]): PatchStep[] => {
      const at = `${path}/${escaped(key)}`;
      return Object.hasOwn(oldObject, key)
        ? diff(oldObject[key], value, at)
        : [{ op: 'add', path: at, value }];
    }),
  ];
}

/**
 * Applies the patch to a copy of `target`. Steps that do not fit are skipped: the file may have been edited since.
 */
export function applyPatch(target: unknown, steps: readonly PatchStep[]): unknown {
  const root: Container = { '': target };
  const copies = new Set<Container>([root]);
  for (const step of steps) applyStep(root, copies, step);
  return root[''];
}

/** The steps of an untrusted patch, without invalid ones. */
export function readPatch(value: unknown): PatchStep[] {
  return (asArray(value) ?? []).flatMap((item): PatchStep[] => {
    const step = asObject(item);
    const path = asString(step?.path);
    if (step === null || path === null) return [];
    if (step.op === 'remove') return [{ op: 'remove', path }];
    return step.op === 'add' || step.op === 'replace' ? [{ op: step.op, path, value: step.value }] : [];
  });
}

type Container = Record<string, unknown>;

/** Copies each container that it changes, but only once, however many steps change it. */
function applyStep(root: Container, copies: Set<Container>, step: PatchStep): void {
  let parent = root;
  let key = '';
  for (const next of keysOf(step.path)) {
    const child = Object.hasOwn(parent, key) ? containerOf(parent[key]) : null;
    if (child === null) return;
    const copy = copies.has(child) ? child : copyOf(child);
    copies.add(copy);
    set(parent, key, copy);
    parent = copy;
    key = next;
  }
  if (Array.isArray(parent) && !(/^\d+$/.test(key) && Object.hasOwn(parent, key))) return;
  if (step.op === 'add') set(parent, key, step.value);
  else if (!Object.hasOwn(parent, key)) return;
  else if (step.op === 'replace') set(parent, key, step.value);
  else if (!Array.isArray(parent)) delete parent[key];
}

function containerOf(value: unknown): Container | null {
  return typeof value === 'object' && value !== null ? (value as Container) : null;
}

function copyOf(container: Container): Container {
  return (Array.isArray(container) ? [...container] : { ...container }) as Container;
}

/** Defines the property instead of assigning it, because `__proto__` is an ordinary name in JSON. */
function set(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function keysOf(path: string): string[] {
  const [, ...keys] = path.split('/');
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
