import type { DecodeUtf8 } from '../../bytes/bytes.ts';
import type { MozLogMachine } from '../machine.ts';
import { newThread, type Thread } from './message.ts';

/** Where a line comes from. */
export interface Place {
  /** Null for lines of other processes. */
  readonly machine: MozLogMachine | null;
  readonly thread: Thread;
}

/** The processes and threads of a log, each found by the name that stands in its lines. */
export class LogThreads {
  readonly #decode: DecodeUtf8;
  readonly #newMachine: (run: string) => MozLogMachine;
  readonly #machines = new Map<string, MozLogMachine>();
  readonly #places = new Map<string, Place>();
  /** Where the last line came from. */
  #last: { readonly name: string; readonly place: Place } | null = null;

  /** `newMachine` makes one for a run of Firefox; the first run needs no name, and has ''. */
  constructor(decode: DecodeUtf8, newMachine: (run: string) => MozLogMachine) {
    this.#decode = decode;
    this.#newMachine = newMachine;
  }

  /** Of every run that was met. */
  get machines(): Iterable<MozLogMachine> {
    return this.#machines.values();
  }

  /** Most lines come from where the one before came from. */
  at(bytes: Uint8Array, from: number, to: number): Place {
    const before = this.#last;
    if (before !== null && isSame(bytes, from, to, before.name)) return before.place;
    const name = this.#decode(bytes, from, to);
    const place = this.#placeOf(name);
    this.#last = { name, place };
    return place;
  }

  /** `Parent 123: Socket Thread`; old versions and MOZ_LOG without processes have `Socket Thread` only. */
  #placeOf(name: string): Place {
    let place = this.#places.get(name);
    if (place === undefined) {
      const [, process = 'Parent', pid = ''] = /^(\D+) (\d+): /.exec(name) ?? [];
      place = { machine: process === 'Parent' ? this.machineOf(pid) : null, thread: newThread() };
      this.#places.set(name, place);
    }
    return place;
  }

  /** The machine of a process; '' is the one of a log without processes. */
  machineOf(pid: string): MozLogMachine {
    let machine = this.#machines.get(pid);
    if (machine === undefined) {
      // The first run needs no name: most logs have one.
      const runs = [...this.#machines.keys()].filter((known) => known !== '').length;
      const run = pid === '' || runs === 0 ? '' : `${pid}/`;
      machine = this.#newMachine(run);
      this.#machines.set(pid, machine);
    }
    return machine;
  }
}

/** The name in these bytes; one that is not ASCII is never the same, and only slower. */
function isSame(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[from + i] !== name.charCodeAt(i)) return false;
  return true;
}
