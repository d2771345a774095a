import type { Rgb } from './colour.ts';
import { toCranes, type Crane } from './cranes.ts';
import { gateX } from './grounds.ts';
import type { Lens, Point } from './lens.ts';
import type { Light } from './light.ts';
import { drawLamp, drawLine, fillPolygon, toYuv, type Picture } from './picture.ts';
import { craneYellow, toShadowBodies } from './scene-svg.ts';
import { toSiteHour } from './site-time.ts';
import { toBox, type Solid } from './solid.ts';
import type { Stage } from './stage.ts';

type Scene = { picture: Picture; lens: Lens; light: Light; stage: Stage; atMs: number; hiding: Solid[] };

/** Draws what moves: cranes, trucks, people, flags, warning lights. */
export function drawMovers(picture: Picture, lens: Lens, light: Light, stage: Stage, atMs: number): void {
  const scene: Scene = { picture, lens, light, stage, atMs, hiding: toShadowBodies(stage) };
  drawExcavators(scene);
  drawTrucks(scene);
  drawPeople(scene);
  drawFlags(scene);
  for (const crane of toCranes(stage, atMs)) drawCrane(scene, crane);
}

function drawCrane(scene: Scene, crane: Crane): void {
  const { light, atMs } = scene;
  const [x, y] = crane.base;
  const top = crane.mastTopM;
  const [ax, ay] = [Math.sin(crane.slewRad), Math.cos(crane.slewRad)];
  const along = (metres: number, z: number): Point => [x + ax * metres, y + ay * metres, z];
  const yellow = light.shade(craneYellow, [0, 0.6, 0.8]);
  const dark = light.shade([128, 100, 40], [0, 0.6, 0.8]);
  const grey = light.shade([70, 74, 80], [0, 0.6, 0.8]);
  const apex: Point = [x, y, top + 8];
  for (let metres = -crane.counterJibM; metres < crane.jibM - 3; metres += 3) {
    if (metres > 0) drawBar(scene, along(metres, top + 0.4), along(metres + 1.5, top + 2), 0.14, dark);
    if (metres > 0) drawBar(scene, along(metres + 1.5, top + 2), along(metres + 3, top + 0.4), 0.14, dark);
  }
  drawBar(scene, along(-crane.counterJibM, top + 0.4), along(crane.jibM, top + 0.4), 0.42, yellow);
  drawBar(scene, along(1, top + 2), along(crane.jibM - 2, top + 2), 0.26, yellow);
  drawBar(scene, [x, y, top - 0.5], apex, 0.6, yellow);
  drawBar(scene, apex, along(crane.jibM * 0.68, top + 2), 0.12, grey);
  drawBar(scene, apex, along(crane.jibM * 0.34, top + 2), 0.12, grey);
  drawBar(scene, apex, along(-crane.counterJibM + 1, top + 0.6), 0.14, grey);
  drawBar(
    scene,
    along(-crane.counterJibM, top - 1.4),
    along(-crane.counterJibM + 4, top - 1.4),
    2.8,
    light.shade([150, 150, 146], [0, 0.6, 0.8]),
  );
  drawBar(
    scene,
    along(1.4, top - 2),
    along(1.4, top + 0.2),
    1.9,
    light.shade([214, 220, 222], [0, 0.6, 0.8], [60, 54, 30]),
  );
  drawBar(scene, along(crane.trolleyM - 1, top), along(crane.trolleyM + 1, top), 0.8, grey);
  drawHidden(scene, along(crane.trolleyM, top), along(crane.trolleyM, crane.hookM), 0.1, grey);
  drawHidden(scene, along(crane.trolleyM, crane.hookM + 0.6), along(crane.trolleyM, crane.hookM - 0.4), 0.7, yellow);
  if (crane.hasLoad) {
    const load = light.shade([172, 112, 70], [0, 0.6, 0.8]);
    drawHidden(
      scene,
      along(crane.trolleyM - 2.6, crane.hookM - 2.6),
      along(crane.trolleyM, crane.hookM - 0.4),
      0.08,
      grey,
    );
    drawHidden(
      scene,
      along(crane.trolleyM + 2.6, crane.hookM - 2.6),
      along(crane.trolleyM, crane.hookM - 0.4),
      0.08,
      grey,
    );
    drawHidden(
      scene,
      along(crane.trolleyM - 3, crane.hookM - 2.9),
      along(crane.trolleyM + 3, crane.hookM - 2.9),
      0.9,
      load,
    );
  }
  // Off the beat of the key frames, so that a still night is not taken for a frozen camera.
  const isOn = atMs % 1_500 < 700;
  if (light.night > 0.2 && isOn) {
    for (const tip of [apex, along(crane.jibM, top + 1)]) drawLight(scene, tip, 0.5, [255, 60, 48]);
  }
}

function drawExcavators(scene: Scene): void {
  const { stage, light, atMs } = scene;
  if (stage.fence < 1 || stage.basement > 0.4) return;
  const hour = toSiteHour(atMs);
  const isWorking = hour >= 8 && hour < 19;
  const yellow = light.shade([232, 172, 40], [0, 0.6, 0.8]);
  for (const [index, x] of [-52, 8, 58].entries()) {
    const y = 16 + index * 3;
    const seconds = atMs / 1_000 + index * 17;
    const turn = isWorking ? Math.sin(seconds / 5 + index) * 1.3 + Math.PI : Math.PI;
    const reach = isWorking ? 6.5 + 1.8 * Math.sin(seconds / 3.1) : 6;
    const dig = isWorking ? 1 + 1.6 * Math.sin(seconds / 3.1 + 1.3) : 0.4;
    const [ax, ay] = [Math.sin(turn), Math.cos(turn)];
    const along = (metres: number, z: number): Point => [x + ax * metres, y + ay * metres, z];
    drawBar(scene, along(0.5, 2.4), along(reach * 0.55, 5.6), 0.7, yellow);
    drawBar(scene, along(reach * 0.55, 5.6), along(reach, dig + 1.2), 0.5, yellow);
    drawBar(
      scene,
      along(reach - 0.6, dig + 0.6),
      along(reach + 0.3, dig + 0.9),
      1.1,
      light.shade([84, 82, 80], [0, 0.6, 0.8]),
    );
    drawBody(scene, toBox([x - 1.7, y - 2.2, 0], [x + 1.7, y + 2.2, 1.1], [56, 54, 52]));
    drawBody(scene, toBox([x - 1.5, y - 1.9, 1.1], [x + 1.5, y + 1.9, 3], [232, 172, 40]));
  }
}

function drawTrucks(scene: Scene): void {
  const { atMs, stage } = scene;
  const hour = toSiteHour(atMs);
  const isNight = hour < 7.5 || hour > 19.5;
  if (stage.fence < 1 || stage.landscape > 0.7) return;
  const trucks: { periodS: number; offsetS: number; colour: Rgb }[] = [
    { periodS: 74, offsetS: 0, colour: [214, 120, 42] },
    { periodS: 97, offsetS: 40, colour: [226, 230, 232] },
    { periodS: 131, offsetS: 90, colour: [58, 112, 160] },
  ];
  for (const truck of isNight ? trucks.slice(1, 2) : trucks) {
    const share = (((atMs / 1_000 + truck.offsetS) / truck.periodS) % 1) * 2;
    const isIn = share < 1;
    const way = isIn ? share : 2 - share;
    const y = 156 - way * 126;
    const x = gateX + (isIn ? -2.8 : 2.6);
    drawTruck(scene, x, y, isIn, truck.colour, isNight);
  }
}

function drawTruck(scene: Scene, x: number, y: number, isIn: boolean, colour: Rgb, isNight: boolean): void {
  const ahead = isIn ? -1 : 1;
  const bed = toBox([x - 1.3, y - 3.6, 1], [x + 1.3, y + 2.6, 2.9], [146, 140, 130]);
  const frontY = ahead < 0 ? y - 6 : y + 2.8;
  const cab = toBox([x - 1.25, frontY, 0.7], [x + 1.25, frontY + 2.3, 3.2], colour);
  const wheels = toBox([x - 1.2, y - 5, 0], [x + 1.2, y + 4, 1], [42, 42, 44]);
  const isFarFirst = frontY < y;
  for (const part of [wheels, ...(isFarFirst ? [cab, bed] : [bed, cab])]) drawBody(scene, part);
  if (isNight || scene.light.night > 0.3) {
    for (const side of [-0.9, 0.9]) {
      drawLight(
        scene,
        [x + side, ahead < 0 ? frontY : frontY + 2.4, 1.2],
        0.25,
        ahead < 0 ? [255, 70, 50] : [255, 246, 214],
      );
    }
  }
}

function drawPeople(scene: Scene): void {
  const hour = toSiteHour(scene.atMs);
  const isShift = hour >= 8 && hour < 19;
  const count = scene.stage.fence < 1 ? 0 : isShift ? 12 : 1;
  const seconds = scene.atMs / 1_000;
  for (let index = 0; index < count; index += 1) {
    const x = -70 + ((index * 53) % 150) + 7 * Math.sin(seconds / (9 + index) + index);
    const y = 26 + ((index * 29) % 66) + 5 * Math.cos(seconds / (13 + index) + index * 2);
    const vest: Rgb = index % 3 === 0 ? [232, 214, 40] : [244, 122, 36];
    const light = scene.light;
    drawBar(scene, [x, y, 0], [x, y, 0.9], 0.4, light.shade([52, 60, 84], [0, 0.7, 0.5]));
    drawBar(scene, [x, y, 0.85], [x, y, 1.5], 0.5, light.shade(vest, [0, 0.7, 0.5]));
    drawBar(scene, [x, y, 1.5], [x, y, 1.8], 0.3, light.shade([244, 244, 240], [0, 0.7, 0.5]));
    if (!isShift) drawLight(scene, [x, y, 1.1], 0.2, [255, 250, 220]);
  }
}

function drawFlags(scene: Scene): void {
  if (scene.stage.fence < 1) return;
  const { light, atMs } = scene;
  const wind = light.weather.windMps;
  const colours: Rgb[] = [
    [0, 162, 178],
    [236, 238, 236],
    [216, 176, 88],
  ];
  colours.forEach((colour, index) => {
    const x = 46 + index * 5;
    const y = 96;
    const seconds = atMs / 1_000;
    drawBar(scene, [x, y, 0], [x, y, 11], 0.14, light.shade([196, 200, 204], [0, 0.7, 0.5]));
    const reach = 1.6 + Math.min(1.9, wind * 0.32);
    for (let slice = 0; slice < 6; slice += 1) {
      const at = (share: number, z: number): Point => {
        const wave = Math.sin(share * 5 - seconds * (3 + wind * 0.5) + index) * 0.45 * share;
        return [x + share * reach, y + wave, z - share * (3.4 - reach) * 0.7 + wave * 0.25];
      };
      const [from, to] = [slice / 6, (slice + 1) / 6];
      const tone = 0.86 + 0.14 * Math.sin(from * 5 - seconds * (3 + wind * 0.5) + index);
      const shaded = light.shade([colour[0] * tone, colour[1] * tone, colour[2] * tone], [0, 0.7, 0.6]);
      const spots = scene.lens.projectPolygon([at(from, 8.9), at(to, 8.9), at(to, 10.9), at(from, 10.9)]);
      fillPolygon(scene.picture, spots, toYuv(shaded));
    }
  });
}

function drawBody(scene: Scene, body: Solid): void {
  const middle: Point = [(body.min[0] + body.max[0]) / 2, (body.min[1] + body.max[1]) / 2, body.max[2]];
  if (isHidden(scene, middle)) return;
  for (const face of body.faces) {
    const first = face.points[0];
    if (!first) continue;
    const { eye } = scene.lens;
    const towards =
      face.normal[0] * (eye[0] - first[0]) +
      face.normal[1] * (eye[1] - first[1]) +
      face.normal[2] * (eye[2] - first[2]);
    if (towards <= 0) continue;
    fillPolygon(
      scene.picture,
      scene.lens.projectPolygon(face.points),
      toYuv(scene.light.shade(face.colour, face.normal)),
    );
  }
}

function drawBar(scene: Scene, from: Point, to: Point, metres: number, colour: Rgb): void {
  const [a, b] = [scene.lens.project(from), scene.lens.project(to)];
  if (!a || !b) return;
  drawLine(scene.picture, a, b, (metres * scene.lens.focal) / ((a.depth + b.depth) / 2), toYuv(colour));
}

/** A bar that may pass behind the building, in pieces. */
function drawHidden(scene: Scene, from: Point, to: Point, metres: number, colour: Rgb): void {
  const pieces = Math.min(16, Math.max(1, Math.ceil(Math.abs(to[2] - from[2]) / 3)));
  const at = (share: number): Point => [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
  for (let piece = 0; piece < pieces; piece += 1) {
    if (!isHidden(scene, at((piece + 0.5) / pieces)))
      drawBar(scene, at(piece / pieces), at((piece + 1) / pieces), metres, colour);
  }
}

function drawLight(scene: Scene, at: Point, radiusM: number, colour: Rgb): void {
  const seen = scene.lens.project(at);
  if (!seen || isHidden(scene, at)) return;
  drawLamp(scene.picture, seen, Math.min(6, Math.max(1.4, (radiusM * scene.lens.focal) / seen.depth)), toYuv(colour));
}

/** Does a big body stand between the lens and a point? Slab test of the line against each box. */
function isHidden(scene: Scene, point: Point): boolean {
  const { eye } = scene.lens;
  return scene.hiding.some(({ min, max }) => {
    let [enter, leave] = [0, 0.995];
    for (const axis of [0, 1, 2] as const) {
      const way = point[axis] - eye[axis];
      if (Math.abs(way) < 1e-9) {
        if (eye[axis] < min[axis] || eye[axis] > max[axis]) return false;
        continue;
      }
      const [first, second] = [(min[axis] - eye[axis]) / way, (max[axis] - eye[axis]) / way];
      enter = Math.max(enter, Math.min(first, second));
      leave = Math.min(leave, Math.max(first, second));
    }
    return enter < leave;
  });
}
