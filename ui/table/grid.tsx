// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot skip rows and position the rest.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row.
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Sort, toggleSort } from '../store/sort.ts';
import { rowForKey, rowWindow, scrollToShow } from './windowing.ts';

/** The same as `--row-height` in the tokens. */
const ROW_HEIGHT = 21;

export interface Column<Row, Key extends string> {
  readonly key: Key;
  readonly label: string;
  /** The tooltip of the column's head. */
  readonly title: string;
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

interface GridProps<Row, Key extends string> {
  /** Also the CSS class: the style sheet sets the columns' widths. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column<Row, Key>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly rowClass: (row: Row) => string;
  readonly sort: Signal<Sort<Key>>;
  readonly selected: string | null;
  readonly hovered: string | null;
  readonly onSelect: (row: Row) => void;
  readonly onActivate: (row: Row) => void;
  readonly onHover: (row: Row | null) => void;
}

/** A sortable table with rows of one height. Only the rows in view are in the document. */
export function Grid<Row, Key extends string>(props: GridProps<Row, Key>) {
  const { name, label, columns, rows, rowId, sort, selected } = props;
  const id = useId();
  const { scroller, head, view, onScroll } = useView();
  const at = selected === null ? -1 : rows.findIndex((row) => rowId(row) === selected);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && at >= 0) {
      element.scrollTop = scrollToShow(at, element.scrollTop, heightBelow(element, head.current), ROW_HEIGHT);
    }
    // Only a new selection scrolls: new rows must not move the user's view.
  }, [selected]);
  const { from, to } = rowWindow(view.top, view.height, ROW_HEIGHT, rows.length);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const current = rows[at];
    if (event.key === 'Enter' && current !== undefined) props.onActivate(current);
    const next = rowForKey(event.key, at, rows.length, Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 1));
    const row = next === null ? undefined : rows[next];
    if (row === undefined) return;
    event.preventDefault();
    props.onSelect(row);
  };
  return (
    // The scrolling element has the focus: browsers give other scrolling elements a tab stop of their own.
    <div
      ref={scroller}
      class={`grid ${name}`}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={at >= from && at < to ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      <div ref={head} role="rowgroup" class="grid-head">
        <div role="row" aria-rowindex={1} class="grid-row">
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" class="grid-body" onPointerLeave={() => props.onHover(null)}>
        <div role="presentation" class="grid-all" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
          <div role="presentation" style={{ transform: `translateY(${from * ROW_HEIGHT}px)` }}>
            {rows.slice(from, to).map((row, index) => (
              <BodyRow
                key={rowId(row)}
                {...props}
                id={`${id}-${from + index}`}
                row={row}
                index={from + index}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

interface BodyRowProps<Row, Key extends string> extends GridProps<Row, Key> {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
}

function BodyRow<Row, Key extends string>(props: BodyRowProps<Row, Key>) {
  const { row, index, columns } = props;
  const rowId = props.rowId(row);
  const hovered = props.hovered === rowId ? 'is-hovered' : '';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for all of its rows.
    <div
      id={props.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selected === rowId}
      class={`grid-row ${index % 2 ? 'is-odd' : ''} ${hovered} ${props.rowClass(row)}`}
      onClick={() => props.onActivate(row)}
      onPointerEnter={() => props.onHover(row)}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" class={cellClass(column)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

interface HeadCellProps<Row, Key extends string> {
  readonly column: Column<Row, Key>;
  readonly sort: Signal<Sort<Key>>;
}

function HeadCell<Row, Key extends string>({ column, sort }: HeadCellProps<Row, Key>) {
  const { key, label, title } = column;
  const sorted = sort.value.key === key;
  const ariaSort = sorted ? (sort.value.descending ? 'descending' : 'ascending') : 'none';
  return (
    <div role="columnheader" class={cellClass(column)} aria-sort={ariaSort}>
      <button
        type="button"
        title={title}
        onClick={() => {
          sort.value = toggleSort(sort.value, key);
        }}
      >
        {label}
        {sorted && <span aria-hidden="true">{sort.value.descending ? ' ▾' : ' ▴'}</span>}
      </button>
    </div>
  );
}

function cellClass<Row, Key extends string>({ key, numeric }: Column<Row, Key>): string {
  return `grid-cell col-${key} ${numeric ? 'is-number' : ''}`;
}

/** The scroll position of the rows and the height of the view. */
function useView() {
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const measure = () => {
    const element = scroller.current;
    if (element !== null) setView({ top: element.scrollTop, height: heightBelow(element, head.current) });
  };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  return { scroller, head, view, onScroll: measure };
}

/** The height left for rows below the head, which is sticky. */
function heightBelow(scroller: HTMLElement, head: HTMLElement | null): number {
  return scroller.clientHeight - (head?.offsetHeight ?? 0);
}
