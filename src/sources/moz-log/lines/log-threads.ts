import type { DecodeUtf8 } from '../../bytes/bytes.ts';
import type { MozLogMachine } from '../machine.ts';
import { newThread, type Thread } from './message.ts';

/** The process and thread that wrote a line. */
export interface Place {
  /** Null for lines of other processes. */
  readonly machine: MozLogMachine | null;
  readonly thread: Thread;
}

/** The processes and threads of a log, found by the name in their lines. */
export class LogThreads {
  readonly #decode: DecodeUtf8;
  readonly #newMachine: (run: string) => MozLogMachine;
  readonly #machines = new Map<string, MozLogMachine>();
  readonly #places = new Map<string, Place>();
  /** The place of the last line. */
  #last: { readonly name: string; readonly place: Place } | null = null;

  /** @param newMachine creates one for a run of Firefox; the name of the first run is '' */
  constructor(decode: DecodeUtf8, newMachine: (run: string) => MozLogMachine) {
    this.#decode = decode;
    this.#newMachine = newMachine;
  }

  /** The machines of all runs. */
  get machines(): Iterable<MozLogMachine> {
    return this.#machines.values();
  }

  /** The place with this name. Most lines are from the same place as the one before. */
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

  /** The machine of a process; '' for a log without processes. */
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

/** Whether these bytes are the name. A name that is not ASCII never matches, which is only slower. */
function isSame(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[from + i] !== name.charCodeAt(i)) return false;
  return true;
}
