import { parseArgs } from 'node:util';
import { addCamera, listCameras, removeCamera } from './camera.ts';
import { exportLedger, verifyFile } from './ledger.ts';
import { createServerClient, readServerAddress, readToken } from './server-client.ts';
import { UsageFault } from './usage-fault.ts';

const usage = `sitecast camera list   --project CODE
sitecast camera add    --project CODE --id ID --name "TEXT" [--direction "TEXT"]
                       [--kind rtsp|hls|mjpeg|jpeg|file|rtmp|srt|whip|site] [--source-file FILE] [--transport tcp|udp] [--port N]
                       [--retention-days N] [--published]
sitecast camera remove --id ID
sitecast ledger export PROJECT [--out FILE]
sitecast ledger verify FILE [--key KEY] [--head N:HASH]

The source is never given as an argument, where every process could read it: it is asked for, piped in, or read from
--source-file. rtsp(s):// addresses say their kind, http(s):// ones are HLS where no kind is given; for rtmp, srt, whip and site the
source is the key the camera sends, and an empty one makes a new key, which is shown once. RTSP comes over TCP where no
--transport is given; srt needs the --port it is to listen on.

An exported ledger is checked without any server: exit code 0 where all of it holds, 1 where not, with the record named.
--key is the public key to trust; --head is a head that was kept, from a report or an earlier check.

Reads SITECAST_SERVER_URL (else 127.0.0.1 and SITECAST_PORT) and SITECAST_DATA for the operator's token.
`;

const options = {
  project: { type: 'string' },
  id: { type: 'string' },
  name: { type: 'string' },
  direction: { type: 'string' },
  kind: { type: 'string' },
  port: { type: 'string' },
  transport: { type: 'string' },
  'source-file': { type: 'string' },
  'retention-days': { type: 'string' },
  out: { type: 'string' },
  key: { type: 'string' },
  head: { type: 'string' },
  published: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: true });
  if (values.help) {
    process.stdout.write(usage);
  } else {
    const openClient = async () => createServerClient(readServerAddress(process.env), await readToken(process.env));
    const [noun = '', verb = '', subject] = positionals;
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    switch (noun === 'ledger' ? `${noun} ${verb}` : positionals.join(' ')) {
      case 'camera list':
        await listCameras(await openClient(), values, say);
        break;
      case 'camera add':
        await addCamera(await openClient(), values, say);
        break;
      case 'camera remove':
        await removeCamera(await openClient(), values, say);
        break;
      case 'ledger export':
        await exportLedger(readServerAddress(process.env), subject, values);
        break;
      case 'ledger verify':
        if (!(await verifyFile(subject, values, say))) process.exitCode = 1;
        break;
      default:
        throw new UsageFault('there is no such command');
    }
  }
} catch (error) {
  const isUsage = error instanceof UsageFault || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${error instanceof Error ? error.message : 'failed'}\n${isUsage ? `\n${usage}` : ''}`);
  process.exitCode = isUsage ? 64 : 1;
}
