import { run, which } from './command.mjs';

/** Installs a package with apt, where there is apt and the right to use it. Returns true when it succeeded. */
export function installWithApt(name) {
  if (which('apt-get') === null) return false;
  const asRoot = isRoot() ? [] : which('sudo') === null ? null : ['sudo', '-n'];
  if (asRoot === null) return false;
  const apt = (step, ...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-qq', '-y', ...args];
    return run(step, command, rest, { DEBIAN_FRONTEND: 'noninteractive' });
  };
  return apt('apt', 'update') && apt(name, 'install', name);
}

export function isRoot() {
  return process.getuid?.() === 0;
}
