import { useComputed } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { hostOf } from '../../src/model/origin.ts';
import { applyCompletion, type Completion, completionsOf } from '../filter/complete.ts';
import { useStore } from '../store/context.ts';
import { visible } from '../text/visible.ts';
import { useAnnounceMatches } from './use-announce-matches.ts';

/** The filter, with completion of keys and values and a message about what it does not understand. */
export function FilterBox() {
  const { filterText, filter } = useStore();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const completions = useCompletions();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useSlashFocuses(input);
  useAnnounceMatches();
  const shown = open ? completions.value : [];
  const problem = filter.value.problems[0];
  const take = (completion: Completion) => {
    filterText.value = applyCompletion(filterText.value, completion);
    setActive(-1);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown[active];
    if (event.key === 'Escape') {
      // The first Escape closes the list, the next clears the text, a third goes to the panel.
      if (shown.length > 0) setOpen(false);
      else if (filterText.value !== '') filterText.value = '';
      else return;
      event.stopPropagation();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'ArrowDown' && shown.length > 0) {
      event.preventDefault();
      setActive((active + 1) % shown.length);
    } else if (event.key === 'ArrowUp' && shown.length > 0) {
      event.preventDefault();
      setActive(active <= 0 ? shown.length - 1 : active - 1);
    }
  };
  return (
    <span class="filter">
      <input
        ref={input}
        type="text"
        class={problem === undefined ? '' : 'is-invalid'}
        role="combobox"
        aria-label="Filter requests"
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        placeholder="Filter: is:misdirected host:… status:4xx"
        spellcheck={false}
        autocomplete="off"
        value={filterText.value}
        onInput={(event) => {
          filterText.value = event.currentTarget.value;
          setOpen(true);
          setActive(-1);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {filterText.value !== '' && (
        <button
          type="button"
          class="filter-clear"
          aria-label="Clear the filter"
          title="Clear the filter"
          onClick={() => {
            filterText.value = '';
            input.current?.focus();
          }}
        >
          ✕
        </button>
      )}
      <div
        id={`${id}-list`}
        role="listbox"
        class="completions"
        aria-label="Completions"
        hidden={shown.length === 0}
      >
        {shown.map((completion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys for its list.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input.
          <div
            key={completion.word}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(completion)}
          >
            <b>{visible(completion.word)}</b> <span class="faint">{completion.hint}</span>
          </div>
        ))}
      </div>
      <span id={`${id}-problem`} class="filter-problem" role="status">
        {problem}
      </span>
    </span>
  );
}

function useCompletions() {
  const { analysis, filterText } = useStore();
  const known = useComputed(() => {
    const hosts = new Set<string>();
    const methods = new Set<string>();
    for (const { record } of analysis.value?.requests.values() ?? []) {
      methods.add(record.method);
      const host = hostOf(record.url);
      if (host !== null) hosts.add(host);
    }
    return { hosts: [...hosts].sort(), methods: [...methods].sort() };
  });
  return useComputed(() => (filterText.value === '' ? [] : completionsOf(filterText.value, known.value)));
}

/** `/` focuses the filter from anywhere except a text field. */
function useSlashFocuses(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLInputElement && event.target.type === 'text') return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}
