import { type ReadonlySignal, signal } from '@preact/signals';

/** A message that stays until it is dismissed or no longer true. */
export interface Notice {
  /** A later notice with the same id replaces it. */
  readonly id: string;
  readonly kind: 'info' | 'success' | 'warning' | 'error';
  readonly text: string;
  /** Further lines, collapsed at first. */
  readonly details?: readonly string[];
}

export interface Notices {
  readonly list: ReadonlySignal<readonly Notice[]>;
  /** The text of the live region for screen readers. */
  readonly announcement: ReadonlySignal<string>;
  show(notice: Notice): void;
  dismiss(id: string): void;
  announce(text: string): void;
}

export function createNotices(): Notices {
  const list = signal<readonly Notice[]>([]);
  const announcement = signal('');
  return {
    list,
    announcement,
    show: (notice) => {
      list.value = [...list.value.filter(({ id }) => id !== notice.id), notice];
    },
    dismiss: (id) => {
      if (list.value.some((notice) => notice.id === id)) {
        list.value = list.value.filter((notice) => notice.id !== id);
      }
    },
    announce: (text) => {
      announcement.value = text;
    },
  };
}
