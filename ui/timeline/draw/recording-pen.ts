import type { Pen } from './pen.ts';

export interface DrawCall {
  readonly call: 'fillRect' | 'strokeRect' | 'fillText' | 'stroke' | 'fill';
  /** Rectangles: x, y, width, height. Texts: x, y. Paths: their points, one after the other. */
  readonly at: readonly number[];
  readonly text: string;
  readonly paint: string;
  readonly alpha: number;
  readonly dash: readonly number[];
}

/** A pen that records what is drawn, for tests: there is no canvas outside a browser. */
export class RecordingPen implements Pen {
  readonly log: DrawCall[] = [];
  fillStyle: Pen['fillStyle'] = '';
  strokeStyle: Pen['strokeStyle'] = '';
  lineWidth = 1;
  globalAlpha = 1;
  font = '';
  textBaseline: Pen['textBaseline'] = 'alphabetic';
  textAlign: Pen['textAlign'] = 'start';
  #dash: readonly number[] = [];
  #path: number[] = [];

  /** The calls in one paint. */
  painted(paint: string): DrawCall[] {
    return this.log.filter((entry) => entry.paint === paint);
  }

  fillRect(...at: [number, number, number, number]): void {
    this.#write('fillRect', at, this.fillStyle);
  }

  strokeRect(...at: [number, number, number, number]): void {
    this.#write('strokeRect', at, this.strokeStyle);
  }

  fillText(text: string, x: number, y: number): void {
    this.#write('fillText', [x, y], this.fillStyle, text);
  }

  beginPath(): void {
    this.#path = [];
  }

  moveTo(x: number, y: number): void {
    this.#path.push(x, y);
  }

  lineTo(x: number, y: number): void {
    this.#path.push(x, y);
  }

  closePath(): void {
    this.#path.push(...this.#path.slice(0, 2));
  }

  bezierCurveTo(...points: [number, number, number, number, number, number]): void {
    this.#path.push(...points);
  }

  stroke(): void {
    this.#write('stroke', this.#path, this.strokeStyle);
  }

  fill(): void {
    this.#write('fill', this.#path, this.fillStyle);
  }

  setLineDash(segments: Iterable<number>): void {
    this.#dash = [...segments];
  }

  #write(call: DrawCall['call'], at: readonly number[], paint: Pen['fillStyle'], text = ''): void {
    this.log.push({
      call,
      at: [...at],
      text,
      paint: String(paint),
      alpha: this.globalAlpha,
      dash: this.#dash,
    });
  }
}
