import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Browser } from '../../extension/manifest.ts';

/** The permissions that docs/privacy.md explains. Another one must be a decision, not an accident. */
const PERMISSIONS: Readonly<Record<Browser, readonly string[]>> = {
  chrome: ['debugger', 'storage', 'webRequest'],
  firefox: ['dns', 'storage', 'webRequest', 'webRequestBlocking'],
};

/** All files of a folder, as paths within it, in a fixed order. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** Violations of the store's rules or our own in the built extension. */
export function checkExtension(folder: string, browser: Browser, version: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const files = filesOf(folder);
  const wrong: string[] = [];
  if (manifest.manifest_version !== 3) wrong.push('The manifest is not of version 3.');
  if (manifest.version !== version)
    wrong.push(`The manifest is of ${manifest.version}, the package of ${version}.`);
  const explained = PERMISSIONS[browser];
  if (String(manifest.permissions?.toSorted()) !== String(explained)) {
    wrong.push(`Permissions are ${manifest.permissions}; docs/privacy.md explains ${explained}.`);
  }
  for (const key of ['content_scripts', 'externally_connectable', 'web_accessible_resources']) {
    if (key in manifest) wrong.push(`The manifest has ${key}: web pages could reach the extension.`);
  }
  if ('content_security_policy' in manifest)
    wrong.push('The browser’s own content security policy is changed.');
  for (const name of namedFiles(manifest)) {
    if (!files.includes(name)) wrong.push(`The manifest names ${name}, which is not there.`);
  }
  for (const file of files) wrong.push(...checkFile(folder, file));
  return wrong;
}

function checkFile(folder: string, file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  if (/\.html$/.test(file)) return checkPage(folder, file, text);
  if (/\.map$/.test(file)) return [`${file}: source maps are not for the store.`];
  if (!/\.js$/.test(file)) return [];
  const wrong: string[] = [];
  if (/\beval\(|\bnew Function\(/.test(text.replaceAll('.eval(', '')))
    wrong.push(`${file}: makes code from text.`);
  if (/import\(\s*["'`]https?:|importScripts\(\s*["'`]https?:/.test(text)) wrong.push(`${file}: loads code.`);
  return wrong;
}

/** A page may load only what is in the package. */
function checkPage(folder: string, page: string, text: string): string[] {
  return [...text.matchAll(/\b(?:src|href)="([^"]*)"/g)].flatMap(([, target = '']) => {
    const inside = target.startsWith('/') ? target.slice(1) : normalize(join(dirname(page), target));
    return existsSync(join(folder, inside)) ? [] : [`${page}: loads ${target}, which is not in the package.`];
  });
}

function namedFiles(manifest: Record<string, unknown>): string[] {
  return Object.values(manifest).flatMap((value): string[] => {
    if (typeof value === 'string') return /\.(html|js|png|svg|css)$/.test(value) ? [value] : [];
    return typeof value === 'object' && value !== null ? namedFiles(value as Record<string, unknown>) : [];
  });
}
