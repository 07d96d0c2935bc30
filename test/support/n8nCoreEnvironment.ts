import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { setN8nEnvironment } from '../../tools/n8n/runtime.ts';

setN8nEnvironment(mkdtempSync(path.join(tmpdir(), 'n8n-core-')));
