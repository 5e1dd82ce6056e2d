interface Node<T> {
  readonly value: T;
  before: Node<T> | null;
  after: Node<T> | null;
}

/**
 * Values in the order of their insertion, each of which can be removed in constant time. A `Set` looks like one, but
 * it keeps the slots of removed values and walks over them: a queue made of it takes quadratic time.
 */
export class LinkedList<T> {
  readonly #nodes = new Map<T, Node<T>>();
  #first: Node<T> | null = null;
  #last: Node<T> | null = null;

  get size(): number {
    return this.#nodes.size;
  }

  append(value: T): void {
    const node = { value, before: this.#last, after: null };
    if (this.#last === null) this.#first = node;
    else this.#last.after = node;
    this.#last = node;
    this.#nodes.set(value, node);
  }

  remove(value: T): void {
    const node = this.#nodes.get(value);
    if (node === undefined) return;
    this.#nodes.delete(value);
    if (node.before === null) this.#first = node.after;
    else node.before.after = node.after;
    if (node.after === null) this.#last = node.before;
    else node.after.before = node.before;
  }

  /** The first `count` values, or all. */
  first(count: number): T[] {
    const values: T[] = [];
    for (let node = this.#first; node !== null && values.length < count; node = node.after) {
      values.push(node.value);
    }
    return values;
  }
}
