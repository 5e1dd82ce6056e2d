/** The first index below `length` for which `holds` is true, or `length`; once true it must stay true (binary search). */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first index of a list at which `holds` is true, or its length; once true it must stay true. */
export function firstIndexIn<T>(list: ArrayLike<T>, holds: (item: T) => boolean): number {
  return firstIndex(list.length, (i) => {
    const item = list[i];
    return item !== undefined && holds(item);
  });
}
