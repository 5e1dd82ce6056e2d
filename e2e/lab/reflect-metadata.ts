/**
 * The three `Reflect` metadata functions that the dependency injection in @peculiar/x509 requires. They are a proposal
 * that no engine implements, and a polyfill package would be another dependency for three look-ups. Import this file
 * before '@peculiar/x509'.
 */
const metadata = new WeakMap<object, Map<string, unknown>>();

function getOwnMetadata(key: string, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function getMetadata(key: string, target: object): unknown {
  for (let at: object | null = target; at !== null; at = Reflect.getPrototypeOf(at)) {
    const own = getOwnMetadata(key, at);
    if (own !== undefined) return own;
  }
  return undefined;
}

function defineMetadata(key: string, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map<string, unknown>();
  metadata.set(target, own.set(key, value));
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
