import type { LocalText } from '@sitecast/contract';
import type { OnvifPreset } from './camera/onvif-preset.ts';
import type { SceneView } from './scene/views.ts';

/** A camera of the demo as it is added to the server. */
export type DemoCamera = {
  id: SceneView;
  name: LocalText;
  direction: LocalText;
  /** Why the public does not see it, where it is in privacy hold. */
  heldReason: string | null;
  /** How it reaches the recorder: pulled from it, or pushed by it. */
  way: 'rtsp' | 'rtmp';
  /** Where it can be turned to; left out: it is fixed. */
  presets?: readonly OnvifPreset[];
};

/** The sample cameras of K-Park: three the public sees, and the one on the mast in privacy hold to show that state. */
export const demoCameras: readonly DemoCamera[] = [
  {
    id: 'k-park-gate',
    name: { kk: 'CAM-1 · Қақпа', ru: 'CAM-1 · Ворота', en: 'CAM-1 · Gate', ko: 'CAM-1 · 정문', zh: 'CAM-1 · 大门' },
    direction: {
      kk: 'Қақпадан оңтүстікке, тауларға қарай',
      ru: 'От ворот на юг, к горам',
      en: 'From the gate to the south, towards the mountains',
      ko: '정문에서 남쪽 산 방향',
      zh: '从大门向南，朝向山脉',
    },
    heldReason: null,
    way: 'rtsp',
  },
  {
    id: 'k-park-mast',
    name: {
      kk: 'CAM-2 · Кран діңгегі',
      ru: 'CAM-2 · Мачта крана',
      en: 'CAM-2 · Crane mast',
      ko: 'CAM-2 · 크레인 마스트',
      zh: 'CAM-2 · 塔吊塔身',
    },
    direction: {
      kk: 'Жоғарыдан оңтүстік-батысқа, бүкіл құрылысқа қарай',
      ru: 'Сверху на юго-запад, на всю стройку',
      en: 'From above to the south-west, over the whole site',
      ko: '위에서 남서쪽, 현장 전체',
      zh: '从高处向西南，俯瞰整个工地',
    },
    heldReason: null,
    way: 'rtsp',
    presets: [
      { token: '1', name: 'Site', turn: { x: 0, y: 0 } },
      { token: '2', name: 'West', turn: { x: 240, y: 0 } },
      { token: '3', name: 'Foot of the crane', turn: { x: -160, y: -90 } },
    ],
  },
  {
    id: 'k-park-plaza',
    name: {
      kk: 'CAM-3 · Болашақ алаң',
      ru: 'CAM-3 · Будущая площадь',
      en: 'CAM-3 · Future plaza',
      ko: 'CAM-3 · 미래의 광장',
      zh: 'CAM-3 · 未来广场',
    },
    direction: {
      kk: 'Болашақ алаңнан оңтүстік-шығысқа',
      ru: 'От будущей площади на юго-восток',
      en: 'From the future plaza to the south-east',
      ko: '미래의 광장에서 남동쪽 방향',
      zh: '从未来广场向东南',
    },
    heldReason: null,
    way: 'rtsp',
  },
  {
    id: 'k-park-east',
    name: {
      kk: 'CAM-4 · Шығыс жағы',
      ru: 'CAM-4 · Восточная сторона',
      en: 'CAM-4 · East side',
      ko: 'CAM-4 · 동쪽',
      zh: 'CAM-4 · 东侧',
    },
    direction: {
      kk: 'Шығыстан оңтүстік-батысқа',
      ru: 'С востока на юго-запад',
      en: 'From the east to the south-west',
      ko: '동쪽에서 남서쪽 방향',
      zh: '从东侧向西南',
    },
    heldReason: null,
    way: 'rtmp',
  },
];
