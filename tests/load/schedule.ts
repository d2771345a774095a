/**
 * A Primavera file of 50,000 activities from its bytes to the preview's differences, in a process of its own so that the
 * memory is its own too; beside it, in the same process, the least anyone could do: decode the bytes and split the lines.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, median } from './statistics.ts';

const run = promisify(execFile);
const activities = 50_000;
const nodes = 2_000;

/** Names, codes and dates as long as real ones; a quarter of all rows are relations and assignments. */
function writeLargeXer(): string {
  const day = (index: number): string =>
    new Date(Date.UTC(2026, 0, 5) + (index % 1_200) * 86_400_000).toISOString().slice(0, 10);
  const lines = [
    'ERMHDR\t22.12\t2026-02-02\tProject\tsample\tSample\tdb\tProject Management\tKZT',
    '%T\tCURRTYPE',
    '%F\tcurr_id\tdecimal_symbol\tdigit_group_symbol\tcurr_short_name',
    '%R\t1\t,\t \tKZT',
    '%T\tPROJECT',
    '%F\tproj_id\texport_flag\tproj_short_name\tlast_recalc_date',
    '%R\t7\tY\tSAMPLE-LARGE\t2026-02-01 00:00',
    '%T\tPROJWBS',
    '%F\twbs_id\tproj_id\tproj_node_flag\twbs_short_name\twbs_name\tparent_wbs_id',
    '%R\t1\t7\tY\tLARGE\tSAMPLE: large\t',
  ];
  for (let node = 2; node <= nodes; node += 1) {
    lines.push(`%R\t${node}\t7\tN\tN${node}\tУчасток ${node}\t${Math.max(1, Math.floor(node / 12))}`);
  }
  lines.push(
    '%T\tTASK',
    '%F\ttask_id\tproj_id\twbs_id\tclndr_id\tphys_complete_pct\trev_fdbk_flag\test_wt\tlock_plan_flag\tauto_compute_act_flag\tcomplete_pct_type\ttask_type\tduration_type\tstatus_code\ttask_code\ttask_name\trsrc_id\ttotal_float_hr_cnt\tfree_float_hr_cnt\tremain_drtn_hr_cnt\tact_work_qty\tremain_work_qty\ttarget_work_qty\ttarget_drtn_hr_cnt\tact_start_date\tact_end_date\tlate_start_date\tlate_end_date\tearly_start_date\tearly_end_date\ttarget_start_date\ttarget_end_date\tdriving_path_flag\tguid',
  );
  for (let index = 0; index < activities; index += 1) {
    const [start, end] = [`${day(index)} 08:00`, `${day(index + 20)} 17:00`];
    lines.push(
      `%R\t${index}\t7\t${2 + (index % (nodes - 1))}\t50\t0\tN\t1\tN\tN\tCP_Phys\tTT_Task\tDT_FixedDUR2\tTK_NotStart\tA${100_000 + index}\tУстройство монолитных железобетонных конструкций, захватка ${index}\t\t${index % 300}\t0\t160\t0\t${index % 900}\t${index % 900}\t160\t\t\t${start}\t${end}\t${start}\t${end}\t${start}\t${end}\tN\tAAAAAAAAAAAAAAAAAAAA${index}`,
    );
  }
  lines.push('%T\tTASKPRED', '%F\ttask_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_type\tlag_hr_cnt');
  for (let index = 1; index < activities; index += 1) lines.push(`%R\t${index}\t${index}\t${index - 1}\t7\tPR_FS\t0`);
  lines.push('%T\tTASKRSRC', '%F\ttaskrsrc_id\ttask_id\tproj_id\ttarget_cost\tact_reg_cost\tremain_cost');
  for (let index = 0; index < activities; index += 1) {
    lines.push(`%R\t${index}\t${index}\t7\t${1_000_000 + index},50\t0\t1000000`);
  }
  return [...lines, '%E', ''].join('\r\n');
}

interface Measured {
  readMs: number;
  splitMs: number;
  peakMegabytes: number;
  items: number;
  activities: number;
}

/** One fresh process a round: whatever the one before left in memory is gone. */
export async function measureSchedule(rounds = 3): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sitecast-schedule-'));
  const file = join(dir, 'large.xer');
  try {
    const text = writeLargeXer();
    await writeFile(file, text);
    const measured: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'schedule-client.ts'), file]);
      measured.push(JSON.parse(stdout) as Measured);
    }
    const first = measured[0];
    if (first?.activities !== activities) throw new Error(`read ${first?.activities} of ${activities} activities`);
    const readMs = median(measured.map((one) => one.readMs));
    const splitMs = median(measured.map((one) => one.splitMs));
    const peak = Math.max(...measured.map((one) => one.peakMegabytes));
    const size = `${(Buffer.byteLength(text) / 1e6).toFixed(0)} MB, ${first.items} items`;
    return [
      {
        name: `XER of ${activities} activities to its preview`,
        value: readMs / 1_000,
        unit: 's',
        asked: '≤ 5',
        met: readMs <= 5_000,
        yardstick: `${size}; decoding and splitting the same bytes ${(splitMs / 1_000).toFixed(2)} s, ${(readMs / splitMs).toFixed(1)} ×`,
      },
      {
        name: 'memory of the process that reads it, at its peak',
        value: peak,
        unit: 'MB',
        asked: '≤ 400',
        met: peak <= 400,
        yardstick: `rounds ${measured.map((one) => one.peakMegabytes.toFixed(0)).join(', ')}`,
      },
    ];
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
