import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DevToolsPanel } from '../../e2e/drivers/devtools-panel.ts';
import type { Panel } from '../../e2e/drivers/panel.ts';
import { painted } from '../start/shop-session.ts';
import { Darkroom, type Frame } from './darkroom.ts';

export interface Cut {
  /** CSS selector of what the picture shows; the first one that is there. */
  readonly of: string;
  /** Pixels around it. */
  readonly margin?: number;
  /** This width and height from its upper left corner, even where the element is smaller or larger. */
  readonly width?: number;
  readonly height?: number;
}

/** Takes the pictures of the documents, each small and cropped to what it shows. */
export class Camera {
  readonly #darkroom: Darkroom;
  readonly #folder: string;

  private constructor(darkroom: Darkroom, folder: string) {
    this.#darkroom = darkroom;
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Camera> {
    return new Camera(await Darkroom.open(), folder);
  }

  /** DevTools with the panel in it, as `name`.png. */
  take(panel: Panel, name: string): Promise<void> {
    return this.#take(panel, name, null);
  }

  /** A part of it. */
  async cut(panel: DevToolsPanel, name: string, cut: Cut): Promise<void> {
    await painted(panel);
    await this.#take(panel, name, await frameOf(panel, cut));
  }

  async #take(panel: Panel, name: string, frame: Frame | null): Promise<void> {
    await painted(panel);
    const png = await this.#darkroom.develop(await panel.screenshot(), frame);
    await writeFile(join(this.#folder, `${name}.png`), png);
    console.log(`${name}.png ${Math.round(png.length / 1000)} kB`);
  }

  close(): Promise<void> {
    return this.#darkroom.close();
  }
}

async function frameOf(panel: DevToolsPanel, cut: Cut): Promise<Frame> {
  const corner = await panel.corner();
  const frame = await panel.evaluate(({ of, margin = 0, width, height }: Cut) => {
    const element = document.querySelector(of);
    if (element === null) return null;
    const box = element.getBoundingClientRect();
    const x = Math.max(0, Math.floor(box.x) - margin);
    const y = Math.max(0, Math.floor(box.y) - margin);
    const right = width === undefined ? Math.ceil(box.right) + margin : x + width;
    const bottom = height === undefined ? Math.ceil(box.bottom) + margin : y + height;
    return {
      x,
      y,
      width: Math.min(right, innerWidth) - x,
      height: Math.min(bottom, innerHeight) - y,
    };
  }, cut);
  if (frame === null) throw new Error(`no ${cut.of} to take a picture of`);
  return { ...frame, x: frame.x + Math.round(corner.x), y: frame.y + Math.round(corner.y) };
}
