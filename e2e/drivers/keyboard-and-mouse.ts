import type { CdpSession } from './cdp.ts';

export interface Point {
  /** CSS pixels. */
  x: number;
  y: number;
}

/** The modifier bits of the `Input` domain. */
const modifierBits: Readonly<Record<string, number>> = { Alt: 1, Control: 2, Meta: 4, Shift: 8 };

/** Windows virtual key codes, by which Chromium identifies keys without a character. */
const keyCodes: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Escape: 27,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Delete: 46,
};

const named: Readonly<Record<string, string>> = { Space: ' ' };

/** The text that the key enters, if any. */
function textOf(key: string, modifiers: number): string | undefined {
  if (modifiers & ~(modifierBits.Shift ?? 0)) return undefined;
  if (key === 'Enter') return '\r';
  return key.length === 1 ? key : undefined;
}

/** Presses and releases a key in the focused element: `a`, `Enter`, `Space`, `Shift+Tab`, `Control+a`. */
export async function press(session: CdpSession, chord: string): Promise<void> {
  const parts = chord === '+' ? ['+'] : chord.split(/\+(?=.)/);
  const last = parts.pop() ?? '';
  const key = named[last] ?? last;
  const modifiers = parts.reduce((bits, part) => bits | (modifierBits[part] ?? 0), 0);
  const text = textOf(key, modifiers);
  const code = keyCodes[key] ?? key.toUpperCase().charCodeAt(0);
  const common = { key, modifiers, windowsVirtualKeyCode: code, nativeVirtualKeyCode: code };
  await session.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...common, text });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common });
}

/** A mouse over a part of a target. Points are in pixels, relative to that part. */
export class Mouse {
  readonly #session: CdpSession;
  /** The position of that part in the target. */
  readonly #origin: () => Promise<Point>;

  constructor(session: CdpSession, origin: () => Promise<Point>) {
    this.#session = session;
    this.#origin = origin;
  }

  async #send(
    type: 'mousePressed' | 'mouseReleased' | 'mouseMoved',
    { x, y }: Point,
    buttons = 0,
  ): Promise<void> {
    const origin = await this.#origin();
    const pressing = type !== 'mouseMoved';
    await this.#session.send('Input.dispatchMouseEvent', {
      type,
      x: origin.x + x,
      y: origin.y + y,
      button: pressing || buttons ? 'left' : 'none',
      buttons,
      clickCount: pressing ? 1 : 0,
    });
  }

  async move(to: Point): Promise<void> {
    await this.#send('mouseMoved', to);
  }

  async click(at: Point): Promise<void> {
    await this.drag(at, at);
  }

  async drag(from: Point, to: Point): Promise<void> {
    await this.#send('mouseMoved', from);
    await this.#send('mousePressed', from, 1);
    if (from !== to) await this.#send('mouseMoved', to, 1);
    await this.#send('mouseReleased', to);
  }

  /** Turns the wheel, in CSS pixels; positive is down and right. */
  async wheel(at: Point, delta: Point, modifier?: 'Control' | 'Shift'): Promise<void> {
    const origin = await this.#origin();
    await this.#session.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      x: origin.x + at.x,
      y: origin.y + at.y,
      deltaX: delta.x,
      deltaY: delta.y,
      modifiers: modifier ? modifierBits[modifier] : 0,
    });
  }
}
