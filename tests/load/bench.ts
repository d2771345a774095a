/** `pnpm bench [name …] [--minutes n]`: measures what the product promises, each figure beside its yardstick in the same run. */
import { printFigure, type Figure } from './statistics.ts';

const benches: Record<string, () => Promise<Figure[]>> = {
  serving: async () => (await import('./serving.ts')).measureServing(),
  edge: async () => (await import('./edge.ts')).measureEdge(),
  ingest: async () => (await import('./ingest.ts')).measureIngest(),
  'fan-out': async () => (await import('./fan-out.ts')).measureFanOut(),
  rewind: async () => (await import('./rewind.ts')).measureRewind(),
  viewers: async () => (await import('./viewers.ts')).measureViewers(),
  picture: async () => (await import('./picture.ts')).measurePicture(),
  figures: async () => (await import('./figures.ts')).measureFigures(),
  page: async () => (await import('./page.ts')).measurePage(),
  schedule: async () => (await import('./schedule.ts')).measureSchedule(),
  'time-lapse': async () => (await import('./time-lapse.ts')).measureTimeLapse(),
  archive: async () => (await import('./archive.ts')).measureArchive(),
  ledger: async () => (await import('./ledger.ts')).measureLedger(),
  soak: async () => (await import('./soak.ts')).measureSoak(),
};
/** Hours long: not among those that run when none is named. */
const onlyWhenAsked = new Set(['soak']);

const words = process.argv.slice(2).filter((word) => word !== '--');
const asked = words.filter((word, at) => word !== '--minutes' && words[at - 1] !== '--minutes');
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(64);
}
const missed: string[] = [];
for (const [name, measure] of Object.entries(benches)) {
  if (asked.length > 0 ? !asked.includes(name) : onlyWhenAsked.has(name)) continue;
  console.log(`\n${name}`);
  for (const figure of await measure()) {
    printFigure(figure);
    if (!figure.met) missed.push(figure.name);
  }
}
console.log(missed.length === 0 ? '\nEvery figure was met.' : `\nMissed: ${missed.join('; ')}`);
process.exit(0);
