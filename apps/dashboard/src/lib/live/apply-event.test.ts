import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '@sitecast/contract';
import { applyEvent } from './apply-event.ts';
import { toStep } from './sequence.ts';
import { camera, eventOf, milestone, notice, programmeView, projectView, progress, summary } from './views.fixture.ts';

const samples: LogEvent[] = [
  eventOf(11, 10, { type: 'progress:updated', payload: { progress: progress(3_700), summary: summary(3_700) } }),
  eventOf(12, 11, { type: 'milestone:posted', payload: { milestone: milestone('M05', '2026-11-20T08:00:00.000Z') } }),
  eventOf(13, 12, { type: 'milestone:posted', payload: { milestone: milestone('M99', '2026-11-21T08:00:00.000Z') } }),
  eventOf(14, 13, { type: 'camera:changed', payload: { camera: camera('cam-1', 'offline') } }),
  eventOf(15, 14, { type: 'camera:changed', payload: { camera: camera('cam-9', 'live') } }),
  eventOf(16, 15, { type: 'camera:removed', payload: { id: 'cam-2' } }),
  eventOf(17, 16, { type: 'notice:posted', payload: { notice: notice('n-2') } }),
];

describe('applyEvent', () => {
  it('replaces the numbers of a project', () => {
    const view = applyEvent(projectView(10), samples[0]!);
    expect(view.progress.percentBp).toBe(3_700);
    expect(view.summary.percentBp).toBe(3_700);
    expect(view.seq).toBe(11);
  });

  it('replaces a milestone in its place and adds a new one at the end', () => {
    const view = samples.slice(1, 3).reduce((next, event) => applyEvent(next, event), projectView(10));
    expect(view.milestones.map((each) => each.code)).toEqual(['M04', 'M05', 'M06', 'M99']);
    expect(view.milestones[1]?.reachedAt).toBe('2026-11-20T08:00:00.000Z');
  });

  it('replaces, adds and removes cameras', () => {
    const view = samples.slice(3, 6).reduce((next, event) => applyEvent(next, event), projectView(10));
    expect(view.cameras.map((each) => `${each.id} ${each.health.state}`)).toEqual(['cam-1 offline', 'cam-9 live']);
  });

  it('puts the newest milestone first on the front page', () => {
    const view = samples.reduce((next, event) => applyEvent(next, event), programmeView(10));
    expect(view.latest.map((each) => each.milestone.code)).toEqual(['M99', 'M05']);
    expect(view.projects[0]?.percentBp).toBe(3_700);
    expect(view.notices[0]?.id).toBe('n-2');
  });

  it("moves the programme's own number with the project's", () => {
    const programme = {
      percentBp: 3_700,
      plannedBp: 4_400,
      dataDate: '2026-11-20',
      measuredProjects: 1,
      districts: [],
    };
    const payload = { progress: progress(3_700), summary: summary(3_700), programme };
    const view = applyEvent(programmeView(10), eventOf(11, 10, { type: 'progress:updated', payload }));
    expect(view).toMatchObject(programme);
  });

  it("leaves a project's numbers alone when another project has news", () => {
    const event = { ...samples[0]!, project: 'other' };
    expect(applyEvent(projectView(10), event)).toEqual({ ...projectView(10), seq: 11 });
  });

  it('[SEQ4] applying an event twice changes nothing', () => {
    for (const start of [projectView(10), programmeView(10)] as const) {
      for (const event of samples) {
        const once = applyEvent(start, event);
        expect(applyEvent(once, event)).toEqual(once);
      }
    }
  });

  it('never changes the view it was given', () => {
    const view = projectView(10);
    const before = structuredClone(view);
    for (const event of samples) applyEvent(view, event);
    expect(view).toEqual(before);
  });
});

describe('toStep', () => {
  it('[SEQ2] finds the gap, the repetition and the next event', () => {
    expect(toStep(10, { seq: 11, prev: 10 })).toBe('apply');
    expect(toStep(10, { seq: 15, prev: 7 })).toBe('apply');
    expect(toStep(10, { seq: 10, prev: 9 })).toBe('old');
    expect(toStep(10, { seq: 13, prev: 12 })).toBe('gap');
  });

  it('[INV16] [SEQ2] whatever is lost or repeated on the way, no event is applied after a missing one', () => {
    const room = [3, 4, 9, 10, 17, 21];
    const log = room.map((seq, index) => ({ seq, prev: room[index - 1] ?? 0 }));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: room.length - 1 })), fc.nat(25), (deliveries, start) => {
        let last = start;
        for (const index of deliveries) {
          const event = log[index]!;
          if (toStep(last, event) !== 'apply') continue;
          expect(room.filter((seq) => seq > last && seq < event.seq)).toEqual([]);
          last = event.seq;
        }
      }),
    );
  });
});
